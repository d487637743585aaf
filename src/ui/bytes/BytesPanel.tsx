import { panelStrings } from '../strings/panels.ts';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { placeLabel } from '../words/place-label.ts';
import { hopsOf } from '../explain/explanation.ts';
import { TlpBytes } from './TlpBytes.tsx';
import { useSelectedTlp } from './use-tlp.ts';

const words = panelStrings.bytes;

/** The selected TLP as fields, header words and bytes, as it leaves the "here" hop. */
export function BytesPanel() {
  const tlp = useSelectedTlp();
  if (tlp === null) return <EmptyState title={words.emptyTitle} hint={words.emptyHint} />;
  const { machine, info, hop, hopCount, fields, ide } = tlp;
  const at = hopsOf(info)[hop];
  const where = at === undefined ? '' : placeLabel(machine, at.place).name;
  const isLast = hop === hopCount - 1;
  const caption = isLast
    ? words.arrives(fields.type, where, hop + 1, hopCount)
    : words.leaves(fields.type, where, hop + 1, hopCount);
  return <TlpBytes fields={fields} ide={ide} caption={caption} />;
}

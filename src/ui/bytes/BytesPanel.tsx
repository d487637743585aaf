import { useEffect, useMemo } from 'react';
import { encodeTlp } from '../../core/pcie/tlp/encode.ts';
import { injectionPorts } from '../../core/pcie/inject.ts';
import { useTlpEdit } from '../../store/tlp-edit.ts';
import type { ShownTlp } from '../../store/tlp-edit.ts';
import { panelStrings } from '../strings/panels.ts';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { placeLabel } from '../words/place-label.ts';
import { hopsOf } from '../../core/pcie/hops-of.ts';
import { TlpBytes } from './TlpBytes.tsx';
import { useSelectedTlp } from './use-tlp.ts';
import type { SelectedTlp } from './use-tlp.ts';

const words = panelStrings.bytes;

/** The function that receives the TLP next; at the end of its way the one that it reached. */
function nextPortOf({ machine, info, hop }: SelectedTlp): string | null {
  const ports = new Set(injectionPorts(machine).map(({ index }) => index));
  const hops = hopsOf(info);
  const ahead = [...hops.slice(hop + 1), ...hops.slice(0, hop + 1).toReversed()];
  const next = ahead.find(({ place }) => place.kind === 'function' && ports.has(place.index));
  return next === undefined ? null : (machine.functions[next.place.index]?.id ?? null);
}

function shownOf(tlp: SelectedTlp, bytes: Uint8Array): ShownTlp {
  const { fields, ide, info } = tlp;
  const awaited =
    info.leg === 'completion' ? { requesterId: fields.requesterId, tag: fields.tag } : null;
  return { bytes, t: ide?.t ?? 0, awaited, nextPort: nextPortOf(tlp) };
}

/** The selected TLP as fields, header words and bytes, as it leaves the "here" hop. */
export function BytesPanel() {
  const tlp = useSelectedTlp();
  const encoded = useMemo(() => (tlp === null ? null : encodeTlp(tlp.fields)), [tlp]);
  const edited = useTlpEdit((state) => state.edited);
  useEffect(() => {
    const { show } = useTlpEdit.getState();
    show(tlp !== null && encoded?.ok === true ? shownOf(tlp, encoded.value) : null);
  }, [tlp, encoded]);
  if (tlp === null || encoded === null) {
    return <EmptyState title={words.emptyTitle} hint={words.emptyHint} />;
  }
  if (!encoded.ok) return <p className="p-3 text-stop">{encoded.error}</p>;
  const { machine, info, hop, hopCount, fields, ide } = tlp;
  const at = hopsOf(info)[hop];
  const where = at === undefined ? '' : placeLabel(machine, at.place).name;
  const isLast = hop === hopCount - 1;
  const caption = isLast
    ? words.arrives(fields.type, where, hop + 1, hopCount)
    : words.leaves(fields.type, where, hop + 1, hopCount);
  const sent = encoded.value;
  return (
    <TlpBytes machine={machine} bytes={edited ?? sent} sent={sent} ide={ide} caption={caption} />
  );
}

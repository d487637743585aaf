import { ArrowRight, Copy, ListChecks } from 'lucide-react';
import { formatSize } from '../../core/base/units.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import { TlpGlyph } from '../glyphs/TlpGlyph.tsx';
import { askLinux } from '../plan/RequestForm.tsx';
import { panelStrings } from '../strings/panels.ts';
import { planStrings } from '../strings/plan.ts';
import { Token } from '../widgets/Token.tsx';
import { IconButton } from '../widgets/Button.tsx';
import { placeLabel } from '../words/place-label.ts';
import { tlpKindOf } from '../words/tlp-kind.ts';
import { transferWords } from '../words/transfer-words.ts';
import { explanationMarkdown } from './explanation.ts';
import type { ExplainedHop } from './explanation.ts';

interface Props {
  readonly machine: Machine;
  readonly info: FlowInfo;
  readonly hops: readonly ExplainedHop[];
}

const AT_FIELD = {
  untranslated: 'AT=00',
  ats: 'AT=00',
  translationRequest: 'AT=01',
  translated: 'AT=10',
} as const;

/** The TLP that is explained: kind, size, from, to, AT and T. */
export function FlowSummary({ machine, info, hops }: Props) {
  const words = transferWords(machine, info.transferId);
  if (words === null) return null;
  const { transfer } = words;
  const isRequest = info.leg === 'request';
  const { sent } = info;
  const hasData = isRequest ? sent.op !== 'MRd' : info.route.completionStatus === 'SC';
  const kind = tlpKindOf(info);
  // A translation request means nobody: who answers it is where it ends.
  const end = sent.at === 'translationRequest' ? info.route.request.at(-1) : undefined;
  const target = end === undefined ? words.to : placeLabel(machine, end.place).name;
  const [from, to] = isRequest ? [words.from, target] : [target, words.from];
  const markdown = (): string => {
    const ended = panelStrings.outcome[info.route.outcome];
    return explanationMarkdown(
      panelStrings.explain.title(transfer.name, panelStrings.explain[info.leg]),
      panelStrings.explain.told(kind.name, from, to, ended),
      hops,
    );
  };
  return (
    <header className="border-b border-line px-3 py-2">
      <p className="m-0 flex items-center gap-2">
        <TlpGlyph kind={kind} size={20} />
        <strong className="flex-none font-strong">
          {kind.name}
          {hasData || isRequest ? `, ${formatSize(sent.bytes)}` : ''}
        </strong>
        <span className="ml-auto truncate text-s text-ink-2">{transfer.name}</span>
        {transfer.to.kind === 'bar' && transfer.linux === undefined && (
          <IconButton
            label={planStrings.ask}
            className="-my-1 -mr-1.5"
            onClick={() => askLinux(transfer.id, {})}
          >
            <ListChecks size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        )}
        <IconButton
          label={panelStrings.explain.copy}
          className="-my-1 -mr-1.5"
          onClick={() => void navigator.clipboard.writeText(markdown())}
        >
          <Copy size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </p>
      <p className="m-0 mt-1 flex flex-wrap items-center gap-x-1 gap-y-1 text-ink-2">
        <span dir="ltr" className="flex flex-wrap items-center gap-1">
          <span>{from}</span>
          <ArrowRight size={14} strokeWidth={1.75} aria-label={panelStrings.to} />
          <span>{to}</span>
        </span>
        <span className="ml-auto flex gap-1">
          {isRequest && <Token>{AT_FIELD[sent.at]}</Token>}
          <Token>{`T=${transfer.t}`}</Token>
        </span>
      </p>
    </header>
  );
}

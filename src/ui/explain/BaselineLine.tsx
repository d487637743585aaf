import { useView } from '../../store/view.ts';
import { panelStrings } from '../strings/panels.ts';
import { verdictStrings } from '../strings/verdict.ts';
import type { FlowComparison } from './differences.ts';
import type { ExplainedHop } from './explanation.ts';

interface Props {
  readonly comparison: FlowComparison;
  readonly flow: number;
}

const words = panelStrings.explain;

const told = (one: ExplainedHop): string =>
  `${one.place.name} ${verdictStrings[one.hop.verdict]} (${one.hop.rule})`;

/** What the pinned baseline did at the first hop that differs, and what happens there now. */
export function BaselineLine({ comparison, flow }: Props) {
  const tlpId = useView((state) => state.tlpId);
  const goTo = useView((state) => state.goTo);
  if (comparison === 'same' || comparison === 'new') {
    return (
      <p className="m-0 border-b border-line px-3 py-1.5 text-s text-ink-2">
        {comparison === 'same' ? words.samePath : words.newPath}
      </p>
    );
  }
  const { hop, before, now } = comparison;
  return (
    <button
      type="button"
      className="block w-full border-b border-line px-3 py-1.5 text-left text-s hover:bg-hover"
      onClick={() => goTo({ flow, hop: now === null ? Math.max(0, hop - 1) : hop, tlpId })}
    >
      <span className="flex items-center gap-2 font-strong">
        <span aria-hidden className="size-2 flex-none rounded-[2px] bg-here" />
        {words.differs(hop + 1)}
      </span>
      <span className="block text-ink-2 line-through">{before ? told(before) : words.ended}</span>
      <span className="block">{now ? told(now) : words.ends}</span>
    </button>
  );
}

import { Panel } from '@xyflow/react';
import { ArrowRight, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { isolationView } from '../../core/advise/isolation.ts';
import type { IsolationGap } from '../../core/advise/isolation.ts';
import type { Machine } from '../../core/machine/types.ts';
import { useView } from '../../store/view.ts';
import { asking } from '../query/ask-path.ts';
import { strings } from '../strings/canvas.ts';
import { Button } from '../widgets/Button.tsx';

/** Gaps that are listed; the matrix shows all of them. */
const SHOWN = 3;

/** Groups between which the wires connect what Linux takes as isolated, each with the pair that proves it. */
export function GapList({ machine }: { readonly machine: Machine }) {
  const gaps = useMemo(() => isolationView(machine, asking(machine).linux).gaps, [machine]);
  const show = ({ proof }: IsolationGap): void => {
    const from = machine.functions[proof.pair.from];
    const to = machine.functions[proof.pair.to];
    if (from === undefined || to === undefined) return;
    const rest = { address: null, op: 'MWr', at: 'untranslated', t: 0 } as const;
    useView.getState().select([from.id, to.id]);
    useView.getState().set({ rightTab: 'query', query: { fromId: from.id, toId: to.id, ...rest } });
  };
  if (gaps.length === 0) return null;
  return (
    <Panel position="bottom-right" className="mb-16!">
      <section
        aria-label={strings.gaps}
        className="max-w-64 rounded-card border border-line-strong bg-raised px-2.5 py-1.5 text-s"
      >
        <h3 className="m-0 flex items-center gap-1.5 font-strong text-detour">
          <TriangleAlert size={16} strokeWidth={1.75} aria-hidden />
          {strings.gaps}
        </h3>
        <div className="mt-1 flex flex-wrap gap-1">
          {gaps.slice(0, SHOWN).map((gap) => (
            <Button
              key={gap.groups.join(' ')}
              look="outline"
              aria-label={gap.message}
              data-tip={gap.message}
              onClick={() => show(gap)}
            >
              {machine.functions[gap.proof.pair.from]?.name}
              <ArrowRight size={14} strokeWidth={1.75} aria-hidden />
              {machine.functions[gap.proof.pair.to]?.name}
            </Button>
          ))}
          {gaps.length > SHOWN && (
            <span className="self-center text-ink-2">{strings.moreGaps(gaps.length - SHOWN)}</span>
          )}
        </div>
      </section>
    </Panel>
  );
}

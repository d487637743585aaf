import { useEffect, useState } from 'react';
import { formatTime } from '../../core/base/units.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { FlowInfo, TransferSummary } from '../../core/sim/types.ts';
import { panelStrings } from '../strings/panels.ts';
import { outcomeText } from '../words/outcome-text.ts';

interface Props {
  readonly machine: Machine;
  readonly info: FlowInfo;
  readonly summary: TransferSummary | undefined;
}

/** What Linux says of the transfer's pair; null where it has nothing to say, or has not been asked yet. */
function useMapType(machine: Machine, transferId: string): string | null {
  const [mapType, setMapType] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const transfer = machine.scenario.transfers.find((one) => one.id === transferId);
    // The kernel's rules are not part of the first picture.
    const ask = async (): Promise<void> => {
      const { decisionOf } = await import('../query/linux-decision.ts');
      const decision = transfer ? decisionOf(machine, transfer) : null;
      if (isCurrent) setMapType(decision?.mapType ?? null);
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [machine, transferId]);
  return mapType;
}

/** How the journey ended, in one line under the hops: outcome, time, completion status, and Linux's map type. */
export function OutcomeLine({ machine, info, summary }: Props) {
  const { outcome, completionStatus } = info.route;
  const mapType = useMapType(machine, info.transferId);
  const latencyPs = summary?.latencyPs?.min ?? null;
  const isGood = outcome === 'delivered';
  const words = outcomeText(machine, info.route);
  return (
    <footer className="flex flex-wrap items-center gap-x-2 border-t border-line px-3 py-2">
      <strong className={`font-strong ${isGood ? '' : 'text-stop'}`} data-testid="outcome">
        {isGood && latencyPs !== null
          ? `${words} ${panelStrings.explain.in(formatTime(latencyPs))}`
          : words}
      </strong>
      {completionStatus !== null && (
        <code className="font-mono text-s text-ink-2">Cpl {completionStatus}</code>
      )}
      {mapType !== null && (
        <code
          className="ml-auto font-mono text-s text-ink-2"
          data-tip={panelStrings.explain.mapType}
          data-testid="explain-map-type"
        >
          {mapType}
        </code>
      )}
    </footer>
  );
}

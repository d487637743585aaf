import { ArrowRight, Plus, X } from 'lucide-react';
import { runCommand } from '../../commands/registry.ts';
import type { Scenario, Transfer } from '../../core/scenario/schema.ts';
import { useDocument } from '../../store/document.ts';
import { followTransfer } from '../../store/follow.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { IconButton } from '../widgets/Button.tsx';

function nameOf(scenario: Scenario, id: string): string {
  return scenario.components.find((one) => one.id === id)?.name ?? id;
}

const targetIdOf = (transfer: Transfer): string =>
  transfer.to.kind === 'bar' ? transfer.to.function : transfer.to.memory;

/** The transfers of the document: click to follow one, add and remove. */
export function TransferList() {
  const scenario = useDocument((state) => state.scenario);
  const edit = useDocument((state) => state.edit);
  const flow = useView((state) => state.flow);
  const planned = useView((state) => state.plan?.transferId ?? null);
  const flowing = useRun((state) => state.run?.flows[flow ?? 0]?.transferId ?? null);
  const followed = planned ?? flowing;
  return (
    <section aria-label={strings.outline.transfers} className="mt-3">
      <div className="flex items-center pl-2">
        <h3 className="grow font-strong">{strings.outline.transfers}</h3>
        <IconButton
          label={strings.commands['edit.transfer']}
          onClick={() => runCommand('edit.transfer')}
        >
          <Plus size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      {scenario.transfers.length === 0 ? (
        <p className="px-2 text-ink-2">{strings.outline.noTransfers}</p>
      ) : null}
      <ul>
        {scenario.transfers.map((transfer) => (
          <li key={transfer.id} className="group flex items-center">
            <button
              type="button"
              aria-current={transfer.id === followed}
              onClick={() => followTransfer(transfer.id)}
              data-tip={transfer.name}
              className="flex h-7 min-w-0 grow items-center gap-1.5 rounded-control px-2 text-left -outline-offset-2 hover:bg-hover aria-[current=true]:bg-here-soft aria-[current=true]:font-strong pointer-coarse:h-11"
            >
              <span className="truncate">{nameOf(scenario, transfer.from)}</span>
              <ArrowRight
                size={14}
                strokeWidth={1.75}
                aria-hidden
                className="shrink-0 text-ink-3"
              />
              <span className="truncate">{nameOf(scenario, targetIdOf(transfer))}</span>
              <span className="ml-auto pl-2 font-mono text-ink-3">{transfer.op}</span>
            </button>
            <IconButton
              label={strings.outline.removeTransfer(transfer.name)}
              onClick={() => edit({ kind: 'removeTransfer', id: transfer.id })}
            >
              <X size={14} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

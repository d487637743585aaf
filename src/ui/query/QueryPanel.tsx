import { useMemo } from 'react';
import type { Machine } from '../../core/machine/types.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import type { PathQuestion } from '../../store/view.ts';
import { panelStrings } from '../strings/panels.ts';
import { useExplainedPlan } from '../plan/use-plan.ts';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { InjectedCard } from './InjectedCard.tsx';
import { PathAnswerCard } from './PathAnswerCard.tsx';
import { QuestionForm } from './QuestionForm.tsx';
import { WhySection } from './WhySection.tsx';
import { askPath, asking, requestersOf, targetsOf } from './ask-path.ts';
import { useInjected } from './use-injected.ts';

/** What is selected on the canvas, else the ends of the transfer that is explained, else the first pair of the machine. */
function firstQuestion(
  machine: Machine,
  selection: readonly string[],
  transferId: string | null,
): PathQuestion | null {
  const requesters = requestersOf(machine);
  const targets = targetsOf(machine);
  const explained = machine.scenario.transfers.find(({ id }) => id === transferId);
  const target = explained?.to.kind === 'bar' ? explained.to.function : undefined;
  const from =
    requesters.find(({ id }) => id === selection[0]) ??
    requesters.find(({ id }) => id === explained?.from) ??
    requesters[0];
  const to =
    targets.find(({ id }) => id === selection[1]) ??
    targets.find(({ id }) => id === target && id !== from?.id) ??
    targets.find(({ id }) => id !== from?.id);
  if (from === undefined || to === undefined) return null;
  const rest = { address: null, op: 'MWr', at: 'untranslated', t: 0 } as const;
  return { fromId: from.id, toId: to.id, ...rest };
}

/** A path asked for by its ends, answered by the decisions that the simulator takes. */
export function QueryPanel() {
  const machine = useRun((state) => state.machine);
  const selection = useView((state) => state.selection);
  const asked = useView((state) => state.query);
  const flow = useView((state) => state.flow) ?? 0;
  const info = useRun((state) => state.run?.flows[flow]);
  const { plan } = useExplainedPlan();
  const transferId = plan?.transfer.id ?? info?.transferId ?? null;
  const prepared = useMemo(() => (machine ? asking(machine) : null), [machine]);
  const question = useMemo(
    () => asked ?? (machine ? firstQuestion(machine, selection, transferId) : null),
    [asked, machine, selection, transferId],
  );
  const answer = useMemo(
    () => (prepared && question ? askPath(prepared, question) : null),
    [prepared, question],
  );
  const injected = useInjected();
  if (!machine || !question || !prepared) {
    return <EmptyState title={panelStrings.query.emptyTitle} hint={panelStrings.query.emptyHint} />;
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      {injected !== null && <InjectedCard path={injected} />}
      <QuestionForm machine={machine} question={question} />
      {answer === null ? (
        <p className="m-0 px-3 py-2 text-ink-2">{panelStrings.query.noTarget}</p>
      ) : (
        <PathAnswerCard asked={prepared} answer={answer} />
      )}
      {answer !== null && answer.linux !== null && <WhySection question={question} />}
    </div>
  );
}

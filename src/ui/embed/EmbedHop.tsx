import { useMemo } from 'react';
import { refusalOf } from '../../core/linux/plan-text.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { explainFlow } from '../explain/explanation.ts';
import { VerdictWord } from '../glyphs/VerdictWord.tsx';
import { embedStrings as words } from '../strings/embed.ts';
import { planStrings } from '../strings/plan.ts';
import { Token } from '../widgets/Token.tsx';

/** The hop at this instant in one line: verdict, place, the facts that decided, and the rule. */
export function EmbedHop() {
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const flow = useView((state) => state.flow);
  const hop = useView((state) => state.hop);
  const info = run?.flows[flow ?? 0];
  const hops = useMemo(() => (machine && info ? explainFlow(machine, info) : []), [machine, info]);
  const here = hops[Math.min(hop ?? 0, hops.length - 1)];
  if (here === undefined) return <Refusal />;
  const decided = here.hop.operands.filter((one) => one.decided === true);
  return (
    <p data-testid="embed-hop" className="flex min-w-0 grow items-center gap-2 whitespace-nowrap">
      <VerdictWord verdict={here.hop.verdict} isStrong />
      <span aria-hidden className="text-ink-2 tabular-nums">
        {words.hop(here.number, hops.length)}
      </span>
      <span className="sr-only">{words.hopSpoken(here.number, hops.length)}</span>
      <span className="font-strong">{here.place.name}</span>
      {decided.map(({ name, value }) => (
        <Token key={name} isHere>{`${name}=${value}`}</Token>
      ))}
      <span className="truncate text-ink-2">{here.rule.title}</span>
    </p>
  );
}

/** What Linux says of a transfer of which nothing is sent. */
function Refusal() {
  const plan = useRun((state) => state.run?.plans[0]);
  const refusal = plan === undefined ? null : refusalOf(plan);
  return (
    <p data-testid="embed-hop" className="min-w-0 grow truncate font-strong text-stop">
      {plan === undefined
        ? ''
        : refusal === null
          ? planStrings.nothingSent
          : planStrings.refusedBy(refusal.errno)}
    </p>
  );
}

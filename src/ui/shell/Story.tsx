import { formatTime } from '../../core/base/units.ts';
import { refusalOf } from '../../core/linux/plan-text.ts';
import { usePlayback } from '../../store/playback.ts';
import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { explainFlow } from '../explain/explanation.ts';
import { strings } from '../strings/en.ts';
import { panelStrings } from '../strings/panels.ts';
import { verdictStrings } from '../strings/verdict.ts';
import { transferWords } from '../words/transfer-words.ts';

/** The whole simulation in words: what there is, and how each transfer ends. */
function Summary() {
  const components = useDocument((state) => state.scenario.components.length);
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const requests = (run?.flows ?? []).filter((flow) => flow.leg === 'request');
  const sentences = requests.map(({ transferId, route }) => {
    const words = machine === null ? null : transferWords(machine, transferId);
    return strings.story.transfer({
      op: words?.transfer.op ?? '',
      from: words?.from ?? transferId,
      to: words?.to ?? '',
      verdict: verdictStrings[route.verdict].toLowerCase(),
      outcome: panelStrings.outcome[route.outcome].toLowerCase(),
    });
  });
  const refusals = (run?.plans ?? []).flatMap((plan) => refusalOf(plan)?.message ?? []);
  return (
    <p id="story-summary">
      {[strings.story.machine(components, requests.length), ...sentences, ...refusals].join(' ')}
    </p>
  );
}

/** The present instant in words. */
function Now() {
  const time = usePlayback((state) => (state.isPlaying ? null : formatTime(Math.round(state.tPs))));
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const flow = useView((state) => state.flow);
  const hop = useView((state) => state.hop);
  const info = run?.flows[flow ?? -1];
  const hops = machine && info ? explainFlow(machine, info) : [];
  const here = hop === null ? undefined : hops[hop];
  return (
    <p id="story-now">
      {time === null ? strings.story.playing : strings.story.at(time)}{' '}
      {here === undefined
        ? strings.story.nothing
        : strings.announce.hop({
            number: here.number,
            count: hops.length,
            place: here.place.name,
            verdict: verdictStrings[here.hop.verdict].toLowerCase(),
            rule: here.rule.title,
          })}
    </p>
  );
}

/** The picture for those who do not see it; the canvas is described by it. */
export function Story() {
  return (
    <section aria-label={strings.story.title} className="sr-only">
      <Summary />
      <Now />
    </section>
  );
}

import { useEffect, useRef, useState } from 'react';
import { ruleOf } from '../../core/rules/catalogue.ts';
import { usePlayback } from '../../store/playback.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { explainFlow } from '../explain/explanation.ts';
import { strings } from '../strings/en.ts';
import { verdictStrings } from '../strings/verdict.ts';

/** While playing, at most one announcement in this time, ms. @source ux.md §11 */
const QUIET_MS = 2_000;

/** The "here" hop in one sentence; null when there is none. */
function hopSentence(): string | null {
  const { machine, run } = useRun.getState();
  const { flow, hop } = useView.getState();
  const info = run?.flows[flow ?? -1];
  if (!machine || !info || hop === null) return null;
  const hops = explainFlow(machine, info);
  const here = hops[hop];
  if (here === undefined) return null;
  const verdict = verdictStrings[here.hop.verdict].toLowerCase();
  return strings.announce.hop({
    number: here.number,
    count: hops.length,
    place: here.place.name,
    verdict,
    rule: ruleOf(here.hop.rule).title,
  });
}

/** Says each step, re-run and change of play to assistive technology, without showing anything. */
export function Announcer() {
  const [text, setText] = useState('');
  const lastMs = useRef(0);
  useEffect(() => {
    const say = (sentence: string | null) => {
      if (sentence === null) return;
      const now = performance.now();
      if (usePlayback.getState().isPlaying && now - lastMs.current < QUIET_MS) return;
      lastMs.current = now;
      setText(sentence);
    };
    const stops = [
      useView.subscribe((state, before) => {
        if (state.hop !== before.hop || state.flow !== before.flow) say(hopSentence());
      }),
      useRun.subscribe((state, before) => {
        if (state.run === null || before.run === null || state.run === before.run) return;
        say(strings.announce.reran(before.run.eventCount, state.run.eventCount));
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <p aria-live="polite" className="sr-only" data-testid="announcer">
      {text}
    </p>
  );
}

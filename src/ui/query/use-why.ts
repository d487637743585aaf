import { useEffect, useState } from 'react';
import { describeWhyProblem, whySteps } from '../../core/advise/why.ts';
import type { WhyAnswer, WhyQuestion } from '../../core/advise/why.ts';
import type { Scenario } from '../../core/scenario/schema.ts';

/** The search for the fewest changes as far as it has come. */
export interface WhySearch {
  /** 0 to 1 while it runs. */
  readonly share: number;
  readonly answer: WhyAnswer | null;
  readonly problem: string | null;
}

const START: WhySearch = { share: 0, answer: null, problem: null };
/** Work between two looks at the event queue; short, so that the page stays fluid. */
const SLICE_MS = 8;

/** Searches in slices; null while nothing is asked. A new question or document ends the old search. */
export function useWhy(scenario: Scenario, question: WhyQuestion | null): WhySearch | null {
  const [state, setState] = useState<{ readonly key: string; readonly search: WhySearch } | null>(
    null,
  );
  const key = question === null ? '' : JSON.stringify(question);
  useEffect(() => {
    if (key === '') return undefined;
    const asked = JSON.parse(key) as WhyQuestion;
    const steps = whySteps(scenario, asked);
    let timer = 0;
    const work = (): void => {
      const until = performance.now() + SLICE_MS;
      let share = 0;
      while (performance.now() < until) {
        const step = steps.next();
        if (step.done === true) {
          const { value } = step;
          const search = value.ok
            ? { share: 1, answer: value.value, problem: null }
            : { share: 1, answer: null, problem: describeWhyProblem(value.error) };
          setState({ key, search });
          return;
        }
        share = step.value;
      }
      setState({ key, search: { ...START, share } });
      timer = window.setTimeout(work, 0);
    };
    timer = window.setTimeout(work, 0);
    return () => window.clearTimeout(timer);
  }, [scenario, key]);
  if (question === null) return null;
  return state?.key === key ? state.search : START;
}

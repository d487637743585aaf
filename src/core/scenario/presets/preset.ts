import type { Scenario } from '../schema.ts';

/** An example of the gallery. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  /** The one question that it answers. */
  readonly question: string;
  readonly tags: readonly string[];
  readonly scenario: Scenario;
}

/** Makes an example whose document carries the same title and question. */
export function preset(given: Preset): Preset {
  const { title, question, scenario } = given;
  return { ...given, scenario: { ...scenario, title, question } };
}

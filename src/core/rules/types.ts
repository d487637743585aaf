/** How sure the project is of a rule. `assumption` covers everything unverified, posted or simplified. */
export type Confidence = 'spec' | 'kernel' | 'measured' | 'assumption';

/** One row of the catalogue: the only place where the words about a rule stand. */
export interface Rule {
  readonly title: string;
  /** One or two plain sentences for someone who has never met the rule. */
  readonly explanation: string;
  /** Specification with section, or kernel file and function. */
  readonly cites: string;
  readonly confidence: Confidence;
}

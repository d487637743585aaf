/** What the core says to one case of a case file. */
export interface Answer {
  readonly id: string | number;
  readonly answer: unknown;
}

/** Words about where a document's machine comes from. */
export const factStrings = {
  title: 'Where this machine comes from',
  /** On a card of the gallery. */
  counts: (cited: number, assumed: number) =>
    `${cited === 1 ? '1 fact' : `${cited} facts`} with a source, ${assumed} assumed`,
} as const;

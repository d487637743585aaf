/**
 * How well a text answers what was typed: every word must occur; earlier and at the start of a word is better.
 *
 * @returns null when a word does not occur; else a score, the smaller the better.
 */
export function matchScore(text: string, typed: string): number | null {
  const lower = text.toLowerCase();
  let score = 0;
  for (const word of typed.toLowerCase().split(/\s+/)) {
    if (word === '') continue;
    const at = lower.indexOf(word);
    if (at < 0) return null;
    const isWordStart = at === 0 || !/[\p{L}\p{N}]/u.test(lower.charAt(at - 1));
    score += at + (isWordStart ? 0 : 100);
  }
  return score;
}

interface Searchable {
  readonly title: string;
  readonly detail: string;
  readonly keywords?: string;
}

/** The best answers first, at most `limit`; ties keep their order. */
export function bestMatches<T extends Searchable>(
  entries: readonly T[],
  typed: string,
  limit: number,
): readonly T[] {
  return entries
    .map((entry) => ({
      entry,
      score: matchScore(`${entry.title} ${entry.detail} ${entry.keywords ?? ''}`, typed),
    }))
    .filter((one): one is { entry: T; score: number } => one.score !== null)
    .sort((a, b) => a.score - b.score)
    .slice(0, limit)
    .map((one) => one.entry);
}

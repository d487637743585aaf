/*
 * The shape of a regular expression, as far as it decides whether matching can take more than one pass: which
 * characters each part can begin and end with, and what is repeated without a bound.
 */

type Set = ReadonlySet<number>;

/** One part of a sequence: what it matches, and how often. */
export interface Part {
  readonly text: string;
  /** Characters of which it is made, if it is one; of which it can begin, if it is a group. */
  readonly head: Set;
  /** Characters that can end it. */
  readonly tail: Set;
  readonly isOptional: boolean;
  readonly isUnbounded: boolean;
  /** The alternatives of a group; empty for a single character. */
  readonly alternatives: readonly (readonly Part[])[];
}

const ALL = Array.from({ length: 0x180 }, (_, code) => code);
const QUANTIFIER = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/;

function charactersOf(atom: string, flags: string): Set {
  const one = new RegExp(`^(?:${atom})$`, flags.replace(/[gy]/g, ''));
  return new Set(ALL.filter((code) => one.test(String.fromCharCode(code))));
}

const union = (sets: readonly Set[]): Set => new Set(sets.flatMap((set) => [...set]));

/** What a sequence can begin with; from its end backwards, what it can end with. */
export function edge(parts: readonly Part[], side: 'head' | 'tail'): Set {
  const found: Set[] = [];
  for (const part of side === 'head' ? parts : [...parts].reverse()) {
    found.push(part[side]);
    if (!part.isOptional) break;
  }
  return union(found);
}

export const overlap = (a: Set, b: Set): boolean => [...a].some((code) => b.has(code));

/** Takes the source of a regular expression apart into its alternatives, each a sequence of parts. */
export function shapeOf(source: string, flags: string): readonly (readonly Part[])[] {
  let at = 0;
  const atom = (): string => {
    const rest = source.slice(at);
    const found =
      /^(?:\\u\{[^}]*\}|\\[pP]\{[^}]*\}|\\u....|\\x..|\\c.|\\.|\[(?:\\.|[^\]\\])*\]|.)/s.exec(rest);
    at += found?.[0].length ?? 1;
    return found?.[0] ?? '';
  };
  const sequence = (): readonly (readonly Part[])[] => {
    const alternatives: Part[][] = [[]];
    while (at < source.length && source[at] !== ')') {
      if (source[at] === '|') {
        at++;
        alternatives.push([]);
        continue;
      }
      const start = at;
      let inner: readonly (readonly Part[])[] = [];
      let isLook = false;
      if (source[at] === '(') {
        const opening = /^\((?:\?(?:<?[=!]|:|<[^>]*>))?/.exec(source.slice(at))?.[0] ?? '(';
        isLook = /[=!]$/.test(opening);
        at += opening.length;
        inner = sequence();
        at++;
      } else atom();
      const text = source.slice(start, at);
      const quantifier = QUANTIFIER.exec(source.slice(at))?.[0] ?? '';
      at += quantifier.length;
      // What matches nothing by itself decides nothing here.
      if (isLook || ['^', '$', '\\b', '\\B'].includes(text)) continue;
      const set = inner.length === 0 ? charactersOf(text, flags) : new Set<number>();
      const isEmptyable = inner.some((one) => one.every(({ isOptional }) => isOptional));
      alternatives.at(-1)?.push({
        text: text + quantifier,
        head: inner.length === 0 ? set : union(inner.map((one) => edge(one, 'head'))),
        tail: inner.length === 0 ? set : union(inner.map((one) => edge(one, 'tail'))),
        isOptional: /^(?:[*?]|\{0)/.test(quantifier) || (inner.length > 0 && isEmptyable),
        isUnbounded: /^(?:[*+]|\{\d+,\})/.test(quantifier),
        alternatives: inner,
      });
    }
    return alternatives;
  };
  return sequence();
}

const repeats = (part: Part): boolean =>
  part.isUnbounded || part.alternatives.some((one) => one.some(repeats));

/** A repetition in a sequence that cannot tell its own end from what may follow, the next round included. */
function blurred(parts: readonly Part[], round: Set): Part | undefined {
  return parts.find((part, index) => {
    if (!repeats(part)) return false;
    const rest = parts.slice(index + 1);
    const isLast = rest.every(({ isOptional }) => isOptional);
    const after = union([edge(rest, 'head'), isLast ? round : new Set()]);
    return overlap(part.tail, after);
  });
}

/** Why a text could be matched in exponentially many ways; null where it cannot. */
export function ambiguity(alternatives: readonly (readonly Part[])[]): string | null {
  for (const part of alternatives.flat()) {
    const inside = ambiguity(part.alternatives);
    if (inside !== null) return inside;
    if (!part.isUnbounded || part.alternatives.length === 0) continue;
    const heads = part.alternatives.map((one) => edge(one, 'head'));
    if (heads.some((a, i) => heads.some((b, j) => i < j && overlap(a, b)))) {
      return `${part.text} repeats alternatives that begin alike`;
    }
    if (part.alternatives.some((one) => one.every(({ isOptional }) => isOptional))) {
      return `${part.text} repeats what can be empty`;
    }
    const unclear = part.alternatives.map((one) => blurred(one, part.head)).find(Boolean);
    if (unclear !== undefined)
      return `${unclear.text} in ${part.text} does not end where the next begins`;
  }
  return null;
}

/** A line of an input, cleaned, with the number that the person sees. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Longer than any line that a listing prints; kept short so that no pattern sees more. */
const LONGEST_LINE = 4096;

const ESCAPE = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
/** Terminal control sequences: CSI, OSC, and two-character escapes. */
const CONTROL_SEQUENCES = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)?|[@-Z\\\\^_])`,
  'g',
);
const QUOTE = /^(?:> ?)+(?=[\t ]|[0-9a-f]{2,8}:|$)|^(?:>[ \t]?)*> /i;
const BLANKS = /[\u00a0\u2007\u202f]/g;
const INVISIBLE = /\u200b|\u200c|\u200d|\u2060|\ufeff/g;
/** Nothing to clean: the common case, tested first because it is cheap. */
const PLAIN = /^[\t\x20-\x7e]*$/;

/**
 * Cleans one line: carriage return, terminal colours, mail quoting, byte order mark and non-breaking blanks go.
 * A line over 4096 characters is cut, so that every later pattern is bounded.
 */
export function cleanLine(raw: string): string {
  let text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
  if (text.length > LONGEST_LINE) text = text.slice(0, LONGEST_LINE);
  if (!PLAIN.test(text)) {
    text = text.replace(CONTROL_SEQUENCES, '').replace(INVISIBLE, '').replace(BLANKS, ' ');
    if (text.includes('\r')) text = text.slice(text.lastIndexOf('\r') + 1);
  }
  return text.startsWith('>') ? text.replace(QUOTE, '') : text;
}

/** A text with more lines than this (blank ones not counted twice) is no listing of one machine. */
export const MOST_LINES = 400_000;

/**
 * The lines of a text, cleaned and numbered from 1, of several blank ones the first; linear in the text.
 *
 * @returns null when there are more than `MOST_LINES`.
 */
export function cleanLines(text: string): Line[] | null {
  const separator = !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
  const lines: Line[] = [];
  let isAfterBlank = false;
  let start = 0;
  for (let number = 1; start <= text.length; number++) {
    const found = text.indexOf(separator, start);
    const end = found < 0 ? text.length : found;
    const clean = cleanLine(text.slice(start, end));
    const isBlank = clean === '' || clean.trim() === '';
    if (!(isBlank && isAfterBlank)) lines.push({ number, text: clean });
    if (lines.length > MOST_LINES) return null;
    isAfterBlank = isBlank;
    start = end + 1;
  }
  return lines;
}

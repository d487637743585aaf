import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';

/** One row of the log in words; what a filter compares. */
export interface LogRow {
  readonly seq: number;
  readonly tPs: number;
  readonly tlpId: number;
  readonly flow: number;
  readonly hop: number;
  readonly kind: string;
  /** `00`, `01`, `10`. */
  readonly at: string;
  readonly t: string;
  readonly from: string;
  readonly to: string;
  readonly address: string;
  readonly where: string;
  readonly verdict: string;
  readonly rule: string;
}

/** Decides whether a row is shown. */
export type LogFilter = (row: LogRow) => boolean;

const FIELDS: Readonly<Record<string, (row: LogRow) => string>> = {
  kind: (row) => row.kind,
  at: (row) => row.at,
  t: (row) => row.t,
  dev: (row) => `${row.from} ${row.to} ${row.where}`,
  rule: (row) => row.rule,
  verdict: (row) => row.verdict,
  addr: (row) => row.address.replaceAll('_', ''),
  tlp: (row) => String(row.tlpId),
};

/** Fields that must match as a whole; the others match by a part. */
const WHOLE = new Set(['at', 't', 'tlp']);

function term(word: string): Result<LogFilter, string> {
  const named = /^([a-z]+):(.*)$/i.exec(word);
  if (named === null) {
    const part = word.toLowerCase();
    return ok((row) =>
      Object.values(FIELDS).some((field) => field(row).toLowerCase().includes(part)),
    );
  }
  const name = (named[1] ?? '').toLowerCase();
  const wanted = (named[2] ?? '').toLowerCase().replaceAll('_', '');
  const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (field === undefined) {
    return err(`${name}: is not a field; there are ${Object.keys(FIELDS).join(', ')}.`);
  }
  if (wanted === '') return err(`${name}: needs a value, for example ${name}:${EXAMPLES[name]}.`);
  const isWhole = WHOLE.has(name);
  const pattern = wanted.replace(/\.+$/, '');
  return ok((row) => {
    const value = field(row).toLowerCase();
    return isWhole ? value === wanted : value.includes(pattern);
  });
}

const EXAMPLES: Readonly<Record<string, string>> = {
  kind: 'mwr',
  at: '10',
  t: '1',
  dev: 'gpu0',
  rule: 'acs-rr',
  verdict: 'fault',
  addr: '0x40',
  tlp: '3',
};

/**
 * Reads a filter: words separated by blanks, all of which must match. `kind: at: t: dev: rule: verdict: addr: tlp:`
 * name a field; any other word is searched in all of them.
 *
 * @returns the filter, or one sentence about the first word that cannot be read.
 */
export function parseLogFilter(text: string): Result<LogFilter, string> {
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const filters: LogFilter[] = [];
  for (const word of words) {
    const one = term(word);
    if (!one.ok) return one;
    filters.push(one.value);
  }
  return ok((row) => filters.every((filter) => filter(row)));
}

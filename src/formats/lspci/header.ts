import { parseBdf } from '../../core/base/bdf.ts';
import type { Bdf } from '../../core/base/bdf.ts';

/** The first line of a record, taken apart. What is not printed is null. */
export interface Header {
  /** Bridges above it, outermost first, as `-P` and `-PP` print them; empty otherwise. */
  readonly path: readonly PathStep[];
  readonly bdf: PathStep;
  readonly className: string | null;
  readonly classCode: string | null;
  readonly name: string | null;
  readonly vendorId: string | null;
  readonly deviceId: string | null;
  readonly isSubtractive: boolean;
}

/** A function in a path. `-P` leaves the bus of every step but the first away. */
export interface PathStep {
  readonly segment: number;
  readonly bus: number | null;
  readonly device: number;
  readonly fn: number;
}

const HEADER_START = /^(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7](?:\/|\s|$)/i;
const STEP = /^([0-9a-f]{2})\.([0-7])$/i;
const NUMERIC = /^(?:Class )?([0-9a-f]{4}): (?:Device )?([0-9a-f]{4}):([0-9a-f]{4})(?=\s|$)/i;
const PROG_IF = / \(prog-if ([0-9a-f]{2})(?: \[[^\]]*\]?)?\)?\s*$/i;
const REVISION = / \(rev [0-9a-f]{2}\)\s*$/i;
const IDS = / \[([0-9a-f]{4}):([0-9a-f]{4})\]\s*$/i;
const CLASS_CODE = / \[([0-9a-f]{4})\]$/i;

function parsePath(token: string): PathStep[] | null {
  const steps: PathStep[] = [];
  for (const part of token.split('/')) {
    const full: Bdf | null = parseBdf(part);
    const first = steps[0];
    if (full !== null) {
      steps.push(first === undefined ? full : { ...full, segment: first.segment });
      continue;
    }
    const short = STEP.exec(part);
    const device = Number.parseInt(short?.[1] ?? '', 16);
    if (short === null || first === undefined || device > 31) return null;
    steps.push({ segment: first.segment, bus: null, device, fn: Number(short[2]) });
  }
  return steps;
}

/** Whether a cleaned line can only be the first line of a record: a BDF or a path in column 0. */
export function isHeader(line: string): boolean {
  return HEADER_START.test(line);
}

/**
 * Takes a record's first line apart, by the grammar of import-formats.md §1.1: the class up to the first `: `
 * after the address, the IDs from the right.
 *
 * @returns null where the line does not start with an address, or what follows is no header.
 * @source pciutils lspci.c show_terse()
 */
export function parseHeader(line: string): Header | null {
  if (!isHeader(line)) return null;
  const end = line.search(/\s|$/);
  const steps = parsePath(line.slice(0, end));
  const bdf = steps?.at(-1);
  if (steps === null || bdf === undefined) return null;
  const base = { path: steps.slice(0, -1), bdf };
  let rest = line.slice(end).trim();
  const progIf = PROG_IF.exec(rest);
  if (progIf !== null) rest = rest.slice(0, progIf.index);
  rest = rest.replace(REVISION, '');
  const numeric = NUMERIC.exec(rest);
  if (numeric !== null) {
    const classCode = numeric[1]?.toLowerCase() ?? null;
    return {
      ...base,
      className: null,
      classCode,
      name: null,
      vendorId: numeric[2]?.toLowerCase() ?? null,
      deviceId: numeric[3]?.toLowerCase() ?? null,
      isSubtractive: classCode === '0604' && progIf?.[1] === '01',
    };
  }
  const ids = IDS.exec(rest);
  if (ids !== null) rest = rest.slice(0, ids.index);
  const colon = rest.endsWith(':') ? rest.length - 1 : rest.indexOf(': ');
  const classText = colon < 0 ? rest : rest.slice(0, colon);
  const code = CLASS_CODE.exec(classText);
  const className = (code === null ? classText : classText.slice(0, code.index)).trim();
  const name = colon < 0 ? '' : rest.slice(colon + 2).trim();
  return {
    ...base,
    className: className === '' ? null : className.slice(0, 100),
    classCode: code?.[1]?.toLowerCase() ?? null,
    name: name === '' ? null : name.slice(0, 160),
    vendorId: ids?.[1]?.toLowerCase() ?? null,
    deviceId: ids?.[2]?.toLowerCase() ?? null,
    isSubtractive: /bridge/i.test(className) && progIf?.[1] === '01',
  };
}

import { formatBdf } from '../../core/base/bdf.ts';
import type { Bdf } from '../../core/base/bdf.ts';
import { emptyFacts } from '../facts.ts';
import type { FunctionFacts } from '../facts.ts';
import type { Line } from '../lines.ts';
import { ignoreLine } from '../privacy.ts';
import type { Place, Report } from '../report.ts';

/*
 * `lspci -t`, `-tv`, `-tvnn`: parent and child are told by column. The functions of a bracket start at the column
 * right after its dashes; `+-` and `\-` rows below in that column are its further functions.
 * @source import-formats.md §3; pciutils ls-tree.c
 */

const ROOT = /^[ -](?:[+\\]-)?-?\[([0-9a-f]{4,8}):([0-9a-f]{2})\]-/i;
const DEVICE = /^([0-9a-f]{2})\.([0-7])/i;
const BUSES = /^-\[([0-9a-f]{2})(?:-([0-9a-f]{2}))?\]-/i;
const ROW = /^[ |]*[+\\]-/;

/** An open bracket: the bus whose functions start at `column`. */
interface Level {
  readonly column: number;
  readonly segment: number;
  readonly bus: number;
  readonly bridge: Bdf | 'root';
}

interface Reader {
  readonly functions: FunctionFacts[];
  readonly report: Report;
  levels: Level[];
}

/** Adds a function and, where a name in parentheses of `-nn` follows, its numeric IDs. */
function addFunction(reader: Reader, level: Level, match: RegExpExecArray, place: Place) {
  const bdf: Bdf = {
    segment: level.segment,
    bus: level.bus,
    device: Number.parseInt(match[1] ?? '', 16),
    fn: Number(match[2]),
  };
  if (bdf.device > 31) return null;
  const facts = emptyFacts(bdf, place);
  facts.parent = level.bridge;
  reader.functions.push(facts);
  reader.report.read.push({ ...place, fact: formatBdf(bdf) });
  return facts;
}

/** Reads `DD.F-[ss-uu]-...` or `DD.F  name` at `at`; follows one-child levels on the same line. */
function readFunctions(reader: Reader, text: string, start: number, place: Place): boolean {
  let at = start;
  for (;;) {
    const level = reader.levels.at(-1);
    const device = DEVICE.exec(text.slice(at));
    const facts =
      level === undefined || device === null ? null : addFunction(reader, level, device, place);
    if (level === undefined || device === null || facts === null) return false;
    at += device[0].length;
    const buses = BUSES.exec(text.slice(at));
    if (buses === null) {
      readName(facts, text.slice(at));
      return true;
    }
    const secondary = Number.parseInt(buses[1] ?? '', 16);
    const subordinate = buses[2] === undefined ? secondary : Number.parseInt(buses[2], 16);
    facts.isBridge = true;
    facts.bridge = { secondary, subordinate };
    const next = openBus(reader, text, at + buses[0].length, facts.bdf, secondary, level.segment);
    if (next === null) return true;
    at = next;
  }
}

/**
 * Opens the bus after a bracket. Dashes or `+-` lead to its first function; nothing after them: the bus is empty.
 *
 * @returns where that function starts, or null.
 */
function openBus(
  reader: Reader,
  text: string,
  start: number,
  bridge: Bdf | 'root',
  bus: number,
  segment: number,
): number | null {
  let at = start;
  while (text[at] === '-') at++;
  if (text[at] === '+' && text[at + 1] === '-') {
    reader.levels.push({ column: at, segment, bus, bridge });
    return at + 2;
  }
  if (!DEVICE.test(text.slice(at))) return null;
  reader.levels.push({ column: at - 2, segment, bus, bridge });
  return at;
}

function readName(facts: FunctionFacts, after: string): void {
  // A bridge whose secondary bus is 0 prints a dash alone.
  if (/^-\s*$/.test(after)) facts.isBridge = true;
  let name = after.trim();
  const ids = /\s?\[([0-9a-f]{4}):([0-9a-f]{4})\]$/i.exec(name);
  if (ids !== null) {
    facts.vendorId = ids[1]?.toLowerCase() ?? null;
    facts.deviceId = ids[2]?.toLowerCase() ?? null;
    name = name.slice(0, ids.index);
  }
  if (name !== '' && name !== '-') facts.name = name.slice(0, 160);
}

function readRoot(reader: Reader, text: string, root: RegExpExecArray, place: Place): boolean {
  const segment = Number.parseInt(root[1] ?? '', 16);
  const bus = Number.parseInt(root[2] ?? '', 16);
  reader.levels = [];
  reader.report.read.push({ ...place, fact: `root bus ${root[1]}:${root[2]}` });
  const start = openBus(reader, text, root[0].length, 'root', bus, segment);
  return start === null || readFunctions(reader, text, start, place);
}

function readRow(reader: Reader, text: string, place: Place): boolean {
  const column = (ROW.exec(text)?.[0].length ?? 2) - 2;
  const level = reader.levels.findIndex((one) => one.column === column);
  if (level < 0) return false;
  reader.levels = reader.levels.slice(0, level + 1);
  return readFunctions(reader, text, column + 2, place);
}

/**
 * Takes the lines of `lspci -t` trees out of a text.
 *
 * @returns the functions with their parents; `damaged`: the first row whose column fits no open bracket, because
 *   blanks were lost: the tree cannot be told from it.
 */
export function takeTree(
  lines: readonly Line[],
  at: (line: number) => Place,
  report: Report,
): { readonly functions: FunctionFacts[]; readonly rest: Line[]; readonly damaged: Line | null } {
  const reader: Reader = { functions: [], report, levels: [] };
  const rest: Line[] = [];
  let isInside = false;
  let damaged: Line | null = null;
  for (const line of lines) {
    const { text } = line;
    const root = ROOT.exec(text);
    const isRow = root === null && isInside && ROW.test(text);
    if (root === null && !isRow) {
      isInside = isInside && /^[ |]*$/.test(text) && text.trim() !== '';
      rest.push(line);
      continue;
    }
    isInside = true;
    const place = at(line.number);
    const isRead =
      root === null ? readRow(reader, text, place) : readRoot(reader, text, root, place);
    if (isRead) continue;
    ignoreLine(report, place, text, 'its column fits no bus of the tree above: blanks were lost');
    damaged = damaged ?? line;
  }
  return { functions: reader.functions, rest, damaged };
}

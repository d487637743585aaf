import { formatBdf } from '../../core/base/bdf.ts';
import type { Bdf } from '../../core/base/bdf.ts';
import { emptyFacts } from '../facts.ts';
import type { FunctionFacts } from '../facts.ts';
import { importDump } from '../hexdump/import-dump.ts';
import type { Line } from '../lines.ts';
import { ignoreLine, noteDropped } from '../privacy.ts';
import type { Place, Report } from '../report.ts';
import { readDetail } from './details.ts';
import type { RecordState } from './details.ts';
import type { Header, PathStep } from './header.ts';
import { splitRecords } from './records.ts';
import type { LspciRecord } from './records.ts';

const REASONS = {
  damaged: 'a line of lspci that cannot be read: damaged or cut',
  unknown: 'not understood',
} as const;

/** Classes by their name whose header has a bus below, so that a listing without `Bus:` lines knows bridges. */
const BRIDGE_CLASS = /^(?:PCI|PCIe|Semi-transparent PCI-to-PCI|CardBus|PCI-to-PCI) bridge/i;

/** A place in one file, for every line of it. */
export type PlaceAt = (line: number) => Place;

function isBridgeClass(header: Header): boolean {
  return header.classCode === '0604' || BRIDGE_CLASS.test(header.className ?? '');
}

/** Decides the kind of a function whose whole capability list was printed and holds no Express capability. */
function conventionalKind(facts: FunctionFacts): FunctionFacts['kind'] {
  if (facts.isBridge === true) return 'conventional-bridge';
  if (facts.classCode === '0600') return 'host-bridge';
  const isNamedHostBridge = facts.classCode === null && facts.className === 'Host bridge';
  return isNamedHostBridge || (facts.classCode === null && facts.className === null)
    ? null
    : 'conventional';
}

function finish(state: RecordState, header: Header): void {
  const { facts } = state;
  if (state.sawDenied) facts.capabilities = 'denied';
  else if (state.sawControl) facts.capabilities = 'full';
  else if (state.sawFlags) facts.capabilities = 'names';
  if (facts.isBridge === null) {
    if (isBridgeClass(header)) facts.isBridge = true;
    else if (state.sawControl || state.sawFlags) facts.isBridge = false;
  }
  const isListed = facts.capabilities === 'full' || facts.capabilities === 'names';
  if (isListed && facts.answers && !facts.hasExpress) facts.kind = conventionalKind(facts);
}

/** The function's address; `-P` prints no bus numbers, so the bus is that behind the bridge with the same path. */
function resolve(
  header: Header,
  secondaryOf: ReadonlyMap<string, number>,
): {
  readonly bdf: Bdf | null;
  readonly parent: Bdf | 'root' | null;
} {
  const key = (steps: readonly PathStep[]): string =>
    steps.map((step) => `${step.device}.${step.fn}`).join('/');
  const all = [...header.path, header.bdf];
  const first = all[0] ?? header.bdf;
  let parent: Bdf | 'root' | null = header.path.length > 0 ? 'root' : null;
  let bus = first.bus;
  for (let depth = 1; depth <= all.length; depth++) {
    const step = all[depth - 1];
    if (step === undefined) break;
    if (depth > 1) {
      bus =
        step.bus ??
        secondaryOf.get(`${first.segment}:${first.bus}/${key(all.slice(0, depth - 1))}`) ??
        null;
    }
    if (bus === null) return { bdf: null, parent: null };
    const here = { segment: step.segment, bus, device: step.device, fn: step.fn };
    if (depth === all.length) return { bdf: here, parent };
    parent = here;
  }
  return { bdf: null, parent: null };
}

function pathKey(header: Header): string {
  const all = [...header.path, header.bdf];
  const first = all[0] ?? header.bdf;
  return `${first.segment}:${first.bus}/${all.map((step) => `${step.device}.${step.fn}`).join('/')}`;
}

function readRecord(record: LspciRecord, facts: FunctionFacts, report: Report, at: PlaceAt): void {
  const { header } = record;
  facts.name = header.name;
  facts.className = header.className;
  // All ones in the ID registers: nothing answers there.
  const isAbsent = header.vendorId === 'ffff' || header.classCode === 'ffff';
  facts.answers = !isAbsent;
  facts.vendorId = isAbsent ? null : header.vendorId;
  facts.deviceId = isAbsent ? null : header.deviceId;
  facts.classCode = isAbsent ? null : header.classCode;
  facts.isSubtractive = header.isSubtractive;
  const bdf = formatBdf(facts.bdf);
  const what = header.className ?? (header.classCode === null ? '' : `class ${header.classCode}`);
  report.read.push({ ...at(record.line), fact: `${bdf} ${what}`.trim() });
  const state: RecordState = {
    facts,
    context: 'none',
    sawControl: false,
    sawFlags: false,
    sawDenied: false,
  };
  for (const { line, text } of record.properties) {
    const outcome = readDetail(state, text);
    if (outcome === 'fact') report.read.push({ ...at(line), fact: `${bdf} ${text.slice(0, 200)}` });
    else if (outcome === 'private') noteDropped(report, at(line), 'serial number');
    else if (outcome !== 'known') ignoreLine(report, at(line), text, REASONS[outcome]);
  }
  finish(state, header);
}

/**
 * Reads a listing of `lspci` at any verbosity.
 *
 * @returns one entry per record, in order of appearance (a function listed twice has two entries), and for each
 *   what the registers in its hexdump say.
 */
export function importLspci(
  lines: readonly Line[],
  report: Report,
  at: PlaceAt,
): { readonly functions: FunctionFacts[]; readonly dumps: FunctionFacts[] } {
  const { records, strays } = splitRecords(lines);
  for (const { line, text, reason } of strays) report.ignored.push({ ...at(line), text, reason });
  const secondaryOf = new Map<string, number>();
  const functions: FunctionFacts[] = [];
  const dumps: FunctionFacts[] = [];
  for (const record of records) {
    const { bdf, parent } = resolve(record.header, secondaryOf);
    if (bdf === null) {
      const reason =
        'path without bus numbers below a bridge whose buses are not printed; use lspci -PP';
      ignoreLine(report, at(record.line), record.header.name ?? 'function', reason);
      continue;
    }
    const facts = emptyFacts(bdf, at(record.line));
    facts.parent = parent;
    readRecord(record, facts, report, at);
    if (facts.bridge !== null) secondaryOf.set(pathKey(record.header), facts.bridge.secondary);
    functions.push(facts);
    const dump = importDump(bdf, record.rows, at, report);
    if (dump !== null) dumps.push(dump);
  }
  return { functions, dumps };
}

import { compareBdf, formatBdf } from '../core/base/bdf.ts';
import type { FactBar, FunctionFacts } from './facts.ts';
import { CONTRADICTS } from './report.ts';
import type { Place, Report } from './report.ts';

/** Fields that are one value each; the rest is merged by hand below. */
const PLAIN = [
  'name',
  'className',
  'vendorId',
  'deviceId',
  'classCode',
  'kind',
  'isBridge',
  'parent',
  'portNumber',
  'linkGigabytesPerSecond',
  'mps',
  'mpsSupported',
  'mrrs',
  'rcb',
  'memoryDecode',
  'busMaster',
  'multifunction',
  'numaNode',
  'iommuGroup',
  'driver',
  'ats',
  'pasid',
  'pri',
  'sriov',
] as const;

type PlainKey = (typeof PLAIN)[number];

/** Texts differ with the ID list and the verbosity of the tool: a difference is no contradiction. */
const NO_CONFLICT: ReadonlySet<PlainKey> = new Set(['name', 'className', 'parent', 'driver']);

function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return JSON.stringify(a) === JSON.stringify(b);
}

function weight(facts: FunctionFacts): number {
  const plain = PLAIN.filter((key) => facts[key] !== null && !NO_CONFLICT.has(key)).length;
  const more = [facts.acs, facts.link, facts.bridge].filter((value) => value !== null).length;
  const listed = { full: 8, names: 2, denied: 1 }[facts.capabilities ?? 'denied'];
  return plain + more + facts.bars.length + (facts.answers ? listed : 0);
}

function mergeBars(into: FunctionFacts, from: FunctionFacts): void {
  const fill = (bar: FactBar): FactBar => {
    const twin = from.bars.find((other) =>
      bar.index !== null && other.index !== null
        ? other.index === bar.index
        : other.address !== null && other.address === bar.address,
    );
    if (twin === undefined) return bar;
    return {
      ...bar,
      index: bar.index ?? twin.index,
      address: bar.address ?? twin.address,
      sizeBytes: bar.sizeBytes ?? twin.sizeBytes,
    };
  };
  into.bars = into.bars.length === 0 ? from.bars : into.bars.map(fill);
  if (into.vfBars.length === 0) into.vfBars = from.vfBars;
}

function mergeAcs(into: FunctionFacts, from: FunctionFacts): void {
  if (from.acs === null) return;
  const acs = into.acs ?? { capability: null, control: null, egressVector: null };
  // A dump holds the enhanced bits and the egress vector, which no text prints; it adds them where both agree.
  const agrees = (a: number | null, b: number | null): boolean =>
    a !== null && b !== null && (a & 0x7f) === (b & 0x7f);
  const wider = (a: number | null, b: number | null): number | null =>
    a === null ? b : agrees(a, b) && (b ?? 0) > a ? b : a;
  into.acs = {
    capability: wider(acs.capability, from.acs.capability),
    control: wider(acs.control, from.acs.control),
    egressVector: acs.egressVector ?? from.acs.egressVector,
  };
}

function mergeLink(into: FunctionFacts, from: FunctionFacts): void {
  if (from.link === null) return;
  const a = into.link;
  const b = from.link;
  // XML states the limit of a link, a listing what was trained: each fills what the other lacks.
  into.link = {
    speedGtps: a?.speedGtps ?? b.speedGtps,
    width: a?.width ?? b.width,
    maxSpeedGtps: a?.maxSpeedGtps ?? b.maxSpeedGtps,
    maxWidth: a?.maxWidth ?? b.maxWidth,
  };
}

function conflicts(kept: FunctionFacts, other: FunctionFacts): string[] {
  const found: string[] = [];
  const compare = (name: string, a: unknown, b: unknown): void => {
    if (a !== null && b !== null && a !== undefined && b !== undefined && !sameValue(a, b)) {
      found.push(`${name} ${JSON.stringify(a)} here, ${JSON.stringify(b)} there`);
    }
  };
  for (const key of PLAIN) if (!NO_CONFLICT.has(key)) compare(key, kept[key], other[key]);
  if (kept.acs !== null && other.acs !== null) {
    const low = (word: number | null): number | null => (word === null ? null : word & 0x7f);
    compare('ACS capability', low(kept.acs.capability), low(other.acs.capability));
    compare('ACS control', low(kept.acs.control), low(other.acs.control));
  }
  compare('link speed', kept.link?.speedGtps, other.link?.speedGtps);
  compare('link width', kept.link?.width, other.link?.width);
  compare('secondary bus', kept.bridge?.secondary, other.bridge?.secondary);
  return found;
}

/** A document has no lines. */
function saidAt({ line, file }: Place): string {
  if (line === 0) return 'the open machine';
  return `line ${line}${file === undefined ? '' : ` of ${file}`}`;
}

function mergePair(a: FunctionFacts, b: FunctionFacts, report: Report): FunctionFacts {
  const [kept, other] = weight(b) > weight(a) ? [b, a] : [a, b];
  for (const conflict of conflicts(kept, other)) {
    report.ignored.push({
      ...other.place,
      text: `${formatBdf(other.bdf)} ${conflict}`,
      reason: `${CONTRADICTS}${saidAt(kept.place)}, which ${kept.place.line === 0 ? 'is kept' : 'says more and is kept'}`,
    });
  }
  const into: FunctionFacts = { ...kept };
  for (const key of PLAIN) if (into[key] === null) Object.assign(into, { [key]: other[key] });
  into.hasExpress = kept.hasExpress || other.hasExpress;
  into.answers = kept.answers && other.answers;
  into.isSubtractive = kept.isSubtractive || other.isSubtractive;
  const ranks = ['full', 'names', 'denied'] as const;
  into.capabilities =
    ranks.find((rank) => kept.capabilities === rank || other.capabilities === rank) ?? null;
  if (other.bridge !== null) into.bridge = { ...other.bridge, ...kept.bridge };
  mergeBars(into, other);
  mergeAcs(into, other);
  mergeLink(into, other);
  return into;
}

/**
 * Merges what several records, formats or files state about the same function. The record that says more wins,
 * field by field; where two disagree the report says so.
 *
 * @returns one entry per function, in BDF order.
 */
export function mergeFacts(all: readonly FunctionFacts[], report: Report): FunctionFacts[] {
  const byBdf = new Map<string, FunctionFacts>();
  for (const facts of all) {
    const key = formatBdf(facts.bdf);
    const before = byBdf.get(key);
    byBdf.set(key, before === undefined ? facts : mergePair(before, facts, report));
  }
  return [...byBdf.values()].sort((a, b) => compareBdf(a.bdf, b.bdf));
}

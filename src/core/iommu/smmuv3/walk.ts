import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { readBits, readNumber } from '../fields.ts';
import { mairType, shareabilityOf } from './attributes.ts';
import type { CacheKey, SmmuCache, Tag } from './cache.ts';
import { decodeDescriptor } from './descriptor.ts';
import type { Descriptor } from './descriptor.ts';
import type { EventName, Fault, FaultClass } from './events.ts';
import { contiguousEntries, indexBits, levelShift } from './geometry.ts';
import type { TableShape } from './geometry.ts';
import { CD, STE } from './layout.ts';
import { isStage2Device, outputOf, stage2Permissions } from './leaf.ts';
import type { Stage1Leaf, Stage2Leaf } from './leaf.ts';
import { stage1Shape, stage2Shape } from './shape.ts';
import type { FetchStep, Leaf, Pas, SmmuView } from './types.ts';

/** One translation under way: where it reads, and what it has read so far. */
export interface Walk {
  readonly view: SmmuView;
  readonly steps: FetchStep[];
  /** What the SMMU remembers; null: nothing, every walk is cold. */
  readonly cache: SmmuCache | null;
}

/** The regime of a stream: VMID where stage 2 is on, ASID where stage 1 is. @source Arm IHI 0070 §3.17 */
export function tagOf(ste: readonly bigint[], cd: readonly bigint[] | null): Tag {
  const hasSecond = (readNumber(ste, STE.Config) & 2) !== 0;
  return {
    world: readNumber(ste, STE.STRW) >= 2 ? 'EL2' : 'EL1',
    vmid: hasSecond ? readNumber(ste, STE.S2VMID) : null,
    asid: cd === null ? null : readNumber(cd, CD.ASID),
  };
}

/**
 * Takes a structure from the cache, its reads marked as cached, or reads it and keeps what `isKept` allows.
 */
export function throughCache(
  walk: Walk,
  key: CacheKey,
  read: () => Result<bigint[], Fault>,
  isKept: (words: readonly bigint[]) => boolean = () => true,
): Result<readonly bigint[], Fault> {
  const { cache, steps } = walk;
  if (cache === null) return read();
  const kept = cache.structure(key);
  if (kept !== undefined) {
    for (const step of kept) steps.push({ ...step, isCached: true });
    return ok(kept.at(-1)?.words ?? []);
  }
  const from = steps.length;
  const words = read();
  if (words.ok && isKept(words.value)) cache.keepStructure(key, steps.slice(from));
  return words;
}

/** What a stage-2 walk is for: its fault class, and the level of the stage-1 table that it reaches. */
export interface Purpose {
  readonly class: FaultClass;
  readonly forLevel: number | null;
}

const INPUT: Purpose = { class: 'IN', forLevel: null };

type LeafDescriptor = Extract<Descriptor, { kind: 'leaf' }>;

/** Base address space of the tables of an interface: a Realm's tables are Realm memory. */
export function tablePas(view: SmmuView): Pas {
  return view.security === 'REALM' ? 'REALM' : 'NS';
}

function leafOf(shape: TableShape, level: number, leaf: LeafDescriptor): Leaf {
  const sizeBytes = 2 ** levelShift(shape.granule, level);
  const reach = leaf.contiguous ? sizeBytes * contiguousEntries(shape.granule, level) : sizeBytes;
  return { level, sizeBytes, reachBytes: reach, base: leaf.address };
}

/** Masks of so many low bits, ready made: every level of every walk needs one. */
const LOW_BITS: readonly bigint[] = Array.from({ length: 64 }, (_, n) => (1n << BigInt(n)) - 1n);

/** Address of the entry that `input` selects in a table. */
function entryAddress(shape: TableShape, level: number, table: bigint, input: bigint): bigint {
  const { high, low } = indexBits(shape, level);
  const index = (input >> BigInt(low)) & (LOW_BITS[high - low + 1] ?? 0n);
  return table + (index << 3n);
}

/** Translation, then address size: the first two checks of every entry. */
function entryProblem(
  descriptor: Descriptor,
  outputBits: number,
): 'F_TRANSLATION' | 'F_ADDR_SIZE' | null {
  if (descriptor.kind === 'invalid' || descriptor.kind === 'reserved') return 'F_TRANSLATION';
  return descriptor.address >> BigInt(outputBits) === 0n ? null : 'F_ADDR_SIZE';
}

/** Reads one structure or entry, and writes the read into the log. */
export function fetch(
  walk: Walk,
  step: Omit<FetchStep, 'words' | 'isCached' | 'refusal'>,
  count: number,
): Result<bigint[], 'external' | 'gpf'> {
  const read = walk.view.memory.read(step.pas, step.address, count);
  const words = read.ok ? read.value : [];
  const { structure, level, input, high, low, purpose, forLevel, pas, address } = step;
  const refusal = read.ok ? null : read.error;
  // Field by field: every read of every walk comes through here.
  walk.steps.push({
    structure,
    level,
    input,
    high,
    low,
    purpose,
    forLevel,
    pas,
    address,
    words,
    isCached: false,
    refusal,
  });
  return read;
}

function stage2Fault(event: EventName, ipa: bigint, level: number, purpose: Purpose): Fault {
  const where = { class: purpose.class, level, ipa, fetchAddress: null, gpcf: false };
  return { event, s2: true, ...where };
}

/**
 * Walks stage 2 for one IPA: reads entries until a leaf, checks translation, address size and access flag.
 * Permission is the caller's: an ATS Translation Request reports it instead of faulting.
 *
 * @source Arm DDI 0487 D8.2, D8.3; Arm IHI 0070 §3.3
 */
export function walkStage2(
  walk: Walk,
  ste: readonly bigint[],
  ipa: bigint,
  purpose: Purpose = INPUT,
): Result<Stage2Leaf, Fault> {
  const shape = stage2Shape(ste, walk.view.features.oas);
  const fail = (event: EventName, level: number): Result<never, Fault> =>
    err(stage2Fault(event, ipa, level, purpose));
  if (shape === null || ipa >> BigInt(shape.inputBits) !== 0n) return fail('F_TRANSLATION', 0);
  const tag = tagOf(ste, null);
  const ownPas = tablePas(walk.view);
  let table = shape.base;
  for (let level = shape.startLevel; ; level++) {
    const address = entryAddress(shape, level, table, ipa);
    const wanted: Wanted = { shape, level, input: ipa, stage: 2, tag, purpose };
    const read = (): Result<bigint[], Fault> => readEntry(walk, wanted, address, ownPas);
    const descriptor = entryAt(walk, wanted, read);
    if (!descriptor.ok) return descriptor;
    const problem = entryProblem(descriptor.value, shape.outputBits);
    if (problem !== null) return fail(problem, level);
    if (descriptor.value.kind === 'table') {
      table = descriptor.value.address;
    } else if (descriptor.value.kind === 'leaf') {
      const found = descriptor.value;
      if (!found.af && readNumber(ste, STE.S2AFFD) === 0) return fail('F_ACCESS', level);
      const { memAttr, sh, ap, xn } = found;
      const pas = walk.view.security === 'REALM' && !found.ns ? 'REALM' : 'NS';
      return ok({ ...leafOf(shape, level, found), memAttr, sh, ap, xn, pas });
    }
  }
}

/** One level of a walk: which table entry is wanted, and what for. */
interface Wanted {
  readonly shape: TableShape;
  readonly level: number;
  readonly input: bigint;
  readonly stage: 1 | 2;
  readonly tag: Tag;
  readonly purpose: Purpose;
}

function readEntry(walk: Walk, wanted: Wanted, address: bigint, pas: Pas): Result<bigint[], Fault> {
  const { shape, level, input, purpose, stage } = wanted;
  const { high, low } = indexBits(shape, level);
  const step = {
    structure: stage === 1 ? ('S1' as const) : ('S2' as const),
    level,
    input,
    high,
    low,
    purpose: purpose.class,
    forLevel: purpose.forLevel,
    pas,
    address,
  };
  const read = fetch(walk, step, 1);
  if (read.ok) return read;
  return err({
    event: 'F_WALK_EABT',
    s2: stage === 2,
    class: stage === 1 ? 'TT' : purpose.class,
    level,
    ipa: null,
    fetchAddress: address,
    gpcf: read.error === 'gpf',
  });
}

/** The entry of one level, from the cache of table pointers or from memory, taken apart. */
function entryAt(
  walk: Walk,
  wanted: Wanted,
  read: () => Result<bigint[], Fault>,
): Result<Descriptor, Fault> {
  const { shape, level, input, stage, tag } = wanted;
  const where = { granule: shape.granule, level, is52: walk.view.features.oas > 48 };
  const decode = (words: readonly bigint[]): Descriptor => decodeDescriptor(words[0] ?? 0n, where);
  if (walk.cache === null) {
    const words = read();
    return words.ok ? ok(decode(words.value)) : words;
  }
  const shift = levelShift(shape.granule, level);
  const page = input >> BigInt(shift);
  const key = { kind: 'table', tag, stage, level, page, shift } as const;
  const isPointer = (words: readonly bigint[]): boolean => {
    const descriptor = decode(words);
    return descriptor.kind === 'table' && entryProblem(descriptor, shape.outputBits) === null;
  };
  const words = throughCache(walk, key, read, isPointer);
  return words.ok ? ok(decode(words.value)) : words;
}

/**
 * Translates the address of a CD or of a stage-1 table through stage 2, for the SMMU's own read.
 *
 * @returns F_PERMISSION where stage 2 forbids reading it, or where S2PTW=1 and it is Device memory.
 */
export function translateTableAddress(
  walk: Walk,
  ste: readonly bigint[],
  ipa: bigint,
  purpose: Purpose,
): Result<{ readonly pa: bigint; readonly pas: Pas }, Fault> {
  const leaf = walkStage2(walk, ste, ipa, purpose);
  if (!leaf.ok) return leaf;
  const isDevice = isStage2Device(ste, leaf.value.memAttr);
  const isRefused = isDevice && readNumber(ste, STE.S2PTW) === 1;
  if (!stage2Permissions(leaf.value, true).read || isRefused) {
    return err(stage2Fault('F_PERMISSION', ipa, leaf.value.level, purpose));
  }
  return ok({ pa: outputOf(leaf.value, ipa), pas: leaf.value.pas });
}

/** A stage-1 fault carries no IPA. */
function stage1Fault(event: EventName, level: number): Fault {
  return { event, s2: false, class: 'IN', level, ipa: null, fetchAddress: null, gpcf: false };
}

/** Strips the top byte where TBI0 says so: bits [63:56] become copies of bit 55. */
export function stage1Input(cd: readonly bigint[], address: bigint): bigint {
  if (readNumber(cd, CD.TBI0) === 0) return address;
  return BigInt.asUintN(64, BigInt.asIntN(56, address));
}

function stage1Leaf(
  cd: readonly bigint[],
  shape: TableShape,
  level: number,
  found: LeafDescriptor,
  limits: Limits,
): Stage1Leaf {
  const mair = readBits(cd, CD.MAIR);
  const type = mairType(Number((mair >> BigInt(8 * found.attrIndx)) & 0xffn));
  return {
    ...leafOf(shape, level, found),
    attributes: { type, sh: shareabilityOf(found.sh) },
    isReadOnly: (found.ap & 2) !== 0 || limits.isReadOnly,
    isUnprivileged: (found.ap & 1) !== 0 && !limits.isPrivileged,
    uxn: (found.xn & 2) !== 0 || limits.isXn,
    pxn: (found.xn & 1) !== 0 || limits.isPxn,
    isGlobal: !found.notGlobal,
  };
}

/** What the table entries on the way have taken away; it accumulates downwards. */
interface Limits {
  readonly isReadOnly: boolean;
  readonly isPrivileged: boolean;
  readonly isXn: boolean;
  readonly isPxn: boolean;
}

function narrow(limits: Limits, table: Extract<Descriptor, { kind: 'table' }>): Limits {
  return {
    isReadOnly: limits.isReadOnly || (table.apTable & 2) !== 0,
    isPrivileged: limits.isPrivileged || (table.apTable & 1) !== 0,
    isXn: limits.isXn || table.xnTable,
    isPxn: limits.isPxn || table.pxnTable,
  };
}

/**
 * Walks stage 1 for one input address; where stage 2 is on, every table address goes through it.
 * Checks translation, address size and access flag; permission is the caller's.
 *
 * @source Arm DDI 0487 D8.2, D8.3; Arm IHI 0070 §5.4
 */
export function walkStage1(
  walk: Walk,
  cd: readonly bigint[],
  ste: readonly bigint[],
  address: bigint,
): Result<Stage1Leaf, Fault> {
  const shape = stage1Shape(cd, walk.view.features.oas);
  const input = stage1Input(cd, address);
  const isOff = readNumber(cd, CD.EPD0) === 1;
  if (shape === null || isOff || input >> BigInt(shape.inputBits) !== 0n) {
    return err(stage1Fault('F_TRANSLATION', 0));
  }
  let table = shape.base;
  const hasSecond = (readNumber(ste, STE.Config) & 2) !== 0;
  const tag = tagOf(ste, cd);
  let limits: Limits = { isReadOnly: false, isPrivileged: false, isXn: false, isPxn: false };
  for (let level = shape.startLevel; ; level++) {
    const wanted: Wanted = { shape, level, input, stage: 1, tag, purpose: INPUT };
    const address = entryAddress(shape, level, table, input);
    const descriptor = entryAt(walk, wanted, () => {
      if (!hasSecond) return readEntry(walk, wanted, address, tablePas(walk.view));
      const purpose = { class: 'TT', forLevel: level } as const;
      const through = translateTableAddress(walk, ste, address, purpose);
      if (!through.ok) return through;
      return readEntry(walk, wanted, through.value.pa, through.value.pas);
    });
    if (!descriptor.ok) return descriptor;
    const problem = entryProblem(descriptor.value, shape.outputBits);
    if (problem !== null) return err(stage1Fault(problem, level));
    if (descriptor.value.kind === 'table') {
      limits = narrow(limits, descriptor.value);
      table = descriptor.value.address;
    } else if (descriptor.value.kind === 'leaf') {
      if (!descriptor.value.af && readNumber(cd, CD.AFFD) === 0) {
        return err(stage1Fault('F_ACCESS', level));
      }
      return ok(stage1Leaf(cd, shape, level, descriptor.value, limits));
    }
  }
}

import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { readBits, readNumber } from '../fields.ts';
import { mairType, shareabilityOf, stage2Type } from './attributes.ts';
import type { Attributes } from './attributes.ts';
import { decodeDescriptor } from './descriptor.ts';
import type { Descriptor } from './descriptor.ts';
import type { EventName, Fault, FaultClass } from './events.ts';
import {
  GRANULE_BY_TG,
  SIZE_BY_PS,
  alignBase,
  contiguousEntries,
  indexBits,
  levelShift,
  stage1StartLevel,
  stage2StartLevel,
  startWidth,
} from './geometry.ts';
import type { TableShape } from './geometry.ts';
import { CD, STE } from './layout.ts';
import type { FetchStep, Leaf, Pas, Permissions, SmmuView } from './types.ts';

/** One translation under way: where it reads, and what it has read so far. */
export interface Walk {
  readonly view: SmmuView;
  readonly steps: FetchStep[];
}

/** What a stage-2 walk is for: its fault class, and the level of the stage-1 table that it reaches. */
export interface Purpose {
  readonly class: FaultClass;
  readonly forLevel: number | null;
}

const INPUT: Purpose = { class: 'IN', forLevel: null };

type LeafDescriptor = Extract<Descriptor, { kind: 'leaf' }>;

export interface Stage2Leaf extends Leaf {
  readonly memAttr: number;
  readonly sh: number;
  readonly ap: number;
  readonly xn: number;
  readonly pas: Pas;
}

export interface Stage1Leaf extends Leaf {
  readonly attributes: Attributes;
  readonly isReadOnly: boolean;
  readonly isUnprivileged: boolean;
  readonly uxn: boolean;
  readonly pxn: boolean;
  readonly isGlobal: boolean;
}

/** Base address space of the tables of an interface: a Realm's tables are Realm memory. */
export function tablePas(view: SmmuView): Pas {
  return view.security === 'REALM' ? 'REALM' : 'NS';
}

/** What STE.S2PS allows: min(S2PS, OAS), at most 48 bits with 4K and 16K granules. */
export function stage2OutputBits(ste: readonly bigint[], oas: number): number {
  const size = Math.min(SIZE_BY_PS[readNumber(ste, STE.S2PS)] ?? 52, oas);
  return GRANULE_BY_TG[readNumber(ste, STE.S2TG)] === 16 ? size : Math.min(size, 48);
}

/** The stage-2 table that an STE names; null where the coding is reserved. */
export function stage2Shape(ste: readonly bigint[], oas: number): TableShape | null {
  const granule = GRANULE_BY_TG[readNumber(ste, STE.S2TG)] ?? null;
  if (granule === null) return null;
  const startLevel = stage2StartLevel(granule, readNumber(ste, STE.S2SL0));
  if (startLevel === null) return null;
  const inputBits = 64 - readNumber(ste, STE.S2T0SZ);
  const outputBits = stage2OutputBits(ste, oas);
  const width = startWidth(granule, inputBits, startLevel);
  const base = alignBase(readBits(ste, STE.S2TTB), width, outputBits);
  return { granule, inputBits, startLevel, outputBits, base };
}

/** The stage-1 table that a CD names; null where the coding is reserved. */
export function stage1Shape(cd: readonly bigint[], oas: number): TableShape | null {
  const granule = GRANULE_BY_TG[readNumber(cd, CD.TG0)] ?? null;
  if (granule === null) return null;
  const inputBits = 64 - readNumber(cd, CD.T0SZ);
  const size = Math.min(SIZE_BY_PS[readNumber(cd, CD.IPS)] ?? 52, oas);
  const outputBits = granule === 16 ? size : Math.min(size, 48);
  const startLevel = stage1StartLevel(granule, inputBits);
  const width = startWidth(granule, inputBits, startLevel);
  const base = alignBase(readBits(cd, CD.TTB0), width, outputBits);
  return { granule, inputBits, startLevel, outputBits, base };
}

function leafOf(shape: TableShape, level: number, leaf: LeafDescriptor): Leaf {
  const sizeBytes = 2 ** levelShift(shape.granule, level);
  const reach = leaf.contiguous ? sizeBytes * contiguousEntries(shape.granule, level) : sizeBytes;
  return { level, sizeBytes, reachBytes: reach, base: leaf.address };
}

/** Address of the entry that `input` selects in a table. */
function entryAddress(shape: TableShape, level: number, table: bigint, input: bigint): bigint {
  const { high, low } = indexBits(shape, level);
  const index = (input >> BigInt(low)) & ((1n << BigInt(high - low + 1)) - 1n);
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
  walk.steps.push({ ...step, words, isCached: false, refusal: read.ok ? null : read.error });
  return read;
}

function stage2Fault(event: EventName, ipa: bigint, level: number, purpose: Purpose): Fault {
  const where = { class: purpose.class, level, ipa, fetchAddress: null, gpcf: false };
  return { event, s2: true, ...where };
}

/** What a stage-2 leaf allows. XN: 0 all, 1 unprivileged only, 2 none, 3 privileged only. */
export function stage2Permissions(leaf: Stage2Leaf, privileged: boolean): Permissions {
  const read = (leaf.ap & 1) !== 0;
  const isExecutable = leaf.xn === 0 || leaf.xn === (privileged ? 3 : 1);
  return { read, write: (leaf.ap & 2) !== 0, execute: read && isExecutable };
}

/** What a stage-1 leaf allows this kind of access. @source Arm DDI 0487 D8.4 */
export function stage1Permissions(leaf: Stage1Leaf, privileged: boolean): Permissions {
  const read = privileged || leaf.isUnprivileged;
  const write = read && !leaf.isReadOnly;
  // Memory that unprivileged code may write is never executable for privileged code.
  const isPxn = leaf.pxn || (leaf.isUnprivileged && !leaf.isReadOnly);
  return { read, write, execute: read && !(privileged ? isPxn : leaf.uxn) };
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
  let table = shape.base;
  for (let level = shape.startLevel; ; level++) {
    const address = entryAddress(shape, level, table, ipa);
    const descriptor = fetchEntry(walk, { shape, level, address, input: ipa, purpose, stage: 2 });
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

interface EntryFetch {
  readonly shape: TableShape;
  readonly level: number;
  readonly address: bigint;
  readonly input: bigint;
  readonly purpose: Purpose;
  readonly stage: 1 | 2;
  readonly pas?: Pas;
}

function fetchEntry(walk: Walk, entry: EntryFetch): Result<Descriptor, Fault> {
  const { shape, level, address, input, purpose, stage } = entry;
  const step = {
    structure: stage === 1 ? ('S1' as const) : ('S2' as const),
    level,
    input,
    ...indexBits(shape, level),
    purpose: purpose.class,
    forLevel: purpose.forLevel,
    pas: entry.pas ?? tablePas(walk.view),
    address,
  };
  const read = fetch(walk, step, 1);
  if (!read.ok) {
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
  const at = { granule: shape.granule, level, is52: walk.view.features.oas > 48 };
  return ok(decodeDescriptor(read.value[0] ?? 0n, at));
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

function isStage2Device(ste: readonly bigint[], memAttr: number): boolean {
  return readNumber(ste, STE.S2FWB) === 1
    ? memAttr >> 2 === 0
    : stage2Type(memAttr).kind === 'device';
}

/** The address behind a leaf: its base and the input's low bits. */
export function outputOf(leaf: Leaf, input: bigint): bigint {
  return leaf.base | (input & (BigInt(leaf.sizeBytes) - 1n));
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
 * Walks stage 1 for one input address; with `ste` given, every table address goes through stage 2.
 * Checks translation, address size and access flag; permission is the caller's.
 *
 * @param ste the STE where stage 2 is on, else null.
 * @source Arm DDI 0487 D8.2, D8.3; Arm IHI 0070 §5.4
 */
export function walkStage1(
  walk: Walk,
  cd: readonly bigint[],
  ste: readonly bigint[] | null,
  address: bigint,
): Result<Stage1Leaf, Fault> {
  const shape = stage1Shape(cd, walk.view.features.oas);
  const input = stage1Input(cd, address);
  const isOff = readNumber(cd, CD.EPD0) === 1;
  if (shape === null || isOff || input >> BigInt(shape.inputBits) !== 0n) {
    return err(stage1Fault('F_TRANSLATION', 0));
  }
  let table = shape.base;
  let limits: Limits = { isReadOnly: false, isPrivileged: false, isXn: false, isPxn: false };
  for (let level = shape.startLevel; ; level++) {
    let entry: { pa: bigint; pas: Pas } = {
      pa: entryAddress(shape, level, table, input),
      pas: tablePas(walk.view),
    };
    if (ste !== null) {
      const through = translateTableAddress(walk, ste, entry.pa, { class: 'TT', forLevel: level });
      if (!through.ok) return through;
      entry = through.value;
    }
    const at = { shape, level, address: entry.pa, pas: entry.pas, input, stage: 1 as const };
    const descriptor = fetchEntry(walk, { ...at, purpose: INPUT });
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

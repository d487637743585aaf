import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { maskOf, readBits, readNumber } from '../fields.ts';
import { configurationFault } from './events.ts';
import type { EventName, Fault } from './events.ts';
import { GRANULE_BY_TG, SIZE_BY_PS, isStage2StartLegal, stage2StartLevel } from './geometry.ts';
import { CD, CONFIG, L1CD, L1STD, STE } from './layout.ts';
import type { FetchStep, SmmuFeatures } from './types.ts';
import { stage2OutputBits } from './shape.ts';
import { fetch, tablePas, throughCache, translateTableAddress } from './walk.ts';
import type { Walk } from './walk.ts';

/*
 * From a StreamID to its stream table entry, from a SubstreamID to its context descriptor, and what
 * makes either illegal.
 */

const STE_BYTES = 64n;
const CD_BYTES = 64n;

function bad(event: EventName): Result<never, Fault> {
  return err(configurationFault(event));
}

function fetchFault(event: EventName, address: bigint, reason: 'external' | 'gpf'): Fault {
  return { ...configurationFault(event), fetchAddress: address, gpcf: reason === 'gpf' };
}

type Read = Pick<FetchStep, 'structure' | 'input' | 'high' | 'low' | 'pas' | 'address'>;

/** Reads a structure of `count` words; a refused read is the fetch event `event`. */
function readStructure(
  walk: Walk,
  read: Read,
  count: number,
  event: EventName,
): Result<bigint[], Fault> {
  const step = { ...read, level: null, purpose: 'IN' as const, forLevel: null };
  const words = fetch(walk, step, count);
  return words.ok ? words : err(fetchFault(event, read.address, words.error));
}

function isOutside(address: bigint, oas: number): boolean {
  return address >> BigInt(oas) !== 0n;
}

/**
 * Reads the stream table entry of a StreamID.
 *
 * @returns C_BAD_STREAMID where the table does not reach that far, F_STE_FETCH where a read fails.
 * @source Arm IHI 0070 §3.3.1, §5.1
 */
export function fetchSte(walk: Walk, sid: number): Result<readonly bigint[], Fault> {
  return throughCache(walk, { kind: 'ste', sid }, () => readSte(walk, sid));
}

function readSte(walk: Walk, sid: number): Result<bigint[], Fault> {
  const { streamTable } = walk.view.registers;
  const { oas } = walk.view.features;
  const pas = tablePas(walk.view);
  if (sid >= 2 ** streamTable.log2size) return bad('C_BAD_STREAMID');
  const input = BigInt(sid);
  const top = Math.max(streamTable.log2size - 1, 0);
  let table = streamTable.base;
  let index = input;
  let high = top;
  if (streamTable.format === '2lvl') {
    const { split } = streamTable;
    const address = table + ((input >> BigInt(split)) << 3n);
    const first = { structure: 'L1STD', input, high: top, low: split, pas, address } as const;
    const read = readStructure(walk, first, 1, 'F_STE_FETCH');
    if (!read.ok) return read;
    const span = readNumber(read.value, L1STD.Span);
    table = readBits(read.value, L1STD.L2Ptr);
    index = input & maskOf(split - 1, 0);
    high = split - 1;
    const isSpanBad = span === 0 || span > split + 1 || index >= 1n << BigInt(span - 1);
    if (isSpanBad || isOutside(table, oas)) return bad('C_BAD_STREAMID');
  }
  const address = table + index * STE_BYTES;
  const entry = { structure: 'STE', input, high, low: 0, pas, address } as const;
  return readStructure(walk, entry, 8, 'F_STE_FETCH');
}

function stage2Problem(ste: readonly bigint[], oas: number): string | null {
  const t0sz = readNumber(ste, STE.S2T0SZ);
  const granule = GRANULE_BY_TG[readNumber(ste, STE.S2TG)] ?? null;
  if (readNumber(ste, STE.S2AA64) === 0) return 'S2AA64=0: only AArch64 tables are supported';
  if (granule === null) return 'S2TG=3 is reserved';
  const smallest = Math.max(16, 64 - oas);
  if (t0sz < smallest || t0sz > 39) return `S2T0SZ=${t0sz} is outside ${smallest} to 39`;
  const start = stage2StartLevel(granule, readNumber(ste, STE.S2SL0));
  if (start === null) return 'S2SL0=3 is reserved';
  if (!isStage2StartLegal(granule, 64 - t0sz, start)) {
    return `S2SL0 starts at level ${start}, which does not fit ${64 - t0sz} bits of input`;
  }
  const outputBits = stage2OutputBits(ste, oas);
  return isOutside(readBits(ste, STE.S2TTB), outputBits)
    ? `S2TTB lies above ${outputBits} bits`
    : null;
}

function stage1Problem(ste: readonly bigint[], features: SmmuFeatures): string | null {
  const max = readNumber(ste, STE.S1CDMax);
  if (max > features.ssidSize)
    return `S1CDMax=${max} exceeds ${features.ssidSize} SubstreamID bits`;
  if (max > 0 && readNumber(ste, STE.S1Fmt) === 3) return 'S1Fmt=3 is reserved';
  if (max > 0 && readNumber(ste, STE.S1DSS) === 3) return 'S1DSS=3 is reserved';
  const isPhysical = readNumber(ste, STE.Config) === CONFIG.s1;
  return isPhysical && isOutside(readBits(ste, STE.S1ContextPtr), features.oas)
    ? `S1ContextPtr lies above ${features.oas} bits`
    : null;
}

/**
 * Why a stream table entry is illegal, in words of its fields; null where it is legal. Entries with
 * Config=0xx are never looked at further than V.
 *
 * @source Arm IHI 0070 §5.2
 */
export function steProblem(ste: readonly bigint[], features: SmmuFeatures): string | null {
  if (readNumber(ste, STE.V) === 0) return 'V=0: the entry is not valid';
  const config = readNumber(ste, STE.Config);
  if ((config & 4) === 0) return null;
  if (readNumber(ste, STE.EATS) === 2 && config !== CONFIG.nested) {
    return 'EATS=2 (split-stage ATS) needs Config=111';
  }
  const first = (config & 1) === 0 ? null : stage1Problem(ste, features);
  if (first !== null) return first;
  return (config & 2) === 0 ? null : stage2Problem(ste, features.oas);
}

/**
 * Why a context descriptor is illegal; null where it is legal. Fields of a disabled table (EPD0=1) are ignored.
 *
 * @source Arm IHI 0070 §5.4
 */
export function cdProblem(cd: readonly bigint[], features: SmmuFeatures): string | null {
  if (readNumber(cd, CD.V) === 0) return 'V=0: the descriptor is not valid';
  if (readNumber(cd, CD.AA64) === 0) return 'AA64=0: only AArch64 tables are supported';
  if (readNumber(cd, CD.EPD0) === 1) return null;
  const t0sz = readNumber(cd, CD.T0SZ);
  const granule = GRANULE_BY_TG[readNumber(cd, CD.TG0)] ?? null;
  if (granule === null) return 'TG0=3 is reserved';
  if (t0sz < 16 || t0sz > 39) return `T0SZ=${t0sz} is outside 16 to 39`;
  const size = Math.min(SIZE_BY_PS[readNumber(cd, CD.IPS)] ?? 52, features.oas);
  return isOutside(readBits(cd, CD.TTB0), size) ? `TTB0 lies above ${size} bits` : null;
}

/** Which context descriptor a transaction uses: its index, none (stage 1 skipped), or a refusal. */
export function selectSubstream(
  ste: readonly bigint[],
  ssid: number | null,
): Result<number | 'skip', Fault> {
  const max = readNumber(ste, STE.S1CDMax);
  const isStage1On = (readNumber(ste, STE.Config) & 1) !== 0;
  if (!isStage1On) return ssid === null ? ok('skip') : bad('C_BAD_SUBSTREAMID');
  if (max === 0) return ssid === null ? ok(0) : bad('C_BAD_SUBSTREAMID');
  const dss = readNumber(ste, STE.S1DSS);
  if (ssid === null) {
    if (dss === 0) return bad('F_STREAM_DISABLED');
    return ok(dss === 1 ? 'skip' : 0);
  }
  if (ssid >= 2 ** max) return bad('C_BAD_SUBSTREAMID');
  return ssid === 0 && dss === 2 ? bad('F_STREAM_DISABLED') : ok(ssid);
}

/** SubstreamID bits that the second level of a CD table indexes, by STE.S1Fmt; null: linear. */
function cdSplit(s1Fmt: number): number | null {
  return s1Fmt === 1 ? 6 : s1Fmt === 2 ? 10 : null;
}

/** Reads one CD structure; where stage 2 is on its address is an IPA and goes through stage 2 first. */
function readCdStructure(
  walk: Walk,
  ste: readonly bigint[],
  read: Omit<Read, 'pas'>,
  count: number,
): Result<bigint[], Fault> {
  const isNested = readNumber(ste, STE.Config) === CONFIG.nested;
  if (!isNested) {
    return readStructure(walk, { ...read, pas: tablePas(walk.view) }, count, 'F_CD_FETCH');
  }
  const purpose = { class: 'CD', forLevel: null } as const;
  const through = translateTableAddress(walk, ste, read.address, purpose);
  if (!through.ok) return through;
  const { pa, pas } = through.value;
  return readStructure(walk, { ...read, address: pa, pas }, count, 'F_CD_FETCH');
}

/**
 * Reads the context descriptor of a SubstreamID.
 *
 * @returns C_BAD_SUBSTREAMID where the first level has no table for it, F_CD_FETCH where a read fails,
 *   a stage-2 fault of class CD where stage 2 does not map it.
 * @source Arm IHI 0070 §3.3.2, §5.3
 */
export function fetchCd(
  walk: Walk,
  ste: readonly bigint[],
  at: { readonly sid: number; readonly index: number },
): Result<readonly bigint[], Fault> {
  const key = { kind: 'cd', sid: at.sid, ssid: at.index } as const;
  return throughCache(walk, key, () => readCd(walk, ste, at.index));
}

function readCd(walk: Walk, ste: readonly bigint[], index: number): Result<bigint[], Fault> {
  const max = readNumber(ste, STE.S1CDMax);
  const split = max === 0 ? null : cdSplit(readNumber(ste, STE.S1Fmt));
  const input = BigInt(index);
  const top = Math.max(max - 1, 0);
  let table = readBits(ste, STE.S1ContextPtr);
  if (split === null) {
    const address = table + input * CD_BYTES;
    return readCdStructure(walk, ste, { structure: 'CD', input, high: top, low: 0, address }, 8);
  }
  const address = table + ((input >> BigInt(split)) << 3n);
  const first = { structure: 'L1CD', input, high: Math.max(top, split), low: split } as const;
  const read = readCdStructure(walk, ste, { ...first, address }, 1);
  if (!read.ok) return read;
  table = readBits(read.value, L1CD.L2Ptr);
  const isNested = readNumber(ste, STE.Config) === CONFIG.nested;
  const isLost = !isNested && isOutside(table, walk.view.features.oas);
  if (readNumber(read.value, L1CD.V) === 0 || isLost) return bad('C_BAD_SUBSTREAMID');
  const second = {
    structure: 'CD',
    input,
    high: Math.min(top, split - 1),
    low: 0,
    address: table + (input & maskOf(split - 1, 0)) * CD_BYTES,
  } as const;
  return readCdStructure(walk, ste, second, 8);
}

import * as z from 'zod/mini';
import { hex } from '../../core/base/address.ts';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { writeGranuleTable } from '../../core/iommu/granule-table.ts';
import { SimMemory } from '../../core/iommu/memory.ts';
import { physicalMemory } from '../../core/iommu/physical.ts';
import { memoryTypeName, parseMemoryType } from '../../core/iommu/smmuv3/attributes.ts';
import { EVENTS, isStageEvent } from '../../core/iommu/smmuv3/events.ts';
import type { Fault } from '../../core/iommu/smmuv3/events.ts';
import { CD, STE, encodeCd, encodeSte } from '../../core/iommu/smmuv3/layout.ts';
import type { CdField, SteField } from '../../core/iommu/smmuv3/layout.ts';
import { translate } from '../../core/iommu/smmuv3/translate.ts';
import type {
  FetchStep,
  Leaf,
  SmmuOutcome,
  SmmuTransaction,
  SmmuView,
} from '../../core/iommu/smmuv3/types.ts';
import type { Answer } from './answer.ts';

const value = z.union([z.int(), z.string()]);
const fields = z.record(z.string(), value);
const bit = z.union([z.literal(0), z.literal(1)]);

const caseSchema = z.object({
  id: z.string(),
  strtab: z.object({
    fmt: z.enum(['linear', '2lvl']),
    base: value,
    log2size: z.int(),
    split: z.optional(z.int()),
  }),
  ste: z.optional(fields),
  cd: z.optional(fields),
  mem: z.optional(z.array(z.tuple([value, value], z.unknown()))),
  txn: z.object({
    sid: value,
    ssid: z.optional(z.nullable(value)),
    addr: value,
    rnw: bit,
    pnu: z.optional(bit),
    ind: z.optional(bit),
    at: z.optional(z.enum(['untranslated', 'treq', 'translated'])),
    nw: z.optional(bit),
    T: z.optional(bit),
    attr: z.optional(z.string()),
    sh: z.optional(z.enum(['NSH', 'OSH', 'ISH'])),
  }),
  global: z.optional(fields),
  gpt: z.optional(
    z.array(
      z.tuple(
        [value, value, z.enum(['NS', 'REALM', 'SECURE', 'ROOT', 'ANY', 'NONE'])],
        z.unknown(),
      ),
    ),
  ),
  extAbort: z.optional(z.array(value)),
});

const fileSchema = z.object({ cases: z.array(caseSchema) });

type Case = z.infer<typeof caseSchema>;

const GRANULE_CODE: Readonly<Record<string, bigint>> = { '4K': 0n, '64K': 1n, '16K': 2n };

/** `2`, `0x44000000`, `4K`; three binary digits for Config. */
function numberOf(name: string, text: number | string): bigint {
  if (typeof text === 'number') return BigInt(text);
  const granule = GRANULE_CODE[text];
  if (granule !== undefined) return granule;
  return name === 'Config' && /^[01]{3}$/.test(text) ? BigInt(`0b${text}`) : BigInt(text);
}

function known<K extends string>(
  layout: Readonly<Record<K, unknown>>,
  given: Readonly<Record<string, number | string>>,
): Partial<Record<K, bigint>> {
  const values: Partial<Record<K, bigint>> = {};
  for (const name in layout) {
    const text = given[name];
    if (text !== undefined) values[name] = numberOf(name, text);
  }
  return values;
}

/**
 * What the file's decoded descriptors leave unsaid because its tables are AArch64 and its faults are
 * recorded: AA64, R and A of the CD. Given fields win.
 */
const CD_UNSAID = { AA64: 1n, R: 1n, A: 1n } as const;

/** Where the STE of a StreamID stands; two-level tables are followed through memory. */
function steAddress(memory: SimMemory, strtab: Case['strtab'], sid: bigint): bigint | null {
  const base = numberOf('base', strtab.base);
  if (strtab.fmt === 'linear') return base + 64n * sid;
  const split = BigInt(strtab.split ?? 8);
  const first = memory.read64(base + ((sid >> split) << 3n));
  const table = first & 0x00ff_ffff_ffff_ffc0n;
  return (first & 0x1fn) === 0n ? null : table + 64n * (sid & ((1n << split) - 1n));
}

/**
 * Where the CD of the transaction stands in memory. Under nested translation its pointer is an IPA: the
 * answer is the physical address to which the case's own stage-2 table maps it, found by a dry run.
 */
function cdAddress(view: SmmuView, txn: SmmuTransaction): bigint | null {
  const { steps } = translate(view, { ...txn, at: 'untranslated', write: false });
  return steps.findLast((step) => step.structure === 'CD')?.address ?? null;
}

function memoryOf(given: Case): SimMemory {
  const memory = new SimMemory();
  for (const [address, word] of given.mem ?? []) {
    memory.write64(numberOf('mem', address), numberOf('mem', word));
  }
  return memory;
}

function setting(given: Case, name: string, otherwise: number): number {
  const text = given.global?.[name];
  return text === undefined ? otherwise : Number(numberOf(name, text));
}

/** The case's granules as a table in a Root memory of its own; null where GPC=0. */
function granulesOf(given: Case): { root: SimMemory; bits: number } | null {
  if (setting(given, 'GPC', 0) !== 1) return null;
  const root = new SimMemory();
  const bits = setting(given, 'OAS', 48);
  const ranges = (given.gpt ?? []).map(([start, end, gpi]) => {
    return { start: numberOf('gpt', start), end: numberOf('gpt', end), gpi };
  });
  writeGranuleTable(root, bits, ranges);
  return { root, bits };
}

function viewOf(given: Case, memory: SimMemory): SmmuView {
  const { strtab } = given;
  const memories = { NS: memory, REALM: memory, SECURE: memory, ROOT: memory };
  const aborts = new Set((given.extAbort ?? []).map((address) => numberOf('extAbort', address)));
  return {
    security: given.txn.T === 1 ? 'REALM' : 'NS',
    registers: {
      smmuEnabled: setting(given, 'SMMUEN', 1) === 1,
      gbpaAbort: setting(given, 'GBPA_ABORT', 0) === 1,
      atsCheck: setting(given, 'ATSCHK', 0) === 1,
      recordInvalidSid: setting(given, 'RECINVSID', 1) === 1,
      recordAtsConfiguration: setting(given, 'REC_CFG_ATS', 0) === 1,
      streamTable: {
        format: strtab.fmt,
        base: numberOf('base', strtab.base),
        log2size: strtab.log2size,
        split: strtab.split ?? 8,
      },
    },
    features: {
      oas: setting(given, 'OAS', 48),
      ssidSize: setting(given, 'SSIDSIZE', 20),
      attributeOverride: false,
    },
    memory: physicalMemory({
      memories,
      granules: granulesOf(given),
      aborts,
    }),
    dpt: null,
  };
}

function transactionOf({ txn }: Case): SmmuTransaction {
  const at = txn.at ?? 'untranslated';
  return {
    sid: Number(numberOf('sid', txn.sid)),
    ssid: txn.ssid === undefined || txn.ssid === null ? null : Number(numberOf('ssid', txn.ssid)),
    address: numberOf('addr', txn.addr),
    write: txn.rnw === 0,
    privileged: txn.pnu === 1,
    instruction: txn.ind === 1,
    at: at === 'treq' ? 'translationRequest' : at,
    noWrite: txn.nw === 1,
    incoming: {
      type: parseMemoryType(txn.attr ?? 'Normal-WB') ?? { kind: 'normal', outer: 2, inner: 2 },
      sh: txn.sh ?? 'ISH',
    },
  };
}

/** Writes the case's STE, then its CD, as bytes at the places where the SMMU will look for them. */
function placeStructures(given: Case, memory: SimMemory): void {
  const ste: Partial<Record<SteField, bigint>> = known(STE, given.ste ?? {});
  const at = steAddress(memory, given.strtab, numberOf('sid', given.txn.sid));
  if (at !== null) memory.writeWords(at, encodeSte(ste));
  const open = { ...given, global: { ...given.global, GPC: 0, SMMUEN: 1 }, extAbort: [] };
  const cd = cdAddress(viewOf(open, memory), transactionOf(given));
  const values: Partial<Record<CdField, bigint>> = { ...CD_UNSAID, ...known(CD, given.cd ?? {}) };
  if (cd !== null) memory.writeWords(cd, encodeCd(values));
}

function counts(steps: readonly FetchStep[]): Record<string, number> {
  const of = (...structures: string[]): number =>
    steps.filter((step) => structures.includes(step.structure)).length;
  return {
    strtab: of('L1STD', 'STE'),
    cd: of('L1CD', 'CD'),
    s1: of('S1'),
    s2: of('S2'),
    total: steps.length,
  };
}

function eventKeys(fault: Fault): Record<string, unknown> {
  const { event, level, ipa, fetchAddress } = fault;
  const keys: Record<string, unknown> = { event, number: hex(EVENTS[event], 2) };
  const isWalk = event === 'F_WALK_EABT';
  if (isStageEvent(event) || isWalk) {
    Object.assign(keys, { S2: fault.s2 ? 1 : 0, CLASS: fault.class, level });
  }
  if (isStageEvent(event) && fault.s2 && ipa !== null) keys['ipa'] = hex(ipa);
  if (fetchAddress !== null) {
    Object.assign(keys, { GPCF: fault.gpcf ? 1 : 0, fetchAddr: hex(fetchAddress) });
  }
  return keys;
}

function leafKeys(stage: 's1' | 's2', leaf: Leaf | null): Record<string, unknown> {
  return leaf === null ? {} : { [`${stage}Level`]: leaf.level, [`${stage}Size`]: leaf.sizeBytes };
}

/** Events of the configuration: in answer to a Translated transaction they accompany an abort. */
function isConfigurationEvent({ event }: Fault): boolean {
  return !isStageEvent(event) && event !== 'F_WALK_EABT' && event !== 'F_TRANSL_FORBIDDEN';
}

function outcomeKeys(outcome: SmmuOutcome, at: SmmuTransaction['at']): Record<string, unknown> {
  switch (outcome.kind) {
    case 'ok':
      return {
        result: 'ok',
        pa: hex(outcome.pa),
        memType: memoryTypeName(outcome.attributes.type),
        sh: outcome.attributes.sh,
        pas: outcome.pas,
        ...leafKeys('s1', outcome.s1),
        ...leafKeys('s2', outcome.s2),
        ...(outcome.ipa === null ? {} : { ipa: hex(outcome.ipa) }),
      };
    case 'aborted': {
      const { fault, gpf, isRecorded } = outcome;
      if (fault !== null && isRecorded) {
        const isAbort = at === 'translated' && isConfigurationEvent(fault);
        return { result: isAbort ? 'abort' : 'fault', ...eventKeys(fault) };
      }
      const refused =
        gpf === null ? {} : { reg: 'SMMU_ROOT_GPF_FAR', pa: hex(gpf.pa), pas: gpf.pas };
      return { result: 'abort', event: null, ...refused };
    }
    case 'ats': {
      const { status, fault, isRecorded, r, w, address, space } = outcome;
      const event = fault !== null && isRecorded ? eventKeys(fault) : { event: null };
      return {
        result: 'ats',
        status,
        ...event,
        ...(status === 'Success' ? { R: r ? 1 : 0, W: w ? 1 : 0 } : {}),
        ...(address === null ? {} : { addr: hex(address), kind: space }),
      };
    }
  }
}

function answerCase(given: Case): unknown {
  const memory = memoryOf(given);
  placeStructures(given, memory);
  const txn = transactionOf(given);
  const { outcome, steps } = translate(viewOf(given, memory), txn);
  return { ...outcomeKeys(outcome, txn.at), accesses: counts(steps) };
}

/** What the SMMU model says to each case of smmu-walk-cases.json. Expected values are never read. */
export function answerSmmu(document: unknown): Result<Answer[], string> {
  const file = fileSchema.safeParse(document);
  if (!file.success) {
    const [issue] = file.error.issues;
    return err(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'expected cases[]'}`);
  }
  return ok(file.data.cases.map((given) => ({ id: given.id, answer: answerCase(given) })));
}

import { describe, expect, test } from 'vitest';
import type { Mapping } from '../mappings.ts';
import { SimMemory } from '../memory.ts';
import { physicalMemory } from '../physical.ts';
import { allocatorFrom, writeTable } from '../radix-table.ts';
import { command, decodeCommand, encodeCommand } from './commands.ts';
import type { Command } from './commands.ts';
import { encodeCd, encodeSte } from './layout.ts';
import { LINUX_MAIR, stage1Format, vmsaFormat } from './table-format.ts';
import type { SmmuTransaction, SmmuView } from './types.ts';
import { SmmuUnit } from './unit.ts';

const STRTAB = 0x4000_0000n;
const SID = 0x18;
const MIB = 1024n * 1024n;

function mapping(from: bigint, to: bigint, sizeBytes: bigint): Mapping {
  return {
    from,
    to,
    sizeBytes,
    read: true,
    write: true,
    attribute: 'cache',
    isNonSecure: false,
    accessFlag: true,
    isPrivileged: false,
  };
}

/** An SMMU whose stream 0x18 is nested: guest tables below 256 MiB map one to one, pages at 0x9000_0000. */
function nested(options: { readonly s1Pages?: bigint } = {}): {
  readonly unit: SmmuUnit;
  readonly memory: SimMemory;
} {
  const memory = new SimMemory();
  const size = options.s1Pages ?? 64n * 1024n;
  const s1 = writeTable(memory, allocatorFrom(0x800_0000n), stage1Format(12, 48), [
    mapping(0x1234_5678_0000n, 0x9000_0000n, size),
  ]);
  const s2 = writeTable(memory, allocatorFrom(0x4400_0000n), vmsaFormat(2, 12, 40, 1), [
    mapping(0n, 0n, 256n * MIB),
    mapping(0x9000_0000n, 0x5000_0000n, 4n * MIB),
  ]);
  const cd = { V: 1, AA64: 1, R: 1, A: 1, T0SZ: 16, IPS: 5, ASID: 3, TTB0: s1, MAIR: LINUX_MAIR };
  memory.writeWords(0x900_0000n, encodeCd(cd));
  memory.writeWords(
    STRTAB + 64n * BigInt(SID),
    encodeSte({
      V: 1,
      Config: 7,
      S1ContextPtr: 0x900_0000n,
      S2VMID: 7,
      S2T0SZ: 24,
      S2SL0: 1,
      S2PS: 5,
      S2AA64: 1,
      S2R: 1,
      S2TTB: s2,
    }),
  );
  return { unit: new SmmuUnit(viewOn(memory), { eventsLog2: 1, pageRequestsLog2: 1 }), memory };
}

function viewOn(memory: SimMemory): SmmuView {
  return {
    security: 'NS',
    registers: {
      smmuEnabled: true,
      gbpaAbort: false,
      atsCheck: false,
      recordInvalidSid: true,
      recordAtsConfiguration: false,
      streamTable: { format: 'linear', base: STRTAB, log2size: 8, split: 8 },
    },
    features: { oas: 48, ssidSize: 20, attributeOverride: false },
    memory: physicalMemory({
      memories: { NS: memory, REALM: memory, SECURE: memory, ROOT: memory },
      granules: null,
    }),
    dpt: null,
  };
}

function access(address: bigint, given: Partial<SmmuTransaction> = {}): SmmuTransaction {
  return {
    sid: SID,
    ssid: null,
    address,
    write: true,
    privileged: false,
    instruction: false,
    at: 'untranslated',
    noWrite: false,
    incoming: { type: { kind: 'normal', outer: 2, inner: 2 }, sh: 'ISH' },
    ...given,
  };
}

const IOVA = 0x1234_5678_0040n;

/** The reads that one access costs. */
function readsOf(unit: SmmuUnit, address: bigint): number {
  return unit.translate(access(address)).reads;
}

describe('caches', () => {
  test('a cold nested access reads every level, the same page again reads nothing', () => {
    const { unit } = nested();
    expect(readsOf(unit, IOVA)).toBeGreaterThan(10);
    expect(readsOf(unit, IOVA)).toBe(0);
    expect(unit.counters).toMatchObject({ hits: 1, misses: 1 });
  });

  test('a neighbouring page with warm walk caches costs three reads: S2 leaf, S1 L3, S2 leaf', () => {
    const { unit } = nested();
    readsOf(unit, IOVA);
    const { answer, reads } = unit.translate(access(IOVA + 0x1000n));
    expect(reads).toBe(3);
    expect(answer.outcome).toMatchObject({ kind: 'ok', pa: 0x5000_1040n });
  });

  test('a combined entry covers the smaller of both leaves', () => {
    const { unit } = nested({ s1Pages: 4n * MIB });
    readsOf(unit, 0x1234_5678_0040n);
    expect(unit.cache.translationCount).toBe(1);
    expect(readsOf(unit, 0x1234_5678_f040n)).toBe(3);
  });

  test('changing a table entry has no effect until it is invalidated', () => {
    const { unit, memory } = nested();
    const first = unit.translate(access(IOVA));
    const leaf = first.answer.steps.findLast((step) => step.structure === 'S1');
    memory.write64(leaf?.address ?? 0n, 0n);
    expect(unit.translate(access(IOVA)).answer.outcome).toMatchObject({ kind: 'ok' });
    unit.execute(command('TLBI_NH_VA', { VMID: 7, ASID: 3, ADDR: 0x1234_5678_0000n, Leaf: 1 }));
    expect(unit.translate(access(IOVA)).answer.outcome).toMatchObject({
      kind: 'aborted',
      fault: { event: 'F_TRANSLATION' },
    });
  });

  test('a faulting translation is not cached: mapping the page is enough', () => {
    const { unit, memory } = nested();
    const { answer } = unit.translate(access(0x1234_5679_0000n));
    const leaf = answer.steps.findLast((step) => step.structure === 'S1');
    memory.write64(leaf?.address ?? 0n, 0x9000_0000n | 0xf47n);
    expect(unit.translate(access(0x1234_5679_0000n)).answer.outcome).toMatchObject({ kind: 'ok' });
  });

  test('an invalid STE may be cached: CFGI_STE is needed after making it valid', () => {
    const { unit, memory } = nested();
    const at = STRTAB + 64n * BigInt(SID);
    const valid = memory.read64(at);
    memory.write64(at, valid & ~1n);
    const event = (): unknown => unit.translate(access(IOVA)).answer.outcome;
    expect(event()).toMatchObject({ fault: { event: 'C_BAD_STE' } });
    memory.write64(at, valid);
    expect(event()).toMatchObject({ fault: { event: 'C_BAD_STE' } });
    unit.execute(command('CFGI_STE', { SID, Leaf: 1 }));
    expect(event()).toMatchObject({ kind: 'ok' });
  });

  test('two live entries for one address after a change without break-before-make: F_TLB_CONFLICT', () => {
    const { unit, memory } = nested();
    readsOf(unit, IOVA);
    const { answer } = unit.translate(access(IOVA + 0x1000n));
    const level2 = answer.steps.find((step) => step.structure === 'S1' && step.level === 2);
    const final = answer.steps.findLast((step) => step.structure === 'S2');
    // Stage 1 now has a 2 MiB block, stage 2 a 2 MiB block behind it.
    memory.write64(level2?.address ?? 0n, 0x9000_0000n | 0xf45n);
    expect(final?.level).toBe(2);
    unit.cache.dropTables(() => true);
    expect(readsOf(unit, 0x1234_5670_0000n)).toBeGreaterThan(0);
    const conflict = unit.translate(access(IOVA)).answer.outcome;
    expect(conflict).toMatchObject({ fault: { event: 'F_TLB_CONFLICT' } });
  });
});

describe('invalidation commands', () => {
  const DROPS: readonly [string, Command, boolean][] = [
    ['all of the VM', command('TLBI_NH_ALL', { VMID: 7 }), true],
    ['another VM', command('TLBI_NH_ALL', { VMID: 8 }), false],
    ['the ASID', command('TLBI_NH_ASID', { VMID: 7, ASID: 3 }), true],
    ['another ASID', command('TLBI_NH_ASID', { VMID: 7, ASID: 4 }), false],
    ['the page', command('TLBI_NH_VA', { VMID: 7, ASID: 3, ADDR: 0x1234_5678_0000n }), true],
    ['the next page', command('TLBI_NH_VA', { VMID: 7, ASID: 3, ADDR: 0x1234_5678_1000n }), false],
    ['the page of any ASID', command('TLBI_NH_VAA', { VMID: 7, ADDR: 0x1234_5678_0000n }), true],
    [
      'a range of 16 pages that starts before it',
      command('TLBI_NH_VA', { VMID: 7, ASID: 3, ADDR: 0x1234_5677_8000n, TG: 1, NUM: 15 }),
      true,
    ],
    ['the IPA alone', command('TLBI_S2_IPA', { VMID: 7, ADDR: 0x9000_0000n }), false],
    ['both stages of the VM', command('TLBI_S12_VMALL', { VMID: 7 }), true],
    ['EL2', command('TLBI_EL2_ALL'), false],
    ['everything outside EL2', command('TLBI_NSNH_ALL'), true],
    ['the configuration', command('CFGI_STE', { SID }), false],
  ];

  test.each(DROPS)('a combined entry and %s', (_what, given, isGone) => {
    const { unit } = nested();
    readsOf(unit, IOVA);
    unit.execute(given);
    expect(unit.cache.translationCount).toBe(isGone ? 0 : 1);
  });

  test.each(DROPS)('%s survives encoding', (_what, given) => {
    expect(decodeCommand(encodeCommand(given))).toEqual(given);
  });

  test('CFGI_STE_RANGE with range 31 drops every stream', () => {
    const { unit } = nested();
    readsOf(unit, IOVA);
    expect(unit.execute(command('CFGI_STE_RANGE', { Range: 31 })).dropped).toBe(2);
  });

  test('ATC_INV reaches the device, and one that times out is reported by the next SYNC', () => {
    const { unit } = nested();
    const inv = command('ATC_INV', { SID, ADDR: 0x1000n, SIZE: 0 });
    expect(unit.execute(inv).messages).toEqual([
      { kind: 'invalidateRequest', sid: SID, ssid: null, address: 0x1000n, sizeBytes: 4096n },
    ]);
    unit.loseInvalidation();
    expect(unit.execute(command('SYNC')).error).toBe('CERROR_ATC_INV_SYNC');
    expect(unit.execute(command('SYNC')).error).toBeNull();
  });

  test('an illegal opcode stops the command queue', () => {
    const { unit } = nested();
    const words = [encodeCommand(command('SYNC')), [0xffn, 0n], encodeCommand(command('SYNC'))];
    expect(unit.executeQueue(words)).toMatchObject({ consumed: 1, error: 'CERROR_ILL' });
  });
});

describe('queues', () => {
  test('a full event queue loses records and toggles its overflow flag once', () => {
    const { unit } = nested();
    for (let i = 0; i < 5; i++) unit.translate(access(0x1n << 50n));
    expect(unit.events).toMatchObject({ count: 2, lost: 3, isOverflowed: true });
    expect(unit.events.prod >>> 31).toBe(1);
    const record = unit.events.take();
    expect(Number((record?.[0] ?? 0n) & 0xffn)).toBe(0x10);
    expect((record?.[0] ?? 0n) >> 32n).toBe(BigInt(SID));
    unit.events.acknowledgeOverflow();
    expect(unit.events.isOverflowed).toBe(false);
  });

  test('a full PRI queue answers the last request of a group by itself', () => {
    const { unit } = nested();
    const request = {
      sid: SID,
      ssid: null,
      read: true,
      write: false,
      execute: false,
      last: true,
      prgi: 5,
      address: 0x1000n,
    };
    expect(unit.requestPage(request)).toBeNull();
    expect(unit.requestPage(request)).toBeNull();
    expect(unit.requestPage({ ...request, last: false })).toBeNull();
    expect(unit.requestPage(request)).toMatchObject({ kind: 'pageResponse', prgi: 5 });
    expect(unit.pageRequests.take()).toEqual([
      BigInt(SID) | (1n << 60n) | (1n << 62n),
      5n | 0x1000n,
    ]);
  });
});

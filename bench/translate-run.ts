import { SimMemory } from '../src/core/iommu/memory.ts';
import { physicalMemory } from '../src/core/iommu/physical.ts';
import { allocatorFrom, writeTable } from '../src/core/iommu/radix-table.ts';
import type { Mapping } from '../src/core/iommu/mappings.ts';
import { encodeCd, encodeSte } from '../src/core/iommu/smmuv3/layout.ts';
import { LINUX_MAIR, stage1Format, vmsaFormat } from '../src/core/iommu/smmuv3/table-format.ts';
import { translate } from '../src/core/iommu/smmuv3/translate.ts';
import type { SmmuTransaction, SmmuView } from '../src/core/iommu/smmuv3/types.ts';
import { SmmuUnit } from '../src/core/iommu/smmuv3/unit.ts';

/*
 * Translations of one nested stream, 4 x 4 levels of 4K pages, as one JSON line on standard output.
 */

const PAGES = 64;
const IOVA = 0x1234_5670_0000n;

function mapping(from: bigint, to: bigint, pages: number): Mapping {
  const told = { read: true, write: true, accessFlag: true, isNonSecure: false };
  const sizeBytes = BigInt(pages) * 4096n;
  return { ...told, from, to, sizeBytes, attribute: 'cache', isPrivileged: false };
}

/** Tables in pages everywhere: no block shortens the walk. */
function nestedView(): SmmuView {
  const memory = new SimMemory();
  const s1 = writeTable(memory, allocatorFrom(0x800_0000n), stage1Format(12, 48), [
    mapping(IOVA, 0x9000_1000n, PAGES),
  ]);
  const s2 = writeTable(memory, allocatorFrom(0x4400_0000n), vmsaFormat(2, 12, 48, 0), [
    mapping(0x800_0000n, 0x800_0000n, 17),
    mapping(0x900_0000n, 0x900_0000n, 1),
    mapping(0x9000_1000n, 0x5000_2000n, PAGES),
  ]);
  const shared = { V: 1, IPS: 5, T0SZ: 16, AA64: 1, R: 1, A: 1, ASID: 1 };
  memory.writeWords(0x900_0000n, encodeCd({ ...shared, TTB0: s1, MAIR: LINUX_MAIR }));
  const second = { S2VMID: 1, S2T0SZ: 16, S2SL0: 2, S2PS: 5, S2AA64: 1, S2R: 1, S2TTB: s2 };
  const ste = encodeSte({ V: 1, Config: 7, S1ContextPtr: 0x900_0000n, ...second });
  memory.writeWords(0x4000_0000n, ste);
  return {
    security: 'NS',
    registers: {
      smmuEnabled: true,
      gbpaAbort: false,
      atsCheck: false,
      recordInvalidSid: true,
      recordAtsConfiguration: false,
      streamTable: { format: 'linear', base: 0x4000_0000n, log2size: 4, split: 8 },
    },
    features: { oas: 48, ssidSize: 20, attributeOverride: false },
    memory: physicalMemory({
      memories: { NS: memory, REALM: memory, SECURE: memory, ROOT: memory },
      granules: null,
    }),
    dpt: null,
  };
}

const TRANSACTIONS: readonly SmmuTransaction[] = Array.from({ length: PAGES }, (_, page) => ({
  sid: 0,
  ssid: null,
  address: IOVA + BigInt(page) * 4096n + 0x40n,
  write: true,
  privileged: false,
  instruction: false,
  at: 'untranslated',
  noWrite: false,
  incoming: { type: { kind: 'normal', outer: 2, inner: 2 }, sh: 'ISH' },
}));

/** Calls a second, the median of nine rounds of about 50 ms CPU time. */
function rate(work: () => void): number {
  const rates: number[] = [];
  for (let round = 0; round < 10; round++) {
    const start = process.cpuUsage();
    let calls = 0;
    let spentUs = 0;
    while (spentUs < 50_000) {
      for (let i = 0; i < 20; i++) work();
      calls += 20;
      const { user, system } = process.cpuUsage(start);
      spentUs = user + system;
    }
    if (round > 0) rates.push((calls / spentUs) * 1e6);
  }
  return rates.toSorted((a, b) => a - b)[4] ?? 0;
}

const view = nestedView();
const unit = new SmmuUnit(view);
const [first] = TRANSACTIONS;
if (first === undefined) throw new Error('no transaction');
const cold = translate(view, first);
if (cold.outcome.kind !== 'ok') throw new Error(JSON.stringify(cold.outcome.kind));

/** The limit of a hit: one look into a hash map by page number. */
const plain = new Map(TRANSACTIONS.map(({ address }) => [Number(address >> 12n), address]));
/** The limit of a cold walk: its reads alone, without a decision. */
const reads = cold.steps.map(({ pas, address, words }) => ({ pas, address, count: words.length }));
let sink = 0n;

const result = {
  coldReads: cold.steps.length,
  warm: PAGES * rate(() => TRANSACTIONS.forEach((txn) => unit.translate(txn))),
  cold: PAGES * rate(() => TRANSACTIONS.forEach((txn) => translate(view, txn))),
  mapLooks:
    PAGES *
    rate(() => {
      for (const { address } of TRANSACTIONS) sink ^= plain.get(Number(address >> 12n)) ?? 0n;
    }),
  bareWalks: rate(() => {
    for (const { pas, address, count } of reads) {
      const words = view.memory.read(pas, address, count);
      if (words.ok) sink ^= words.value[0] ?? 0n;
    }
  }),
  hits: unit.counters.hits / (unit.counters.hits + unit.counters.misses),
  sink: String(sink),
};
process.stdout.write(`${JSON.stringify(result)}\n`);

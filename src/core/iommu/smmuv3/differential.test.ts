import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mapping } from '../mappings.ts';
import { SimMemory } from '../memory.ts';
import { physicalMemory } from '../physical.ts';
import { allocatorFrom, writeTable } from '../radix-table.ts';
import type { GranuleBits } from './geometry.ts';
import { encodeCd, encodeSte } from './layout.ts';
import { LINUX_MAIR, stage1Format } from './table-format.ts';
import { translate } from './translate.ts';
import type { SmmuAnswer, SmmuTransaction, SmmuView } from './types.ts';
import { SmmuUnit } from './unit.ts';

const TG: Readonly<Record<GranuleBits, number>> = { 12: 0, 16: 1, 14: 2 };

/** A stage-1 stream over tables of one page size. */
function viewOf(granule: GranuleBits, inputBits: number, mappings: readonly Mapping[]): SmmuView {
  const memory = new SimMemory();
  const format = stage1Format(granule, inputBits);
  const table = writeTable(memory, allocatorFrom(0x4400_0000n), format, mappings);
  const shared = { V: 1, AA64: 1, R: 1, A: 1, IPS: 5, T0SZ: 64 - inputBits, TG0: TG[granule] };
  memory.writeWords(0x4100_0000n, encodeCd({ ...shared, TTB0: table, MAIR: LINUX_MAIR }));
  memory.writeWords(0x4000_0000n, encodeSte({ V: 1, Config: 5, S1ContextPtr: 0x4100_0000n }));
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

function access(address: bigint, write: boolean): SmmuTransaction {
  return {
    sid: 0,
    ssid: null,
    address,
    write,
    privileged: false,
    instruction: false,
    at: 'untranslated',
    noWrite: false,
    incoming: { type: { kind: 'normal', outer: 2, inner: 2 }, sh: 'ISH' },
  };
}

/** The outcome as far as software sees it. */
function seen({ outcome }: SmmuAnswer): unknown {
  if (outcome.kind === 'ok') return outcome.pa;
  return outcome.kind === 'aborted' ? (outcome.fault?.event ?? outcome.why) : outcome.status;
}

/** The list of mappings itself, asked for one address. */
function expected(mappings: readonly Mapping[], address: bigint, write: boolean): unknown {
  const found = mappings.findLast(
    ({ from, sizeBytes }) => address >= from && address < from + sizeBytes,
  );
  if (found === undefined) return 'F_TRANSLATION';
  return write && !found.write ? 'F_PERMISSION' : found.to + (address - found.from);
}

const GEOMETRIES: readonly [GranuleBits, number][] = [
  [12, 48],
  [12, 39],
  [12, 32],
  [14, 48],
  [14, 47],
  [14, 36],
  [16, 48],
  [16, 42],
];

function mappingsOf(granule: GranuleBits): fc.Arbitrary<readonly Mapping[]> {
  // A block of level 2 is 2^(granule - 3) pages: round starts make blocks fit now and then.
  const block = 2 ** (granule - 3);
  const page = fc.oneof(
    fc.integer({ min: 0, max: 2 * block }),
    fc.constantFrom(0, block, 2 * block),
  );
  return fc
    .array(
      fc.record({
        from: page,
        to: page,
        pages: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(block, block + 1)),
        write: fc.boolean(),
      }),
      { maxLength: 4 },
    )
    .map((list) =>
      list.map(({ from, to, pages, write }) => ({
        from: BigInt(from) << BigInt(granule),
        to: (1n << 40n) + (BigInt(to) << BigInt(granule)),
        sizeBytes: BigInt(pages) << BigInt(granule),
        read: true,
        write,
        attribute: 'cache' as const,
        isNonSecure: false,
        accessFlag: true,
        isPrivileged: false,
      })),
    );
}

const PROBES = fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 1, maxLength: 12 });

describe.each(GEOMETRIES)('2^%i byte pages, %i bits of input', (granule, inputBits) => {
  test('the walk, and the caches after it, say what the list of mappings says', () => {
    fc.assert(
      fc.property(mappingsOf(granule), PROBES, (mappings, probes) => {
        const view = viewOf(granule, inputBits, mappings);
        const unit = new SmmuUnit(view, {
          sizes: { configuration: 2, tables: 3, translations: 4 },
        });
        const pages = 4 * 2 ** (granule - 3);
        for (const [number, write] of [...probes, ...probes]) {
          const address = (BigInt(number % pages) << BigInt(granule)) | 0x48n;
          const txn = access(address, write);
          const said = expected(mappings, address, write);
          expect(seen(translate(view, txn))).toBe(said);
          expect(seen(unit.translate(txn).answer)).toBe(said);
        }
      }),
      { numRuns: 25 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defined } from '../base/assert.ts';
import { err, ok } from '../base/result.ts';
import { RULES } from '../rules/catalogue.ts';
import { enumerate } from '../machine/enumerate.ts';
import { applyEdit } from '../scenario/edit.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Iommu, Scenario } from '../scenario/schema.ts';
import { createRun } from '../sim/create-run.ts';
import type { Run } from '../sim/run.ts';
import { EVENTS } from './smmuv3/events.ts';
import { encodeCd, encodeSte } from './smmuv3/layout.ts';
import { translate } from './smmuv3/translate.ts';
import type { SmmuView } from './smmuv3/types.ts';

/* Tables that nobody would write: what they lead to is a fault of the architecture, never an exception. */

const WORD = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });

/** Entries that keep a walk going: valid tables with any address, and now and then anything at all. */
const ENTRY = fc.oneof(
  WORD.map((word) => (word & ~3n) | 3n),
  WORD.map((word) => (word & 0x0000_0fff_ffff_f000n) | 3n),
  WORD,
);

/** Mostly 0; now and then bits that are flipped in one word of a structure. */
const FLIPS = fc.oneof({ weight: 4, arbitrary: fc.constant(0n) }, { weight: 1, arbitrary: WORD });

function flipped(words: readonly bigint[], flips: bigint): bigint[] {
  const at = Number(flips & 7n);
  return words.map((word, i) => (i === at ? word ^ flips : word));
}

const STE_WORDS = fc
  .record({
    Config: fc.integer({ min: 3, max: 7 }),
    S1CDMax: fc.constantFrom(0, 4),
    S1DSS: fc.constantFrom(1, 2),
    S1Fmt: fc.constantFrom(0, 1, 2),
    S2T0SZ: fc.integer({ min: 16, max: 34 }),
    S2SL0: fc.constantFrom(0, 1, 1, 2),
    S2TG: fc.constantFrom(0, 0, 1, 2),
    S2TTB: fc.bigInt({ min: 0n, max: (1n << 40n) - 1n }),
    EATS: fc.constantFrom(0, 1, 2, 3),
  })
  .map((fields) => encodeSte({ V: 1, S2AA64: 1, S2PS: 5, S2R: 1, S2AFFD: 1, ...fields }));

const CD_WORDS = fc
  .record({
    T0SZ: fc.integer({ min: 15, max: 40 }),
    TG0: fc.constantFrom(0, 0, 1, 2, 3),
    IPS: fc.integer({ min: 0, max: 7 }),
    TTB0: fc.bigInt({ min: 0n, max: (1n << 44n) - 1n }),
  })
  .map((fields) => encodeCd({ V: 1, AA64: 1, R: 1, A: 1, AFFD: 1, ...fields }));

describe('an SMMU whose memory holds anything', () => {
  test('ends every walk in an answer of the architecture, after few reads', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(ENTRY, { minLength: 1, maxLength: 6 }),
        fc.tuple(STE_WORDS, CD_WORDS, FLIPS),
        fc.record({
          address: fc.oneof(
            WORD,
            WORD.map((word) => word >> 34n),
          ),
          sid: fc.integer({ min: 0, max: 0x1ffff }),
          ssid: fc.option(fc.integer({ min: 0, max: 0xfffff })),
          write: fc.boolean(),
          at: fc.constantFrom('untranslated', 'translated', 'translationRequest'),
          security: fc.constantFrom('NS', 'REALM'),
          oas: fc.constantFrom(40, 48, 52),
          isTwoLevel: fc.boolean(),
          abortEvery: fc.integer({ min: 2, max: 60 }),
        }),
        (entries, [ste, cd, flips], given) => {
          let reads = 0;
          let structures = 0;
          const read: SmmuView['memory']['read'] = (_pas, _address, count) => {
            reads += 1;
            if (reads % given.abortEvery === 0) return err('external');
            if (count === 8) return ok(flipped(structures++ === 0 ? ste : cd, flips));
            return ok(Array.from({ length: count }, () => entries[reads % entries.length] ?? 0n));
          };
          const { outcome, steps } = translate(
            {
              security: given.security,
              registers: {
                smmuEnabled: true,
                gbpaAbort: false,
                atsCheck: true,
                recordInvalidSid: true,
                recordAtsConfiguration: true,
                streamTable: {
                  format: given.isTwoLevel ? '2lvl' : 'linear',
                  base: 0x4000_0000n,
                  log2size: 16,
                  split: 8,
                },
              },
              features: { oas: given.oas, ssidSize: 20, attributeOverride: true },
              memory: { read, isAllowed: () => true, granuleOf: () => null },
              dpt: null,
            },
            {
              sid: given.sid,
              ssid: given.ssid,
              address: given.address,
              write: given.write,
              privileged: false,
              instruction: false,
              at: given.at,
              noWrite: false,
              incoming: { type: { kind: 'normal', outer: 2, inner: 2 }, sh: 'ISH' },
            },
          );
          // Two for the STE, five for each CD structure, four levels of five, four for the output.
          expect(steps.length).toBeLessThanOrEqual(2 + 10 + 20 + 4);
          const event = outcome.kind === 'ok' ? null : (outcome.fault?.event ?? null);
          if (event !== null) expect(EVENTS).toHaveProperty(event);
          seen.add(outcome.kind === 'ok' ? 'ok' : (event ?? outcome.kind));
        },
      ),
      { numRuns: 3000, seed: 5 },
    );
    // The run met what it is for.
    expect([...seen]).toEqual(
      expect.arrayContaining(['ok', 'C_BAD_STE', 'C_BAD_CD', 'F_TRANSLATION', 'F_ADDR_SIZE']),
    );
  });
});

const { scenario: EXAMPLE } = defined(
  PRESETS.find(({ id }) => id === 'redirected'),
  'the example',
);

function under(patch: Partial<Iommu>): Scenario {
  const edited = applyEdit(EXAMPLE, { kind: 'patchComponent', id: 'smmu0', patch });
  if (!edited.ok) throw new Error(JSON.stringify(edited.error));
  return edited.value.scenario;
}

function runOf(scenario: Scenario): Run {
  return createRun(defined(enumerate(scenario).machine ?? undefined, 'a machine'));
}

/** The walk of the example's write. */
function walkOf(run: Run) {
  const write = run.flows.find(({ transferId }) => transferId === 'write');
  const hop = write?.route.request.find((one) => one.translation !== undefined);
  return hop?.translation?.walk ?? [];
}

const hex = (value: bigint): string => `0x${value.toString(16)}`;

describe.each(['smmuv3', 'vtd-legacy', 'vtd-scalable', 'amdvi', 'tce'] as const)('%s', (model) => {
  const walk = walkOf(runOf(under({ model })));

  test('walks tables in the example', () => {
    expect(walk.length).toBeGreaterThan(0);
  });

  test.each([
    ['nothing', () => 0n],
    ['all ones', () => (1n << 64n) - 1n],
    [
      'the table itself: a loop',
      ({ address, word }: Place) => (word & 0xfffn) | (address & ~0xfffn),
    ],
    ['a table outside memory', ({ word }: Place) => (word & 0xfffn) | 0x000f_ffff_ffff_f000n],
    ['every type bit', ({ word }: Place) => word | 0xfffn],
  ])('an entry that holds %s ends in a rule, not in an exception', (_title, change) => {
    for (const step of walk) {
      const word = step.words?.[0] ?? step.descriptor;
      const value = change({ address: step.address, word });
      const patches = [{ space: 'NS' as const, address: hex(step.address), value: hex(value) }];
      const run = runOf(under({ model, patches }));
      const write = run.flows.find(({ transferId }) => transferId === 'write');
      expect(RULES).toHaveProperty(write?.route.request.at(-1)?.rule ?? '');
      expect(walkOf(run).length).toBeLessThanOrEqual(walk.length + 8);
    }
  });
});

interface Place {
  readonly address: bigint;
  readonly word: bigint;
}

test('of two mappings of one page the later one counts, in memory and in the answer', () => {
  const iommu = EXAMPLE.components.find((one) => one.kind === 'iommu');
  const [table] = defined(iommu, 'an IOMMU').tables;
  const { id, name, mappings } = defined(table, 'a table');
  const again = mappings.map((one) => ({ ...one, to: '0x8000000000' as const }));
  const run = runOf(under({ tables: [{ id, name, mappings: [...mappings, ...again] }] }));
  const write = run.flows.find(({ transferId }) => transferId === 'write');
  const hop = write?.route.request.find((one) => one.translation !== undefined);
  expect(hop?.translation).toMatchObject({ kind: 'translated' });
  expect(hop?.translation?.kind === 'translated' && hop.translation.address >> 36n).toBe(8n);
});

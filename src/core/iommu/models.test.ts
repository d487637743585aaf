import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { busAddr } from '../base/address.ts';
import { enumerate } from '../machine/enumerate.ts';
import type { Machine } from '../machine/types.ts';
import { route } from '../pcie/route.ts';
import { transferRequest } from '../pcie/transfer-request.ts';
import type { Route, TranslateRequest, TranslateResult } from '../pcie/types.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Iommu, Scenario } from '../scenario/schema.ts';
import { translatorsOf } from './translators.ts';

type Model = Iommu['model'];
type Stream = Iommu['streams'][number];
type Mapping = Iommu['tables'][number]['mappings'][number];

const BAR = 0x10_0000_0000n;
const BAR_BYTES = 32 * 1024 * 1024;

/** Every BAR byte of the exporter mapped to itself. */
const IDENTITY: Mapping = {
  from: '0x1000000000',
  to: '0x1000000000',
  sizeBytes: BAR_BYTES,
  read: true,
  write: true,
  attribute: 'mmio',
};

const ALL: readonly Model[] = [
  'smmuv3',
  'vtd-legacy',
  'vtd-scalable',
  'amdvi',
  'tce',
  'identity',
  'none',
];
const WITH_TABLES: readonly Model[] = ALL.slice(0, 5);

/** The Realm scene's machine, without the Realm, under any kind of IOMMU. */
function scenarioUnder(
  model: Model,
  mappings: readonly Mapping[],
  stream: Partial<Stream> = {},
): Scenario {
  const base = PRESETS.find(({ id }) => id === 'shared-ipa')?.scenario;
  if (base === undefined) throw new Error('no shared-ipa');
  const components = base.components.map((component) => {
    if (component.kind !== 'iommu') return component;
    const streams: Stream[] = [
      { requester: 'nic0', t: 0, config: 'stage2', table: 'map', ...stream },
    ];
    const tables = [{ id: 'map', name: 'Map', mappings: [...mappings] }];
    return { ...component, model, streams, tables };
  });
  const transfers = base.transfers.map((transfer) => {
    return { ...transfer, address: '0x1000001000', t: 0 as const };
  });
  return { ...base, components, transfers };
}

function machineOf(scenario: Scenario): Machine {
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) throw new Error(JSON.stringify(diagnostics));
  return machine;
}

function routeUnder(scenario: Scenario): Route {
  const machine = machineOf(scenario);
  const [transfer] = scenario.transfers;
  const query = transfer === undefined ? null : transferRequest(machine, transfer);
  if (query === null) throw new Error('no request');
  return route({ machine, translators: translatorsOf(machine), ...query });
}

function ask(scenario: Scenario, request: Partial<TranslateRequest> = {}): TranslateResult {
  const machine = machineOf(scenario);
  const nic = machine.functions.find(({ id }) => id === 'nic0');
  const translator = translatorsOf(machine).get(0);
  if (nic === undefined || translator === undefined) throw new Error('no nic0 or no IOMMU');
  return translator.translate({
    hostBridge: 0,
    requesterId: nic.requesterId,
    address: busAddr(BAR + 0x1000n),
    bytes: 64,
    write: true,
    at: 'untranslated',
    t: 0,
    ...request,
  });
}

describe('the same machine under every kind of IOMMU', () => {
  test.each(ALL)('%s with identity maps delivers the same bytes to the same BAR', (model) => {
    const found = routeUnder(scenarioUnder(model, [IDENTITY]));
    expect(found.outcome).toBe('delivered');
    expect(found.request.at(-1)?.address).toBe(BAR + 0x1000n);
  });

  test.each([
    ['smmuv3', 'F_TRANSLATION', 'SMMU-F_TRANSLATION'],
    ['vtd-legacy', 'DMAR fault 05h', 'VTD-WRITE'],
    ['vtd-scalable', 'DMAR fault 85h', 'VTD-WRITE'],
    ['amdvi', 'IO_PAGE_FAULT', 'AMDVI-PAGE-FAULT'],
    ['tce', 'EEH', 'TCE-EEH'],
  ] as const)('%s with the map removed reports %s', (model, event, rule) => {
    expect(ask(scenarioUnder(model, []))).toMatchObject({ kind: 'fault', event, rule });
    expect(routeUnder(scenarioUnder(model, [])).outcome).toBe('faulted');
  });

  test.each([
    ['smmuv3', 'F_PERMISSION'],
    ['vtd-legacy', 'DMAR fault 05h'],
    ['vtd-scalable', 'DMAR fault 85h'],
    ['amdvi', 'IO_PAGE_FAULT'],
    ['tce', 'EEH'],
  ] as const)('%s refuses a write to a read-only page, and lets a read pass', (model, event) => {
    const scenario = scenarioUnder(model, [{ ...IDENTITY, write: false }]);
    expect(ask(scenario)).toMatchObject({ kind: 'fault', event });
    expect(ask(scenario, { write: false })).toMatchObject({ kind: 'translated' });
  });

  test.each([
    ['smmuv3', null],
    ['vtd-legacy', 'DMAR fault 02h'],
    ['vtd-scalable', 'DMAR fault 41h'],
    ['amdvi', null],
    ['tce', 'EEH'],
  ] as const)('%s with the stream set to abort: %s', (model, event) => {
    expect(ask(scenarioUnder(model, [IDENTITY], { config: 'abort' }))).toMatchObject({
      kind: 'fault',
      event,
    });
  });

  test('a requester without an entry passes AMD-Vi untranslated and no other', () => {
    const stranger = { requester: 'acc0' };
    const kinds = WITH_TABLES.map((m) => [m, ask(scenarioUnder(m, [IDENTITY], stranger)).rule]);
    expect(kinds).toEqual([
      ['smmuv3', 'SMMU-C_BAD_STREAMID'],
      ['vtd-legacy', 'VTD-ROOT'],
      ['vtd-scalable', 'VTD-ROOT'],
      ['amdvi', 'AMDVI-V0'],
      ['tce', 'TCE-NO-PE'],
    ]);
  });

  test.each([
    ['smmuv3', 5],
    ['vtd-legacy', 6],
    ['amdvi', 5],
  ] as const)('%s reads %i times for a page that no large page covers', (model, reads) => {
    const page = { ...IDENTITY, sizeBytes: 8192 };
    const scenario = scenarioUnder(model, [page]);
    const components = scenario.components.map((c) =>
      c.kind === 'iommu' && model !== 'smmuv3' ? { ...c, ipaBits: 48 } : c,
    );
    expect(ask({ ...scenario, components }).walk).toHaveLength(reads);
  });

  test('VT-d scalable nests: first level through second level, 4 x 4 levels cold', () => {
    const base = scenarioUnder('vtd-scalable', []);
    const page = { ...IDENTITY, sizeBytes: 8192 };
    const scenario = {
      ...base,
      components: base.components.map((component) => {
        if (component.kind !== 'iommu') return component;
        const stream = { requester: 'nic0', t: 0 as const, table: 'host', stage1: 'guest' };
        return {
          ...component,
          ipaBits: 48,
          streams: [{ ...stream, config: 'nested' as const }],
          tables: [
            { id: 'host', name: 'Host', mappings: [page] },
            {
              id: 'guest',
              name: 'Guest',
              mappings: [{ ...page, from: '0x7000000000' }],
            },
          ],
        };
      }),
    };
    const result = ask(scenario, { address: busAddr(0x70_0000_1000n) });
    expect(result).toMatchObject({
      kind: 'translated',
      rule: 'VTD-NESTED',
      address: BAR + 0x1000n,
      ipa: BAR + 0x1000n,
    });
    // The guest's tables lie in large second-level pages: fewer reads than the 24 + 4 of pages alone.
    const names = result.walk.map(({ table }) => table);
    expect(names.slice(0, 4)).toEqual(['root', 'context', 'PASID directory', 'PASID entry']);
    expect(names.filter((name) => name.startsWith('FL'))).toHaveLength(4);
    expect(names.slice(-4)).toEqual(['SL L4', 'SL L3', 'SL L2', 'SL L1']);
  });
});

describe('POWER', () => {
  test('the bypass window reaches memory with bit 59 set, and no BAR above it', () => {
    const scenario = scenarioUnder('tce', [IDENTITY]);
    const dram = ask(scenario, { address: busAddr((1n << 59n) | 0x8_8000_0000n) });
    expect(dram).toMatchObject({
      kind: 'translated',
      address: 0x8_8000_0000n,
      rule: 'TCE-BYPASS',
    });
    const bar = ask(scenario, { address: busAddr((1n << 59n) | BAR) });
    expect(bar).toMatchObject({ kind: 'fault', event: 'EEH', rule: 'TCE-OUTSIDE' });
  });
});

describe('ATS', () => {
  const answers = (model: Model, ats: 'none' | 'full'): unknown => {
    const scenario = scenarioUnder(model, [IDENTITY], { ats });
    const machine = machineOf(scenario);
    const nic = machine.functions.find(({ id }) => id === 'nic0');
    return translatorsOf(machine)
      .get(0)
      ?.answerTranslationRequest?.({
        hostBridge: 0,
        requesterId: nic?.requesterId ?? 0,
        address: busAddr(BAR + 0x1000n),
        bytes: 64,
        write: true,
        at: 'translationRequest',
        t: 0,
        noWrite: true,
      });
  };

  test.each(['smmuv3', 'vtd-legacy', 'vtd-scalable', 'amdvi'] as const)(
    '%s answers a Translation Request where the stream allows it, without W under No Write',
    (model) => {
      expect(answers(model, 'full')).toMatchObject({
        status: 'Success',
        read: true,
        write: false,
        address: BAR + 0x1000n,
        space: 'PA',
      });
      expect(answers(model, 'none')).toMatchObject({ status: 'UR', address: null });
    },
  );
});

/** What a list of mappings says about one address: the last one that covers it. */
function slowReference(
  mappings: readonly Mapping[],
  address: bigint,
  write: boolean,
): bigint | null {
  const found = mappings.findLast(({ from, sizeBytes }) => {
    return address >= BigInt(from) && address < BigInt(from) + BigInt(sizeBytes);
  });
  if (found === undefined || typeof found.to !== 'string') return null;
  const isAllowed = write ? found.write : found.read;
  return isAllowed ? BigInt(found.to) + (address - BigInt(found.from)) : null;
}

const hex = (value: bigint): string => `0x${value.toString(16)}`;

const mappingArbitrary: fc.Arbitrary<Mapping> = fc
  .record({
    from: fc.integer({ min: 0, max: 2048 }),
    to: fc.integer({ min: 0, max: 4096 }),
    pages: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(512, 1024)),
    isAligned: fc.boolean(),
    write: fc.boolean(),
  })
  .map(({ from, to, pages, isAligned, write }) => {
    const round = (page: number): bigint => BigInt(isAligned ? page - (page % 512) : page) << 12n;
    return {
      from: hex(round(from)),
      to: hex((1n << 32n) + round(to)),
      sizeBytes: pages * 4096,
      read: true,
      write,
      attribute: 'cache',
    };
  });

describe('against a slow reference that only knows the list of mappings', () => {
  test.each(WITH_TABLES)('%s agrees on every address, blocks and overlaps included', (model) => {
    fc.assert(
      fc.property(
        fc.array(mappingArbitrary, { maxLength: 6 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.boolean()), {
          minLength: 1,
          maxLength: 20,
        }),
        (mappings, probes) => {
          const machine = machineOf(scenarioUnder(model, mappings));
          const nic = machine.functions.find(({ id }) => id === 'nic0');
          const translator = translatorsOf(machine).get(0);
          for (const [page, write] of probes) {
            const address = (BigInt(page) << 12n) | 0x40n;
            const result = translator?.translate({
              hostBridge: 0,
              requesterId: nic?.requesterId ?? 0,
              address: busAddr(address),
              bytes: 64,
              write,
              at: 'untranslated',
              t: 0,
            });
            const output = result?.kind === 'translated' ? result.address : null;
            expect(output).toBe(slowReference(mappings, address, write));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

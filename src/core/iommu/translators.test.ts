import { describe, expect, test } from 'vitest';
import { enumerate } from '../machine/enumerate.ts';
import type { Machine } from '../machine/types.ts';
import { busAddr } from '../base/address.ts';
import type { TranslateRequest, TranslateResult } from '../pcie/types.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Iommu, Scenario } from '../scenario/schema.ts';
import { translatorsOf } from './translators.ts';

function scenarioOf(id: string): Scenario {
  const preset = PRESETS.find((candidate) => candidate.id === id);
  if (preset === undefined) throw new Error(`no preset ${id}`);
  return preset.scenario;
}

function machineOf(scenario: Scenario): Machine {
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) throw new Error(JSON.stringify(diagnostics));
  return machine;
}

/** The scenario with its SMMU changed. */
function withIommu(scenario: Scenario, change: (iommu: Iommu) => Iommu): Scenario {
  const components = scenario.components.map((c) => (c.kind === 'iommu' ? change(c) : c));
  return { ...scenario, components };
}

function ask(scenario: Scenario, request: Partial<TranslateRequest>): TranslateResult {
  const machine = machineOf(scenario);
  const nic = machine.functions.find(({ id }) => id === 'nic0');
  const translator = translatorsOf(machine).get(0);
  if (nic === undefined || translator === undefined) throw new Error('no nic0 or no SMMU');
  return translator.translate({
    hostBridge: 0,
    requesterId: nic.requesterId,
    address: busAddr(0x80_1000_1000n),
    bytes: 64,
    write: true,
    at: 'untranslated',
    t: 0,
    ...request,
  });
}

describe('the SMMU of the Realm scene', () => {
  test('stage 2 of the hypervisor maps the shared IPA to the BAR as Device memory', () => {
    const result = ask(scenarioOf('shared-ipa'), {});
    expect(result).toMatchObject({
      kind: 'translated',
      address: 0x10_0000_1000n,
      pas: 'NS',
      memoryType: 'Device-nGnRE',
      mayGather: false,
      rule: 'SMMU-S2',
    });
    expect(result.walk.map(({ table }) => table)).toEqual(['L1STD', 'STE', 'S2 L1', 'S2 L2']);
  });

  test('the private IPA of a T=0 request is mapped nowhere: F_TRANSLATION', () => {
    const result = ask(scenarioOf('shared-ipa'), { address: busAddr(0x1000_1000n) });
    expect(result).toMatchObject({
      kind: 'fault',
      event: 'F_TRANSLATION',
      queue: 'NS',
      ipa: 0x1000_1000n,
    });
  });

  test('T=1 looks into the Realm stream table and finds the Realm address', () => {
    const result = ask(scenarioOf('private-t1'), { t: 1, address: busAddr(0x1000_1000n) });
    expect(result).toMatchObject({ kind: 'translated', pas: 'REALM', address: 0x10_0000_1000n });
  });

  test('before the Realm enables DMA its stream table entry is not valid: C_BAD_STE', () => {
    const scenario = scenarioOf('private-t1');
    const components = scenario.components.map((component) =>
      component.id === 'nic0' && 'tdisp' in component && component.tdisp !== undefined
        ? { ...component, tdisp: { ...component.tdisp, dmaEnabled: false } }
        : component,
    );
    const result = ask({ ...scenario, components }, { t: 1, address: busAddr(0x1000_1000n) });
    expect(result).toMatchObject({ kind: 'fault', event: 'C_BAD_STE', queue: 'REALM' });
  });
});

describe('tables are bytes', () => {
  const scenario = scenarioOf('shared-ipa');
  const good = ask(scenario, {});
  const ste = good.walk.find(({ table }) => table === 'STE');

  /** The good walk's STE with one bit of it flipped in memory. */
  function withFlippedBit(bit: number): TranslateResult {
    const word = ste?.words?.[Math.floor(bit / 64)] ?? 0n;
    const address = (ste?.address ?? 0n) + BigInt(8 * Math.floor(bit / 64));
    const value = word ^ (1n << BigInt(bit % 64));
    const patch = {
      space: 'NS' as const,
      address: `0x${address.toString(16)}`,
      value: `0x${value.toString(16)}`,
    };
    return ask(
      withIommu(scenario, (iommu) => ({ ...iommu, patches: [patch] })),
      {},
    );
  }

  test.each([
    [0, 'V', 'C_BAD_STE'],
    [166, 'S2SL0', 'C_BAD_STE'],
    [179, 'S2AA64', 'C_BAD_STE'],
    [175, 'S2TG', 'F_TRANSLATION'],
    [210, 'S2TTB', 'F_TRANSLATION'],
    [164, 'S2T0SZ', 'C_BAD_STE'],
    [161, 'S2T0SZ', 'F_TRANSLATION'],
  ])('flipping bit %i (%s) of the STE gives %s', (bit, _field, event) => {
    expect(withFlippedBit(bit)).toMatchObject({ kind: 'fault', event });
  });

  test('flipping Config to 0b010 aborts without an event', () => {
    expect(withFlippedBit(3)).toMatchObject({ kind: 'fault', event: null, rule: 'SMMU-STE-ABORT' });
  });
});

describe('what a translation costs', () => {
  test('stage 2 alone: 10 ns for a hit, one read of 70 ns and the way to the TCU for a warm miss', () => {
    const result = ask(scenarioOf('shared-ipa'), {});
    expect(result).toMatchObject({
      timing: {
        hitPs: 10_000,
        missPs: 140_000,
        coldReads: 4,
        coldPs: 350_000,
        reachBytes: 2 ** 21,
      },
    });
  });

  test('both stages: 280 ns for a warm miss', () => {
    const scenario = withIommu(scenarioOf('shared-ipa'), (iommu) => ({
      ...iommu,
      streams: [
        { requester: 'nic0', t: 0, config: 'nested', table: 'hypervisor', stage1: 'guest' },
      ],
      tables: [
        ...iommu.tables,
        {
          id: 'guest',
          name: 'Guest',
          mappings: [
            {
              from: '0x7000000000',
              to: '0x8010000000',
              sizeBytes: 8192,
              read: true,
              write: true,
              attribute: 'mmio',
            },
          ],
        },
      ],
    }));
    const result = ask(scenario, { address: busAddr(0x70_0000_1000n) });
    expect(result).toMatchObject({
      kind: 'translated',
      rule: 'SMMU-NESTED',
      address: 0x10_0000_1000n,
      ipa: 0x80_1000_1000n,
      timing: { missPs: 280_000, reachBytes: 4096 },
    });
  });
});

import { describe, expect, test } from 'vitest';
import { defined } from '../../src/core/base/assert.ts';
import { translatorsOf } from '../../src/core/iommu/translators.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import type { Machine } from '../../src/core/machine/types.ts';
import { timeRoute } from '../../src/core/pcie/route-timing.ts';
import { route } from '../../src/core/pcie/route.ts';
import { DEFAULT_LATENCIES } from '../../src/core/pcie/timing.ts';
import { transferRequest } from '../../src/core/pcie/transfer-request.ts';
import { newTransfer } from '../../src/core/scenario/defaults.ts';
import { applyEdit } from '../../src/core/scenario/edit.ts';
import type { Edit } from '../../src/core/scenario/edit.ts';
import { PRESETS } from '../../src/core/scenario/presets/index.ts';
import type { TimingOptions } from '../../src/core/scenario/schema-timing.ts';
import type { Scenario, Transfer } from '../../src/core/scenario/schema.ts';
import { createRun } from '../../src/core/sim/create-run.ts';

const base = defined(
  PRESETS.find(({ id }) => id === 'switch-local'),
  'the example',
).scenario;

const write = newTransfer({
  id: 'w',
  name: 'write',
  op: 'MWr',
  from: 'nic0',
  to: { kind: 'bar', function: 'gpu0', bar: 2, offset: '0x0' },
  bytes: 64,
});
const read: Transfer = { ...write, op: 'MRd' };
const toMemory: Transfer = {
  ...read,
  to: { kind: 'memory', memory: 'ddr0', offset: '0x0' },
};

/** Every address passes as it is: how long a translation takes is not asked here. */
const noSmmu: Edit = { kind: 'patchComponent', id: 'smmu0', patch: { model: 'identity' } };

function machineWith(transfers: readonly Transfer[], ...edits: readonly Edit[]): Machine {
  const plain: Scenario = { ...base, transfers: [...transfers] };
  const edited = applyEdit(plain, { kind: 'batch', edits: [noSmmu, ...edits] });
  if (!edited.ok) throw new Error(JSON.stringify(edited.error));
  return defined(enumerate(edited.value.scenario).machine ?? undefined, 'a machine');
}

const timing = (patch: TimingOptions): Edit => ({ kind: 'patchTiming', patch });

/** Latency of a transfer of one TLP as simulated, which the closed form must give as well. */
function latency(transfer: Transfer, ...edits: readonly Edit[]): number {
  const machine = machineWith([transfer], ...edits);
  const simulated = createRun(machine).transfers[0]?.latencyPs?.max ?? NaN;
  const asked = defined(transferRequest(machine, transfer) ?? undefined, 'a request');
  const found = route({ machine, translators: translatorsOf(machine), ...asked });
  const { bytes, outstanding } = transfer;
  expect(timeRoute({ machine, ...asked, route: found, bytes, outstanding }).latencyPs).toBe(
    simulated,
  );
  return simulated;
}

describe('latencies of the document', () => {
  const more = 7000;
  const plus = (name: keyof typeof DEFAULT_LATENCIES): Edit =>
    timing({ [name]: DEFAULT_LATENCIES[name] + more });

  test.each([
    ['a switch, crossed once by a write', write, plus('switchPs'), 1],
    ['a switch, crossed by a read and its completion', read, plus('switchPs'), 2],
    ['the link layer, twice each way', read, plus('linkLayerPs'), 4],
    ['a BAR that is read', read, plus('endpointReadPs'), 1],
    ['a BAR that is written', write, plus('endpointReadPs'), 0],
    ['memory that is read', toMemory, plus('memoryReadPs'), 1],
  ] as const)('%s', (_name, transfer, edit, times) => {
    expect(latency(transfer, edit) - latency(transfer)).toBe(times * more);
  });

  test.each([
    ['the switch', write, 'sw0', 'switchPs'],
    ['the GPU', read, 'gpu0', 'endpointReadPs'],
    ['the memory', toMemory, 'ddr0', 'memoryReadPs'],
  ] as const)('%s has its own, which the document does not change', (_name, transfer, id, name) => {
    const own: Edit = { kind: 'patchComponent', id, patch: { latencyPs: 1_000_000 } };
    const gain = latency(transfer, own) - latency(transfer);
    expect(gain).toBe(1_000_000 - DEFAULT_LATENCIES[name]);
    expect(latency(transfer, own, plus(name))).toBe(latency(transfer, own));
  });

  test('a time below zero is refused, and taking the last one back leaves the document as it was', () => {
    expect(applyEdit(base, timing({ switchPs: -1 })).ok).toBe(false);
    const edited = applyEdit(base, timing({ switchPs: 1 }));
    if (!edited.ok) throw new Error('a time of 1 ps is allowed');
    const back = applyEdit(edited.value.scenario, edited.value.inverse);
    expect(back.ok && back.value.scenario).toEqual(base);
  });
});

describe('switches and links', () => {
  test('storing costs the time of the whole TLP once for each switch', () => {
    const large = { ...write, bytes: 256 };
    const stored = timing({ switchMode: 'storeAndForward' });
    const [small, big] = [write, large].map((one) => latency(one, stored) - latency(one));
    expect(small).toBeGreaterThan(0);
    expect(big).toBeGreaterThan(2 * (small ?? NaN));
  });

  test('without ACKs, updates and SKP sets a link carries TLPs all the time', () => {
    const long = { ...write, bytes: 1 << 20 };
    const secondsOf = (options: TimingOptions): number =>
      createRun(machineWith([long], timing(options))).transfers[0]?.lastPs ?? NaN;
    const all = secondsOf({});
    const noSkips = secondsOf({ skips: false });
    const noAcks = secondsOf({ acks: false });
    const none = secondsOf({ acks: false, skips: false });
    expect(all / noSkips).toBeGreaterThan(1);
    // SKP sets are 4 of 1538 bytes.
    expect(noAcks / none).toBeCloseTo(1538 / 1534, 3);
    expect(all / none).toBeGreaterThan(noAcks / none);
  });

  const rivals = [
    { ...write, bytes: 1 << 18 },
    { ...write, id: 'v', from: 'gpu1', bytes: 1 << 18 },
  ];

  /** TLPs of the second writer for each one of the first, in the middle of their rivalry. */
  function shares(...edits: readonly Edit[]): number {
    const run = createRun(machineWith(rivals, ...edits));
    const at = Math.min(...run.transfers.map(({ lastPs }) => lastPs ?? 0));
    const [first, second] = run.seek(at / 2).results.flows;
    return (second?.tlps ?? NaN) / (first?.tlps ?? NaN);
  }

  test('inputs take turns, or as many TLPs as their port states', () => {
    const weight: Edit = { kind: 'patchComponent', id: 'sw0-dsp3', patch: { weight: 48 } };
    expect(shares()).toBeCloseTo(1, 1);
    expect(shares(weight)).toBeCloseTo(1, 1);
    // NIC0 hangs on 16 lanes.
    expect(shares(timing({ arbitration: 'weighted' }), weight)).toBeGreaterThan(2);
  });
});

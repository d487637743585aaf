import { describe, expect, test } from 'vitest';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { PRESETS } from '../../src/core/scenario/presets/index.ts';
import type { DeviceAction, Scenario, Transfer } from '../../src/core/scenario/schema.ts';
import { createRun } from '../../src/core/sim/create-run.ts';

/** NIC0 writes 64 KiB to GPU0 on the redirected example; GPU0 meets `actions` meanwhile. */
function runOf(
  kernel: string,
  actions: readonly Pick<DeviceAction, 'kind' | 'atPs'>[],
  part: Partial<Transfer> = {},
) {
  const found = PRESETS.find(({ id }) => id === 'redirected')?.scenario;
  const [transfer] = found?.transfers ?? [];
  if (found === undefined || transfer === undefined) throw new Error('no preset');
  const listed = { vendorId: '8086', deviceId: '09a2' };
  const scenario: Scenario = {
    ...found,
    system: { ...found.system, kernel },
    components: found.components.map((one) =>
      one.kind === 'host-bridge' ? { ...one, ...listed } : one,
    ),
    transfers: [{ ...transfer, bytes: 65_536, startPs: 0, ...part }],
    actions: actions.map((one, n) => ({ ...one, id: `a${n}`, function: 'gpu0' })),
  };
  const { machine } = enumerate(scenario);
  if (machine === null) throw new Error('no machine');
  return createRun(machine);
}

const MIDDLE = 1_000_000;
const phases = (run: ReturnType<typeof runOf>) => run.lives[0]?.moments.map(({ phase }) => phase);
const outcomes = (run: ReturnType<typeof runOf>) => run.flows.map(({ route }) => route.outcome);

describe('memory decode cleared in the middle of a transfer', () => {
  const off = [{ kind: 'clearMemoryDecode', atPs: MIDDLE }] as const;

  test('without Linux: what arrives later meets Unsupported Request', () => {
    const run = runOf('7.3', off);
    const [summary] = run.transfers;
    expect(outcomes(run)).toEqual(['delivered', 'unsupportedRequest']);
    expect(summary?.bytesDelivered).toBeGreaterThan(0);
    expect(summary?.errors).toBeGreaterThan(0);
    expect((summary?.bytesDelivered ?? 0) + 256 * (summary?.errors ?? 0)).toBe(65_536);
    expect(summary?.lastPs).toBeLessThan(MIDDLE);
    expect(run.lives).toEqual([]);
  });

  test('7.0: the importer stops, but what is in flight is lost', () => {
    const run = runOf('7.0', off, { linux: {} });
    const [summary] = run.transfers;
    expect(outcomes(run)).toEqual(['delivered', 'unsupportedRequest']);
    expect(summary?.errors).toBeGreaterThan(0);
    expect((summary?.bytesDelivered ?? 0) + 256 * (summary?.errors ?? 0)).toBeLessThan(65_536);
    expect(phases(run)).toEqual(['exported', 'attached', 'mapped', 'revoked', 'drained']);
  });

  test('7.1: the action waits for the importer, and nothing is lost', () => {
    const run = runOf('7.1', off, { linux: {} });
    const [summary] = run.transfers;
    expect(outcomes(run)).toEqual(['delivered']);
    expect(summary?.errors).toBe(0);
    expect(summary?.bytesDelivered).toBeLessThan(65_536);
    expect(summary?.lastPs).toBeGreaterThan(MIDDLE);
    expect(phases(run)).toEqual(['exported', 'attached', 'mapped', 'draining', 'drained']);
    const drained = run.lives[0]?.moments.at(-1);
    expect(drained?.tPs).toBeGreaterThanOrEqual(summary?.lastPs ?? Infinity);
  });

  test.each(['7.0', '7.1'])(
    '%s: given back, the importer maps again and sends the rest',
    (kernel) => {
      const run = runOf(kernel, [...off, { kind: 'setMemoryDecode', atPs: 4_000_000 }], {
        linux: {},
      });
      const lost = 256 * (run.transfers[0]?.errors ?? 0);
      expect(run.transfers[0]?.bytesDelivered).toBe(65_536 - lost);
      expect(phases(run)?.slice(-3)).toEqual(['drained', 'attached', 'mapped']);
      expect(run.endPs).toBeGreaterThan(4_000_000);
    },
  );

  test('closed: the buffer is an orphan, and giving the device back changes nothing', () => {
    const run = runOf(
      '7.3',
      [
        { kind: 'close', atPs: MIDDLE },
        { kind: 'setMemoryDecode', atPs: 4_000_000 },
      ],
      { linux: {} },
    );
    expect(phases(run)?.at(-1)).toBe('closed');
    expect(run.lives[0]?.moments.at(-1)?.errno).toBe('-ENODEV');
    expect(run.transfers[0]?.bytesDelivered).toBeLessThan(65_536);
  });

  test('reads: the ones that arrive later are answered with UR', () => {
    const later = [{ kind: 'reset', atPs: 3 * MIDDLE }] as const;
    const run = runOf('7.3', later, { op: 'MRd', outstanding: 4 });
    const [summary] = run.transfers;
    expect(run.flows.map(({ leg, route }) => `${leg} ${route.completionStatus}`)).toContain(
      'completion UR',
    );
    expect(summary?.bytesDelivered).toBeGreaterThan(0);
  });

  test('an action after the end changes nothing, and the same document gives the same run', () => {
    const plain = runOf('7.3', []);
    const late = runOf('7.3', [{ kind: 'reset', atPs: plain.endPs + 1 }]);
    expect(late.digest32).toBe(plain.digest32);
    expect(runOf('7.0', off, { linux: {} }).digest32).toBe(
      runOf('7.0', off, { linux: {} }).digest32,
    );
  });
});

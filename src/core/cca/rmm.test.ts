import { describe, expect, test } from 'vitest';
import { callRmm, newRmm, realmAccess } from './rmm.ts';
import type { Rmm, RmmCall } from './rmm.ts';
import { afterEvent, afterRequest } from './tdi.ts';

const PRIVATE = 0x1000_1000n;
const SHARED = PRIVATE | (1n << 39n);
const PA = 0x10_0000_1000n;

function play(calls: readonly RmmCall[]): { rmm: Rmm; refused: string | null } {
  let rmm = newRmm({ ipaBits: 40, allowsAts: false, vdevs: { gpu: 'realm0' } });
  for (const call of calls) {
    const next = callRmm(rmm, call);
    if (!next.ok) return { rmm, refused: `${call.call}: ${next.error}` };
    rmm = next.value;
  }
  return { rmm, refused: null };
}

const LOCK: readonly RmmCall[] = [
  { call: 'RMI_VDEV_LOCK', vdev: 'gpu' },
  { call: 'RMI_GRANULE_RANGE_DELEGATE', pa: PA },
  { call: 'RMI_RTT_DEV_MAP', vdev: 'gpu', ipa: PRIVATE, pa: PA },
];
const VALIDATE: readonly RmmCall[] = [
  { call: 'RSI_VDEV_VALIDATE_MAPPING', vdev: 'gpu', ipa: PRIVATE, pa: PA },
  { call: 'RMI_RTT_DEV_VALIDATE', ipa: PRIVATE, pa: PA },
];

describe('the life of an assigned device', () => {
  test('the MMIO address moves on lock and back on unlock', () => {
    const shared = play([{ call: 'RMI_RTT_UNPROT_MAP', ipa: SHARED, pa: PA }]).rmm;
    expect(realmAccess(shared, SHARED)).toEqual({ kind: 'device', pa: PA, t: 0 });
    expect(realmAccess(shared, PRIVATE)).toEqual({ kind: 'REALM_SEA' });
    const running = play([...LOCK, ...VALIDATE]).rmm;
    expect(realmAccess(running, PRIVATE)).toEqual({ kind: 'device', pa: PA, t: 1 });
    expect(realmAccess(running, SHARED)).toEqual({ kind: 'REC_EXIT' });
    const back = play([
      ...LOCK,
      ...VALIDATE,
      { call: 'RMI_RTT_DEV_UNMAP', ipa: PRIVATE },
      { call: 'RMI_GRANULE_RANGE_UNDELEGATE', pa: PA },
      { call: 'RMI_VDEV_UNLOCK', vdev: 'gpu' },
    ]);
    expect(back.refused).toBeNull();
    expect(back.rmm.vdevs.get('gpu')?.state).toBe('UNLOCKED');
  });

  test('mapped is not valid: the Realm must validate first', () => {
    expect(realmAccess(play(LOCK).rmm, PRIVATE)).toEqual({ kind: 'REALM_SEA' });
  });

  test.each<[string, readonly RmmCall[], RegExp]>([
    ['DMA before start', [...LOCK, { call: 'RSI_VDEV_DMA_ENABLE', vdev: 'gpu' }], /not started/],
    ['start before lock', [{ call: 'RMI_VDEV_START', vdev: 'gpu' }], /not locked/],
    ['validate unasked', [...LOCK, ...VALIDATE.slice(1)], /has not asked/],
    ['lock twice', [LOCK, LOCK].flatMap(([first]) => (first ? [first] : [])), /locked already/],
    [
      'the lower half as unprotected',
      [{ call: 'RMI_RTT_UNPROT_MAP', ipa: PRIVATE, pa: PA }],
      /unprotected half/,
    ],
  ])('%s is refused', (_what, calls, why) => expect(play(calls).refused).toMatch(why));
});

describe('the TDISP state machine', () => {
  test.each([
    ['CONFIG_UNLOCKED', 'START_INTERFACE', null],
    ['CONFIG_UNLOCKED', 'LOCK_INTERFACE', 'CONFIG_LOCKED'],
    ['CONFIG_LOCKED', 'START_INTERFACE', 'RUN'],
    ['RUN', 'LOCK_INTERFACE', null],
    ['ERROR', 'STOP_INTERFACE', 'CONFIG_UNLOCKED'],
  ] as const)('%s on %s leads to %s', (state, request, next) =>
    expect(afterRequest(state, request)).toBe(next),
  );

  test('the lock watches BARs, decode, bus mastering and resets, but not ACS', () => {
    expect(afterEvent('RUN', 'BAR_WRITE')).toBe('ERROR');
    expect(afterEvent('CONFIG_LOCKED', 'FLR')).toBe('ERROR');
    expect(afterEvent('RUN', 'ACS_WRITE')).toBe('RUN');
    expect(afterEvent('CONFIG_UNLOCKED', 'BAR_WRITE')).toBe('CONFIG_UNLOCKED');
  });
});

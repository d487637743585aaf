import { describe, expect, test } from 'vitest';
import { busAddr } from '../base/address.ts';
import { defined } from '../base/assert.ts';
import { enumerate } from '../machine/enumerate.ts';
import { translatorsOf } from '../iommu/translators.ts';
import { oneSwitch } from '../scenario/presets/one-switch.ts';
import { ACS_LINUX } from '../scenario/defaults.ts';
import { Walks } from './walks.ts';

const machine = defined(
  enumerate(
    oneSwitch({
      dspControl: ACS_LINUX,
      mappings: [
        {
          from: '0x4000000000',
          to: { function: 'gpu0', bar: 2 },
          sizeBytes: 1 << 21,
          read: true,
          write: true,
          attribute: 'mmio',
        },
      ],
      transfers: [],
    }),
  ).machine ?? undefined,
  'a machine',
);
const requester = defined(machine.functions[machine.functionById.get('nic0') ?? -1], 'nic0');
const translator = defined(translatorsOf(machine).get(0), 'a translator');

/** The walks of one flow of `pages` pages, for whose log `tlps` TLPs are foreseen. */
function walksOf(pages: number, tlps: number): Walks {
  const request = {
    hostBridge: 0,
    requesterId: requester.requesterId,
    address: busAddr(0x40_0000_0000n),
    bytes: 256,
    write: true,
    at: 'untranslated',
    t: 0,
  } as const;
  const flow = { iommu: 0, request, pages, from: 0, isPosted: false, fault: null };
  return new Walks([flow], () => translator.newUnit?.() ?? null, [tlps]);
}

describe('the log of look-ups', () => {
  test('a log that was given back serves the next run, which sees nothing of the last', () => {
    const first = walksOf(4, 4);
    for (let tlp = 0; tlp < 4; tlp++) first.delayPs(tlp, 0, tlp, 1_000_000 * tlp);
    expect(first.between(0, Infinity).map(({ kind }) => kind)[0]).toBe('miss');
    first.release();
    const second = walksOf(4, 4);
    expect(second.between(0, Infinity)).toEqual([]);
    expect(second.delayOf(0)).toBe(0);
    expect(second.delayPs(0, 0, 0, 0)).toBeGreaterThan(0);
  });

  test('a log that was given back twice is not shared by two runs', () => {
    const first = walksOf(1, 1);
    first.delayPs(0, 0, 0, 0);
    first.release();
    const second = walksOf(1, 1);
    first.release();
    const third = walksOf(1, 1);
    second.delayPs(0, 0, 0, 0);
    expect(third.between(0, Infinity)).toEqual([]);
    expect(second.between(0, Infinity)).toHaveLength(1);
  });

  test('a log grows past what was foreseen and keeps every look and the reads of its misses', () => {
    const walks = walksOf(4, 1);
    for (let tlp = 0; tlp < 3000; tlp++) walks.delayPs(tlp, 0, 0, 1_000_000 * tlp);
    const looks = walks.between(0, Infinity);
    expect(looks).toHaveLength(3000);
    expect(looks[0]?.readMask).toBeGreaterThan(0);
    expect(looks.slice(1).every(({ kind, readMask }) => kind === 'hit' && readMask === 0)).toBe(
      true,
    );
    expect(looks[2999]?.tlpId).toBe(2999);
  });
});

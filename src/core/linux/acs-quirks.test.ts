import { describe, expect, test } from 'vitest';
import { treeOf } from '../../../tests/linux-tree.ts';
import { acsEnabled } from './acs-enabled.ts';
import { ACS_QUIRKS, quirkVerdict, usableCapability } from './acs-quirks.ts';
import type { QuirkContext } from './acs-quirks.ts';
import { kernelOf } from './kernels.ts';
import { ACS_ISOLATION } from './tree.ts';
import { ACS_BIT } from '../scenario/acs.ts';
import type { LinuxFunction } from './tree.ts';

const CONTEXT: QuirkContext = { kernel: kernelOf('7.3'), iommu: 'other' };
const AMD: QuirkContext = { kernel: kernelOf('7.3'), iommu: 'amd' };

function device(vendorId: number, deviceId: number, more: Partial<LinuxFunction>): LinuxFunction {
  const tree = treeOf({ f: { vendorId, deviceId, ...more } });
  const [fn] = tree.functions;
  if (fn === undefined) throw new Error('no function');
  return fn;
}

const firstDevice = (devices: (typeof ACS_QUIRKS)[number]['devices']): number => {
  if (devices === 'any') return 0x4242;
  const [first] = devices;
  return first === undefined ? 0 : typeof first === 'number' ? first : first[0];
};

/** SV is what only a quirk can claim for a function without the capability; TB and DT tell the claims apart. */
const EXPECTED = {
  isolated: [true, false, false],
  multifunction: [true, true, true],
  pch: [true, false, false],
  shifted: [true, false, false],
  southbridge: [true, true, false],
  nothing: [false, false, false],
} as const;

describe('the quirk table', () => {
  test.each(ACS_QUIRKS)('$name claims what its row says and no more', (quirk) => {
    const fn = device(quirk.vendorId, firstDevice(quirk.devices), {
      kind: quirk.kinds?.[0] ?? 'endpoint',
      multifunction: true,
      ...(quirk.claim === 'shifted'
        ? { acs: { capability: 0x5f, control: 0, egressVector: null } }
        : {}),
    });
    const verdicts = [ACS_ISOLATION, ACS_ISOLATION | ACS_BIT.TB, ACS_ISOLATION | ACS_BIT.DT].map(
      (flags) => quirkVerdict(AMD, fn, flags)?.isEnabled,
    );
    expect(verdicts).toEqual(EXPECTED[quirk.claim]);
    expect(quirkVerdict(AMD, fn, ACS_ISOLATION)?.quirk.name).toBe(quirk.name);
  });

  test.each(ACS_QUIRKS.filter(({ kinds }) => kinds !== undefined))(
    '$name does not hold for another kind of function',
    ({ vendorId, devices }) => {
      const fn = device(vendorId, firstDevice(devices), { kind: 'endpoint' });
      expect(quirkVerdict(CONTEXT, fn, ACS_ISOLATION)).toBeNull();
    },
  );

  test('a device of the vendor that no row names is judged by its capability', () => {
    const fn = device(0x1924, 0x0999, { kind: 'endpoint', multifunction: true });
    expect(acsEnabled(CONTEXT, fn, ACS_ISOLATION)).toMatchObject({
      isEnabled: false,
      rule: 'ACS-ENABLED-FLAGS',
    });
  });

  test('a quirk makes even a conventional function isolated', () => {
    const fn = device(0x8086, 0x10c9, { kind: 'conventional' });
    expect(acsEnabled(CONTEXT, fn, ACS_ISOLATION)).toMatchObject({
      isEnabled: true,
      rule: 'ACS-ENABLED-QUIRK',
    });
  });

  test('the south bridge rows need a multi-function device on the root bus and an AMD IOMMU', () => {
    const good = { kind: 'endpoint', multifunction: true, parent: null } as const;
    const fn = device(0x1002, 0x4385, good);
    expect(quirkVerdict(AMD, fn, ACS_ISOLATION)?.isEnabled).toBe(true);
    expect(quirkVerdict(CONTEXT, fn, ACS_ISOLATION)).toBeNull();
    const single = { ...fn, multifunction: false };
    expect(quirkVerdict(AMD, single, ACS_ISOLATION)).toBeNull();
    expect(quirkVerdict(AMD, { ...fn, parent: 1 }, ACS_ISOLATION)).toBeNull();
  });

  test('a PCH root port whose chipset registers could not be set isolates nothing', () => {
    const fn = device(0x8086, 0x8d10, { kind: 'root-port' });
    const failed = { ...CONTEXT, pchEnableFailed: true };
    expect(quirkVerdict(failed, fn, ACS_ISOLATION)?.isEnabled).toBe(false);
  });

  test('on a Sunrise Point port disable_acs_redir takes RR and CR away', () => {
    const acs = { capability: 0x1f, control: 0, egressVector: null };
    const fn = device(0x8086, 0xa110, { kind: 'root-port', acs });
    const cleared = { ...CONTEXT, shiftedRedirectCleared: () => true };
    expect(quirkVerdict(CONTEXT, fn, ACS_ISOLATION)?.isEnabled).toBe(true);
    expect(quirkVerdict(cleared, fn, ACS_ISOLATION)?.isEnabled).toBe(false);
    expect(quirkVerdict(CONTEXT, { ...fn, acs: null }, ACS_ISOLATION)).toBeNull();
  });

  test('the Qualcomm IDs of 7.0 are unknown before', () => {
    const fn = device(0x17cb, 0x0111, { kind: 'root-port' });
    const older = { ...CONTEXT, kernel: kernelOf('6.19') };
    expect(quirkVerdict(CONTEXT, fn, ACS_ISOLATION)?.isEnabled).toBe(true);
    expect(quirkVerdict(older, fn, ACS_ISOLATION)).toBeNull();
  });

  test('an IDT switch loses its SV capability bit from 7.0 on', () => {
    const acs = { capability: 0x1f, control: 0x1c, egressVector: null };
    const fn = device(0x111d, 0x80b5, { kind: 'switch-downstream', acs });
    expect(usableCapability(kernelOf('6.19'), fn)).toBe(0x1f);
    expect(usableCapability(kernelOf('7.0'), fn)).toBe(0x1e);
    expect(acsEnabled(CONTEXT, fn, ACS_ISOLATION).isEnabled).toBe(true);
  });
});

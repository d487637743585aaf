import { describe, expect, test } from 'vitest';
import { exportedBuffer, stepDmaBuf } from './dma-buf-life.ts';
import type { DmaBufEvent, DmaBufLife } from './dma-buf-life.ts';
import { kernelOf } from './kernels.ts';
import type { KernelKey } from './kernels.ts';
import { PLAIN_EXPORT, vfioExport } from './vfio-export.ts';
import type { VfioExport } from './vfio-export.ts';
import { iommufdImport } from './iommufd.ts';

const IMPORTER = { id: 'nic', peer2peer: true, revocable: true, isIommufd: false };
const ATTACH: DmaBufEvent = { kind: 'attach', importer: IMPORTER };
const MAP: DmaBufEvent = { kind: 'map', importer: 'nic', errno: 0 };
const RESET: DmaBufEvent = { kind: 'revoke', cause: 'vfio reset' };

function live(key: KernelKey, events: readonly DmaBufEvent[], ranges = 1) {
  const errnos: (0 | string)[] = [];
  let state: DmaBufLife = exportedBuffer({ memoryDecode: true, rangeCount: ranges });
  for (const event of events) {
    const step = stepDmaBuf(kernelOf(key), state, event);
    errnos.push(step.errno);
    state = step.state;
  }
  return { state, errnos };
}

describe('a dma-buf', () => {
  test('from 7.1 on a reset waits until the importer has unmapped', () => {
    const { state } = live('7.1', [ATTACH, MAP, RESET]);
    expect(state.waitsFor).toEqual(['nic']);
    expect(
      live('7.1', [ATTACH, MAP, RESET, { kind: 'unmap', importer: 'nic' }]).state.waitsFor,
    ).toEqual([]);
    expect(live('7.0', [ATTACH, MAP, RESET]).state.waitsFor).toEqual([]);
  });

  test('after a reset importers may map again, after close never', () => {
    expect(live('7.3', [ATTACH, RESET, MAP, { kind: 'restore' }, MAP]).errnos).toEqual([
      0,
      0,
      '-ENODEV',
      0,
      0,
    ]);
    expect(live('7.3', [ATTACH, { kind: 'close' }, { kind: 'restore' }, MAP]).errnos).toEqual([
      0,
      0,
      '-ENODEV',
      '-ENODEV',
    ]);
  });

  test('iommufd stays dead after one revoke', () => {
    const iommufd = { ...IMPORTER, isIommufd: true };
    const events: DmaBufEvent[] = [
      { kind: 'attach', importer: iommufd },
      MAP,
      RESET,
      { kind: 'restore' },
      MAP,
    ];
    const { state, errnos } = live('7.3', events);
    expect(errnos).toEqual([0, 0, 0, 0, 0]);
    expect(state.importers).toMatchObject([{ isDead: true, isMapped: false }]);
  });

  test.each<[string, KernelKey, DmaBufEvent, number, string]>([
    [
      'static importer',
      '7.3',
      { kind: 'attach', importer: { ...IMPORTER, peer2peer: false } },
      1,
      '-EOPNOTSUPP',
    ],
    [
      'not revocable, 7.1',
      '7.1',
      { kind: 'attach', importer: { ...IMPORTER, revocable: false } },
      1,
      '-EOPNOTSUPP',
    ],
    [
      'iommufd with two ranges',
      '7.3',
      { kind: 'attach', importer: { ...IMPORTER, isIommufd: true } },
      2,
      '-EOPNOTSUPP',
    ],
    ['pin on 7.0', '7.0', { kind: 'pin', importer: 'nic' }, 1, '-EOPNOTSUPP'],
    ['map without attach', '7.3', MAP, 1, '-EINVAL'],
  ])('%s: %s', (_name, key, event, ranges, errno) => {
    expect(live(key, [event], ranges).errnos).toEqual([errno]);
  });

  test('an importer that cannot be revoked was accepted before 7.1', () => {
    const event: DmaBufEvent = { kind: 'attach', importer: { ...IMPORTER, revocable: false } };
    expect(live('7.0', [event]).errnos).toEqual([0]);
  });
});

describe('vfio export, in the order of its checks', () => {
  const driver = PLAIN_EXPORT.driver;
  const CALLS: readonly [Partial<VfioExport>, KernelKey, 0 | string][] = [
    [{}, '7.3', 0],
    [{}, '6.18', '-ENOTTY'],
    [{ driver: { ...driver, hasPhysHook: false }, operation: 'PROBE' }, '7.3', '-EOPNOTSUPP'],
    [{ operation: 'PROBE', rangeCount: 0 }, '7.3', 0],
    [{ operation: 'SET' }, '7.3', '-EINVAL'],
    [{ hasHeader: false }, '7.3', '-EINVAL'],
    [{ fails: 'header copy', rangeCount: 0 }, '7.3', '-EFAULT'],
    [{ flags: 1, region: 9 }, '7.3', '-EINVAL'],
    [{ region: 6, fails: 'array copy' }, '7.3', '-ENODEV'],
    [{ driver: { ...driver, claimsBars: false } }, '7.0', 0],
    [{ driver: { ...driver, claimsBars: false } }, '7.1', '-ENODEV'],
    [{ fails: 'array copy' }, '7.3', '-EFAULT'],
    [{ fails: 'array allocation' }, '7.3', '-ENOMEM'],
    [{ ranges: [{ offset: 0n, length: 0n }] }, '7.3', '-EINVAL'],
    [{ ranges: [{ offset: 1n, length: 4096n }], barType: 'io' }, '7.3', '-EINVAL'],
    [
      { phys: (1n << 64n) - 4096n, ranges: [{ offset: 4096n, length: 4096n }] },
      '7.3',
      '-EOVERFLOW',
    ],
    [{ ranges: [{ offset: 65536n, length: 4096n }] }, '7.3', '-EINVAL'],
    [{ driver: { ...driver, isRegistered: false } }, '7.3', '-ENODEV'],
    [{ fails: 'export' }, '7.3', '-ENOMEM'],
    [{ fails: 'fd' }, '7.3', '-EMFILE'],
  ];

  test('each answers as the kernel does', () => {
    const answers = CALLS.map(
      ([change, key]) => vfioExport(kernelOf(key), { ...PLAIN_EXPORT, ...change }).errno,
    );
    expect(answers).toEqual(CALLS.map(([, , errno]) => errno));
  });
});

describe('iommufd', () => {
  const call = {
    isVfioBuffer: true,
    isRevoked: false,
    rangeCount: 1,
    start: 0n,
    length: 4096n,
    bufferBytes: 4096n,
  };
  const CALLS = [
    [{}, 0],
    [{ start: 4096n }, '-EINVAL'],
    [{ isVfioBuffer: false }, '-EOPNOTSUPP'],
    [{ isRevoked: true }, '-ENODEV'],
    [{ rangeCount: 2 }, '-EOPNOTSUPP'],
  ] as const;

  test('checks in its order', () => {
    const answers = CALLS.map(
      ([change]) => iommufdImport(kernelOf('7.3'), { ...call, ...change }).errno,
    );
    expect(answers).toEqual(CALLS.map(([, errno]) => errno));
  });
});

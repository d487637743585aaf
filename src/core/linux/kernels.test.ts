import { describe, expect, test } from 'vitest';
import { KERNELS, findKernel, kernelOf } from './kernels.ts';

describe('a release string', () => {
  test.each([
    ['6.12.117-p2poracle', '6.12'],
    ['6.16', '6.12'],
    ['6.17.9', '6.12'],
    ['7.3.4+deb13-amd64', '7.3'],
    ['8.0-rc1', '7.3'],
    ['6.1.192', '6.1'],
    ['dev', 'dev'],
    ['intended', 'intended'],
    ['7.0', '7.0'],
  ])('%s is row %s', (text, key) => {
    const found = findKernel(text);
    expect(found.ok && found.value.key).toBe(key);
  });

  test.each([
    ['5.15.0', 'older than 6.1'],
    ['6.0.19', 'older than 6.1'],
    ['newest', 'is no kernel release'],
  ])('%s has no row', (text, reason) => {
    expect(findKernel(text)).toMatchObject({ ok: false, error: expect.stringContaining(reason) });
  });

  test('a change of one version holds for all newer ones until it is changed back', () => {
    expect(KERNELS.map(({ hasVfioDmaBuf }) => hasVfioDmaBuf)).toEqual([
      ...Array<boolean>(3).fill(false),
      ...Array<boolean>(7).fill(true),
    ]);
    expect(kernelOf('intended').readsEgressVector).toBe(false);
    expect(kernelOf('dev').hasProviderSharing).toBe(false);
  });
});

import { describe, expect, test } from 'vitest';
import { rawGbps, readGbps, readWriteGbps, tlpGbps, writeGbps } from './link-efficiency.ts';
import type { EfficiencyLink } from './link-efficiency.ts';

const GEN3_X8: EfficiencyLink = {
  speedGtps: 8,
  lanes: 8,
  mps: 256,
  mrrs: 512,
  is64: true,
  rcbChunks: null,
};
const GEN4_X16: EfficiencyLink = { ...GEN3_X8, speedGtps: 16, lanes: 16 };
const GEN5_X16: EfficiencyLink = { ...GEN4_X16, speedGtps: 32, mps: 512, mrrs: 4096 };

describe('the pcie-bench model, to the digits of its tables', () => {
  test('Gen3 x8, MPS 256, MRRS 512, 64-bit: raw and TLP rate', () => {
    expect(rawGbps(GEN3_X8).toFixed(3)).toBe('63.015');
    expect(tlpGbps(GEN3_X8).toFixed(3)).toBe('57.885');
  });

  test.each([
    { bytes: 64, write: '42.098', read: '44.103', both: '33.077' },
    { bytes: 128, write: '48.745', read: '50.063', both: '42.098' },
    { bytes: 256, write: '52.923', read: '53.690', both: '48.745' },
    { bytes: 257, write: '48.775', read: '50.089', both: '45.217' },
    { bytes: 512, write: '52.923', read: '53.690', both: '50.748' },
    { bytes: 1024, write: '52.923', read: '53.690', both: '50.748' },
    { bytes: 2048, write: '52.923', read: '53.690', both: '50.748' },
    { bytes: 1500, write: '52.815', read: '53.597', both: '50.599' },
  ])('Gen3 x8, $bytes bytes', ({ bytes, write, read, both }) => {
    expect(writeGbps(GEN3_X8, bytes).toFixed(3)).toBe(write);
    expect(readGbps(GEN3_X8, bytes).toFixed(3)).toBe(read);
    expect(readWriteGbps(GEN3_X8, bytes).toFixed(3)).toBe(both);
  });

  test.each([64, 128, 512, 4096])('completions cut at 64 bytes read alike: %i bytes', (bytes) => {
    expect(readGbps({ ...GEN3_X8, rcbChunks: 64 }, bytes).toFixed(3)).toBe('44.103');
  });

  test('Gen4 x16, MPS 256', () => {
    expect(rawGbps(GEN4_X16).toFixed(2)).toBe('252.06');
    expect(tlpGbps(GEN4_X16).toFixed(2)).toBe('227.40');
    expect(writeGbps(GEN4_X16, 256).toFixed(2)).toBe('207.91');
    expect(readGbps(GEN4_X16, 256).toFixed(2)).toBe('210.92');
  });

  test('Gen5 x16, MPS 512, MRRS 4096', () => {
    expect(rawGbps(GEN5_X16).toFixed(2)).toBe('504.12');
    expect(tlpGbps(GEN5_X16).toFixed(2)).toBe('458.49');
    expect(writeGbps(GEN5_X16, 512).toFixed(2)).toBe('437.96');
    expect(readGbps(GEN5_X16, 512).toFixed(2)).toBe('441.26');
  });
});

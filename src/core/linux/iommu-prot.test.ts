import { describe, expect, test } from 'vitest';
import { PROT_ATTRIBUTES, mergedWriteBytes, protOf } from './iommu-prot.ts';

describe('a protection becomes attributes', () => {
  test.each([
    ['MMIO', 2, 0x04, 0b0001, 0b0001, 'outer'],
    ['CACHE', 1, 0xff, 0b1111, 0b0110, 'inner'],
    ['MMIO+CACHE', 2, 0x04, 0b0001, 0b0001, 'inner'],
    ['none', 0, 0x44, 0b0101, 0b0101, 'outer'],
  ] as const)('%s', (prot, attrIndex, mair, memAttr, fwb, shareability) => {
    const attributes = PROT_ATTRIBUTES[prot];
    expect(attributes.stage1).toMatchObject({ attrIndex, mair });
    expect(attributes.stage2.memAttr).toBe(memAttr);
    expect(attributes.stage2Fwb.memAttr).toBe(fwb);
    expect(attributes.shareability).toBe(shareability);
  });
});

describe('who maps a BAR how', () => {
  test.each([
    ['dma-direct', true, null],
    ['iommu-dma', true, 'MMIO'],
    ['iommu-dma-sg', true, 'CACHE'],
    ['iommu-dma-sg', false, 'none'],
    ['iommufd', true, 'MMIO'],
    ['type1', false, 'CACHE'],
    ['msi', true, 'MMIO'],
  ] as const)('%s, coherent %s: %s', (producer, isCoherent, prot) => {
    expect(protOf(producer, isCoherent).prot).toBe(prot);
  });
});

describe('adjacent writes', () => {
  const writes = { eachBytes: 64, adjacentBytes: 1024, burstBytes: 512 };

  test('stay apart through Device memory and merge up to the burst through Normal memory', () => {
    expect(mergedWriteBytes('MMIO', writes)).toBe(64);
    expect(mergedWriteBytes('CACHE', writes)).toBe(512);
    expect(mergedWriteBytes('CACHE', { ...writes, burstBytes: 0 })).toBe(64);
  });
});

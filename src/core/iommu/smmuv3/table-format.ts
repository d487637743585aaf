import type { Mapping } from '../mappings.ts';
import type { TableFormat } from '../radix-table.ts';
import { decodeDescriptor } from './descriptor.ts';
import {
  isBlockLevel,
  isStage2StartLegal,
  levelShift,
  stage1StartLevel,
  startWidth,
} from './geometry.ts';
import type { GranuleBits } from './geometry.ts';

/** AttrIndx that Linux gives to Normal-NC, Normal write-back and Device-nGnRE, and its MAIR. */
const ATTR_INDX = { 'normal-nc': 0n, cache: 1n, mmio: 2n } as const;
export const LINUX_MAIR = 0x04ff44n;

/** Stage-2 MemAttr that Linux gives to each kind of mapping. @source Linux io-pgtable-arm.c */
const MEM_ATTR = { 'normal-nc': 0b0101n, cache: 0b1111n, mmio: 0b0001n } as const;

/** SH: inner shareable for cacheable memory, outer shareable for the rest. */
const SH = { 'normal-nc': 2n, cache: 3n, mmio: 2n } as const;

function common(mapping: Mapping, level: number): bigint {
  const type = level === 3 ? 3n : 1n;
  const af = mapping.accessFlag ? 1n << 10n : 0n;
  return type | (SH[mapping.attribute] << 8n) | af;
}

function stage2Leaf(address: bigint, level: number, mapping: Mapping): bigint {
  const ap = (mapping.read ? 1n << 6n : 0n) | (mapping.write ? 1n << 7n : 0n);
  const ns = mapping.isNonSecure ? 1n << 55n : 0n;
  return address | common(mapping, level) | (MEM_ATTR[mapping.attribute] << 2n) | ap | ns;
}

function stage1Leaf(address: bigint, level: number, mapping: Mapping): bigint {
  const ap = (mapping.isPrivileged ? 0n : 1n << 6n) | (mapping.write ? 0n : 1n << 7n);
  const nG = 1n << 11n;
  return address | common(mapping, level) | (ATTR_INDX[mapping.attribute] << 2n) | ap | nG;
}

/** Where a stage-2 table of this size starts: as few levels as concatenation allows; null: no legal start. */
export function bestStage2Start(granule: GranuleBits, inputBits: number): number | null {
  for (let level = 3; level >= 0; level--) {
    if (granule !== 12 && level === 0) return null;
    if (granule === 12 && level === 3) continue;
    if (isStage2StartLegal(granule, inputBits, level)) return level;
  }
  return null;
}

/** VMSAv8-64 tables of one stage, as the table writer needs them. */
export function vmsaFormat(
  stage: 1 | 2,
  granule: GranuleBits,
  inputBits: number,
  startLevel: number,
): TableFormat {
  const levels = [0, 1, 2, 3].filter((level) => level >= startLevel);
  const levelOf = (shift: number): number => 3 - (shift - granule) / (granule - 3);
  const leaf = stage === 1 ? stage1Leaf : stage2Leaf;
  return {
    shifts: levels.map((level) => levelShift(granule, level)),
    topBits: startWidth(granule, inputBits, startLevel),
    isLeafLevel: (shift) => shift === granule || isBlockLevel(granule, levelOf(shift)),
    leaf: (address, shift, mapping) => leaf(address, levelOf(shift), mapping),
    table: (address) => address | 3n,
    child: (entry, shift) => {
      const at = { granule, level: levelOf(shift), is52: false };
      const descriptor = decodeDescriptor(entry, at);
      return descriptor.kind === 'table' ? descriptor.address : null;
    },
    split: (entry, shift, offset) => {
      const type = levelOf(shift) === 2 ? 3n : 1n;
      return (entry & ~3n) | type | offset;
    },
  };
}

/** The shape of the stage-1 table that covers `inputBits`. */
export function stage1Format(granule: GranuleBits, inputBits: number): TableFormat {
  return vmsaFormat(1, granule, inputBits, stage1StartLevel(granule, inputBits));
}

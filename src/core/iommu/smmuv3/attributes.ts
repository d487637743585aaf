/*
 * Memory types and shareability, and how two stages combine.
 */

/** Device types in order of restriction. */
const DEVICE = ['nGnRnE', 'nGnRE', 'nGRE', 'GRE'] as const;
/** Cacheability of Normal memory in order of strength. */
const CACHE = ['NC', 'WT', 'WB'] as const;

/** A memory type: Device with its index in the order of restriction, or Normal with outer and inner cacheability. */
export type MemoryType =
  | { readonly kind: 'device'; readonly order: number }
  | { readonly kind: 'normal'; readonly outer: number; readonly inner: number };

export type Shareability = 'NSH' | 'OSH' | 'ISH';

export interface Attributes {
  readonly type: MemoryType;
  readonly sh: Shareability;
}

const WB: MemoryType = { kind: 'normal', outer: 2, inner: 2 };
const NC: MemoryType = { kind: 'normal', outer: 0, inner: 0 };

/** `Device-nGnRE`, `Normal-WB`, or `Normal-oNC-iWB` where outer and inner differ. */
export function memoryTypeName(type: MemoryType): string {
  if (type.kind === 'device') return `Device-${DEVICE[type.order] ?? ''}`;
  const [outer = '', inner = ''] = [CACHE[type.outer], CACHE[type.inner]];
  return outer === inner ? `Normal-${inner}` : `Normal-o${outer}-i${inner}`;
}

/** Reads what `memoryTypeName` writes; null for any other word. */
export function parseMemoryType(name: string): MemoryType | null {
  for (let order = 0; order < 4; order++) {
    if (name === `Device-${DEVICE[order] ?? ''}`) return { kind: 'device', order };
  }
  for (let outer = 0; outer < 3; outer++) {
    for (let inner = 0; inner < 3; inner++) {
      const type: MemoryType = { kind: 'normal', outer, inner };
      if (name === memoryTypeName(type)) return type;
    }
  }
  return null;
}

/** Coding of SH fields; 1 is reserved and acts as Outer Shareable. */
export function shareabilityOf(sh: number): Shareability {
  return sh === 0 ? 'NSH' : sh === 3 ? 'ISH' : 'OSH';
}

/** One half of a MAIR byte: 0100 NC, x0xx WT, x1xx WB. */
function mairCache(nibble: number): number {
  if (nibble === 4) return 0;
  return (nibble & 4) === 0 ? 1 : 2;
}

/**
 * What a MAIR byte says. @source Arm DDI 0487 (MAIR_ELx)
 * @simplified transient and tagged hints are dropped.
 */
export function mairType(byte: number): MemoryType {
  if (byte >> 4 === 0) return { kind: 'device', order: (byte >> 2) & 3 };
  if (byte === 0x40) return NC;
  if (byte === 0xa0) return { kind: 'normal', outer: 1, inner: 1 };
  if (byte === 0xf0) return WB;
  return { kind: 'normal', outer: mairCache(byte >> 4), inner: mairCache(byte & 15) };
}

/** What a stage-2 MemAttr says without S2FWB. @source Arm DDI 0487 D8.6 */
export function stage2Type(memAttr: number): MemoryType {
  if (memAttr >> 2 === 0) return { kind: 'device', order: memAttr & 3 };
  const cache = (code: number): number => Math.max(0, code - 1);
  return { kind: 'normal', outer: cache(memAttr >> 2), inner: cache(memAttr & 3) };
}

function combineTypes(a: MemoryType, b: MemoryType): MemoryType {
  if (a.kind === 'device') {
    return b.kind === 'device' ? { kind: 'device', order: Math.min(a.order, b.order) } : a;
  }
  if (b.kind === 'device') return b;
  return {
    kind: 'normal',
    outer: Math.min(a.outer, b.outer),
    inner: Math.min(a.inner, b.inner),
  };
}

/** Stage-2 type with forced write-back: it overrides or keeps what stage 1 said. */
function forcedType(s1: MemoryType, memAttr: number): MemoryType {
  if (memAttr >> 2 === 0) return { kind: 'device', order: memAttr & 3 };
  if (memAttr === 0b0101) return s1.kind === 'device' ? s1 : NC;
  return memAttr === 0b0110 ? WB : s1;
}

const SHARE_RANK = { NSH: 0, ISH: 1, OSH: 2 } as const;

/** Shareability as it takes effect: Device and Non-cacheable memory is always Outer Shareable. */
export function effective(attributes: Attributes): Attributes {
  const { type } = attributes;
  const isOuter = type.kind === 'device' || (type.outer === 0 && type.inner === 0);
  return isOuter ? { type, sh: 'OSH' } : attributes;
}

/**
 * The attributes of an access that passed both stages.
 *
 * @param s1 what stage 1 says, or the incoming attributes where stage 1 is off.
 * @source Arm IHI 0070 §13; Arm DDI 0487 D8.6
 */
export function combine(
  s1: Attributes,
  s2: { readonly memAttr: number; readonly sh: number; readonly isForced: boolean },
): Attributes {
  const first = effective(s1);
  const type = s2.isForced
    ? forcedType(first.type, s2.memAttr)
    : combineTypes(first.type, stage2Type(s2.memAttr));
  const second = shareabilityOf(s2.sh);
  const sh = SHARE_RANK[first.sh] >= SHARE_RANK[second] ? first.sh : second;
  return effective({ type, sh });
}

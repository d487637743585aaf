import { hexGrouped } from '../../base/address.ts';
import { readBits, readNumber } from '../fields.ts';
import { memoryTypeName, shareabilityOf, stage2Type } from './attributes.ts';
import { decodeDescriptor } from './descriptor.ts';
import type { Descriptor } from './descriptor.ts';
import { configWords, granuleOf } from './entry-fields.ts';
import type { GranuleBits } from './geometry.ts';
import { CD, L1CD, L1STD, STE } from './layout.ts';
import type { FetchStep } from './types.ts';

/*
 * What a structure or table entry says, in the words of its fields: for the walk view and the log.
 */

function steWords(words: readonly bigint[]): string {
  if (readNumber(words, STE.V) === 0) return 'V=0: not valid';
  const config = readNumber(words, STE.Config);
  const parts = [`Config=${config.toString(2).padStart(3, '0')} (${configWords(config)})`];
  if ((config & 5) === 5)
    parts.push(`S1ContextPtr=${hexGrouped(readBits(words, STE.S1ContextPtr))}`);
  if ((config & 6) === 6) {
    parts.push(`S2TTB=${hexGrouped(readBits(words, STE.S2TTB))}`);
    parts.push(`S2T0SZ=${readNumber(words, STE.S2T0SZ)} S2SL0=${readNumber(words, STE.S2SL0)}`);
    parts.push(`S2VMID=${readNumber(words, STE.S2VMID)}`);
  }
  const eats = readNumber(words, STE.EATS);
  if (eats !== 0) parts.push(`EATS=${eats}`);
  return parts.join(', ');
}

function cdWords(words: readonly bigint[]): string {
  if (readNumber(words, CD.V) === 0) return 'V=0: not valid';
  const ttb = hexGrouped(readBits(words, CD.TTB0));
  return `TTB0=${ttb}, T0SZ=${readNumber(words, CD.T0SZ)}, ASID=${readNumber(words, CD.ASID)}`;
}

function leafWords(leaf: Extract<Descriptor, { kind: 'leaf' }>, stage: 1 | 2): string {
  const type =
    stage === 1
      ? `AttrIndx=${leaf.attrIndx}`
      : `MemAttr=${leaf.memAttr.toString(2).padStart(4, '0')} (${memoryTypeName(stage2Type(leaf.memAttr))})`;
  const s1 = `${leaf.ap & 2 ? 'read-only' : 'read and write'}${leaf.ap & 1 ? '' : ', privileged'}`;
  const s2 = ['no access', 'read-only', 'write-only', 'read and write'][leaf.ap] ?? '';
  const flags = [leaf.af ? 'AF=1' : 'AF=0'];
  if (leaf.contiguous) flags.push('contiguous');
  if (stage === 2 && leaf.ns) flags.push('NS=1');
  const access = stage === 1 ? s1 : s2;
  return `leaf ${hexGrouped(leaf.address)}, ${type}, SH=${shareabilityOf(leaf.sh)}, ${access}, ${flags.join(' ')}`;
}

/** What a translation table entry says, in words. */
export function describeDescriptor(
  word: bigint,
  at: { readonly granule: GranuleBits; readonly level: number; readonly stage: 1 | 2 },
): string {
  const descriptor = decodeDescriptor(word, { ...at, is52: false });
  switch (descriptor.kind) {
    case 'invalid':
      return 'invalid: nothing is mapped here';
    case 'reserved':
      return 'reserved encoding: treated as invalid';
    case 'table':
      return `table ${hexGrouped(descriptor.address)}`;
    case 'leaf':
      return leafWords(descriptor, at.stage);
  }
}

/** `STE`, `CD`, `S1 L2`, `S2 L3 for S1 L1`: the name of a read in the walk. */
export function nameOfStep(step: FetchStep): string {
  if (step.level === null) return step.structure;
  const own = `${step.structure} L${step.level}`;
  if (step.structure !== 'S2' || step.purpose === 'IN') return own;
  return step.purpose === 'CD' ? `${own} for CD` : `${own} for S1 L${step.forLevel ?? 0}`;
}

/** What one read of a walk brought, in the words of its fields. */
export function describeStep(step: FetchStep): string {
  if (step.refusal !== null) {
    return step.refusal === 'gpf'
      ? 'refused by the granule protection check'
      : 'answered with an external abort';
  }
  const { words } = step;
  switch (step.structure) {
    case 'L1STD':
      return `Span=${readNumber(words, L1STD.Span)}, L2Ptr=${hexGrouped(readBits(words, L1STD.L2Ptr))}`;
    case 'STE':
      return steWords(words);
    case 'L1CD':
      return `V=${readNumber(words, L1CD.V)}, L2Ptr=${hexGrouped(readBits(words, L1CD.L2Ptr))}`;
    case 'CD':
      return cdWords(words);
    case 'S1':
    case 'S2': {
      const level = step.level ?? 3;
      const stage = step.structure === 'S1' ? 1 : 2;
      const granule = granuleOf(level, step.low);
      return describeDescriptor(words[0] ?? 0n, { granule, level, stage });
    }
  }
}

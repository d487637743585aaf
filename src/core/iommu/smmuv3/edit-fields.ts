import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { hexGrouped } from '../../base/address.ts';
import type { TranslateStep } from '../../pcie/types.ts';
import { writeBits } from '../fields.ts';
import { cdProblem, steProblem } from './configuration.ts';
import { entryKindOf, layoutOfStep, meaningOf } from './entry-fields.ts';
import type { SmmuFeatures } from './types.ts';

/*
 * Changing what one read of a walk brought, field by field or word by word. The result is a read as it
 * would be with the change; writing it into the document is the business of `writeEntry`.
 */

/** The words of an entry, whole. */
export function wordsOf({ words, descriptor }: TranslateStep): readonly bigint[] {
  return words ?? [descriptor];
}

/** The same read with other words in its entry. */
export function withWords(step: TranslateStep, words: readonly bigint[]): TranslateStep {
  return { ...step, words, descriptor: words[0] ?? 0n };
}

/**
 * The entry with one field changed; any value that the bits can hold is taken, legal or not.
 *
 * @param value as the field table prints it: an address stands in full, with zeros below the field.
 * @returns one sentence where the field does not exist or cannot hold the value.
 */
export function withField(
  step: TranslateStep,
  name: string,
  value: bigint,
): Result<TranslateStep, string> {
  const field = layoutOfStep(step)[name];
  if (field === undefined) return err(`${step.table} has no field ${name}.`);
  const { mask, shift, msb, lsb } = field;
  const highest = mask >> shift;
  if (value < 0n || value > highest) {
    return err(`${name} has bits ${msb}:${lsb}: give at most ${hexGrouped(highest)}.`);
  }
  if (((value << shift) & ~mask) !== 0n) {
    const step64 = (mask >> shift) & -(mask >> shift);
    return err(`${name} has no lower bits: give a multiple of ${hexGrouped(step64)}.`);
  }
  const words = [...wordsOf(step)];
  writeBits(words, field, value);
  return ok(withWords(step, words));
}

/** Widest field that is offered as a list of its values, bits. */
const CHOICE_BITS = 4;

/** One value of a narrow field, with what it says ('' where the number speaks for itself). */
export interface FieldChoice {
  readonly value: bigint;
  readonly meaning: string;
}

/** Every value of a field of at most four bits; null where the field is wider. */
export function choicesOf(
  name: string,
  { msb, lsb }: { readonly msb: number; readonly lsb: number },
): readonly FieldChoice[] | null {
  const width = msb - lsb + 1;
  if (width > CHOICE_BITS) return null;
  return Array.from({ length: 2 ** width }, (_, value) => {
    return { value: BigInt(value), meaning: meaningOf(name, value) };
  });
}

/** What the architecture has against an entry, and the event that the next access will meet. */
export interface EntryProblem {
  readonly event: string;
  readonly message: string;
}

/**
 * Judges one entry of an SMMU by itself; null where it is legal, or belongs to another IOMMU.
 *
 * @source Arm IHI 0070 §5.2, §5.4; Arm DDI 0487 D8.3
 */
export function entryProblem(step: TranslateStep, features: SmmuFeatures): EntryProblem | null {
  const words = wordsOf(step);
  const told = (event: string, message: string | null): EntryProblem | null =>
    message === null ? null : { event, message };
  switch (entryKindOf(step)) {
    case 'structure':
      if (step.table === 'STE') return told('C_BAD_STE', steProblem(words, features));
      if (step.table === 'CD') return told('C_BAD_CD', cdProblem(words, features));
      return null;
    case 'invalid':
      return told('F_TRANSLATION', 'Valid=0: nothing is mapped here');
    case 'reserved':
      return told('F_TRANSLATION', 'this encoding is reserved at this level');
    case 'table':
    case 'leaf':
    case null:
      return null;
  }
}

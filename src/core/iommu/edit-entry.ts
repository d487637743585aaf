import { hex } from '../base/address.ts';
import type { Machine } from '../machine/types.ts';
import type { TranslateStep } from '../pcie/types.ts';
import type { Iommu } from '../scenario/schema.ts';
import { readBits, writeBits } from './fields.ts';
import { wordsOf } from './smmuv3/edit-fields.ts';
import { CD, STE } from './smmuv3/layout.ts';

/*
 * Where an edited entry is kept in the document. A stream table entry or context descriptor of a drawn
 * stream keeps the fields that differ by name, so that they stay true when tables move; everything else
 * is words written over the tables.
 */

type Stream = Iommu['streams'][number];
type Patch = NonNullable<Iommu['patches']>[number];

/** An entry that a walk read, and the drawn IOMMU whose tables hold it. */
export interface EntryPlace {
  readonly machine: Machine;
  /** Index of the host bridge whose requests walked there. */
  readonly hostBridge: number;
  readonly iommu: Iommu;
  /** All reads of the walk in order, and which of them it is. */
  readonly walk: readonly TranslateStep[];
  readonly step: TranslateStep;
}

/** The part of the IOMMU that holds what was edited by hand. */
export type EntryEdit = Pick<Iommu, 'streams'> & { readonly patches: Iommu['patches'] };

const spaceOf = ({ pas }: TranslateStep): Patch['space'] => pas ?? 'NS';

/** Where a structure of a drawn stream keeps its own fields; null: nowhere, its words are patched. */
interface Owner {
  readonly stream: Stream;
  readonly key: 'ste' | 'cd';
}

function ownerOf({ machine, hostBridge, iommu, walk, step }: EntryPlace): Owner | null {
  const isSte = step.stage === undefined && step.table === 'STE';
  const isCd = step.stage === undefined && step.table === 'CD';
  if (!isSte && !isCd) return null;
  const sid = walk.find(({ table, stage }) => table === 'STE' && stage === undefined)?.input;
  const t = spaceOf(step) === 'REALM' ? 1 : 0;
  const stream = iommu.streams.find((one) => {
    const fn = machine.functions[machine.functionById.get(one.requester) ?? -1];
    return one.t === t && fn?.hostBridge === hostBridge && BigInt(fn.requesterId) === sid;
  });
  if (stream === undefined) return null;
  if (isSte) return { stream, key: 'ste' };
  // Context descriptors of substreams share the names of their fields.
  return (stream.substreams ?? []).length === 0 ? { stream, key: 'cd' } : null;
}

const wordAt = (step: TranslateStep, index: number): bigint => step.address + BigInt(8 * index);

function isPatchOf(step: TranslateStep, { space, address }: Patch): boolean {
  const end = wordAt(step, wordsOf(step).length);
  const at = BigInt(address);
  return space === spaceOf(step) && at >= step.address && at < end;
}

/** The named fields that tell `words` from `before`; null where bits differ that no field names. */
function changedFields(
  layout: typeof STE | typeof CD,
  before: readonly bigint[],
  words: readonly bigint[],
): Record<string, number | `0x${string}`> | null {
  const changed: Record<string, number | `0x${string}`> = {};
  const reached = [...before];
  for (const [name, field] of Object.entries(layout)) {
    const value = readBits(words, field);
    if (value === readBits(before, field)) continue;
    changed[name] = value <= 0xffff_ffffn ? Number(value) : hex(value);
    writeBits(reached, field, value);
  }
  return reached.every((word, i) => word === words[i]) ? changed : null;
}

function patched({ iommu, step }: EntryPlace, words: readonly bigint[]): Patch[] {
  const space = spaceOf(step);
  const before = wordsOf(step);
  const changed = words.flatMap((word, i): Patch[] => {
    if (word === before[i]) return [];
    return [{ space, address: hex(wordAt(step, i)), value: hex(word) }];
  });
  const kept = (iommu.patches ?? []).filter(
    (old) => !changed.some((one) => one.space === old.space && one.address === old.address),
  );
  return [...kept, ...changed];
}

/**
 * The IOMMU's hand-made part with an entry holding other words. Nothing is refused: an illegal entry gives
 * the event that the architecture has for it.
 *
 * @param words as many as the entry has.
 */
export function writeEntry(place: EntryPlace, words: readonly bigint[]): EntryEdit {
  const { iommu, step } = place;
  const { streams, patches } = iommu;
  const owner = ownerOf(place);
  const layout = owner?.key === 'cd' ? CD : STE;
  const fields = owner === null ? null : changedFields(layout, wordsOf(step), words);
  const hasPatch = (patches ?? []).some((one) => isPatchOf(step, one));
  if (owner === null || fields === null || hasPatch) {
    return { streams, patches: patched(place, words) };
  }
  const { stream, key } = owner;
  const edited = { ...stream, [key]: { ...stream[key], ...fields } };
  return { streams: streams.map((one) => (one === stream ? edited : one)), patches };
}

/** Whether anything in an entry was written by hand. */
export function isEdited(place: EntryPlace): boolean {
  const owner = ownerOf(place);
  const own = owner === null ? undefined : owner.stream[owner.key];
  if (Object.keys(own ?? {}).length > 0) return true;
  return (place.iommu.patches ?? []).some((one) => isPatchOf(place.step, one));
}

/** The IOMMU's hand-made part with nothing written by hand in one entry. */
export function restoreEntry(place: EntryPlace): EntryEdit {
  const { iommu, step } = place;
  const left = iommu.patches?.filter((one) => !isPatchOf(step, one)) ?? [];
  const patches = left.length === 0 ? undefined : left;
  const owner = ownerOf(place);
  if (owner === null) return { streams: iommu.streams, patches };
  const { [owner.key]: _own, ...bare } = owner.stream;
  const streams = iommu.streams.map((one) => (one === owner.stream ? bare : one));
  return { streams, patches };
}

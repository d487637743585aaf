import type { AtsInvalidation, AtsTranslation } from './entry.ts';

/** One translation that a device remembers, and for whom. */
export interface AtcEntry {
  /** null: without PASID. */
  readonly pasid: number | null;
  /** Untranslated start of the range, aligned to its size. */
  readonly from: bigint;
  readonly translation: AtsTranslation;
}

/**
 * An Address Translation Cache: what a device learned by translation requests. Least recently used first. A
 * changed page table does not reach it: only an invalidate request does.
 */
export interface Atc {
  readonly capacity: number;
  readonly entries: readonly AtcEntry[];
}

/** What a look-up found, and the cache afterwards (the entry has become the most recently used one). */
export interface AtcLookup {
  /** Translated address; null: ask the translation agent. */
  readonly address: bigint | null;
  readonly atc: Atc;
}

/** An empty cache of `capacity` entries, at least one. */
export function emptyAtc(capacity: number): Atc {
  return { capacity: Math.max(1, capacity), entries: [] };
}

function covers({ from, translation }: AtcEntry, address: bigint): boolean {
  return address >= from && address < from + translation.sizeBytes;
}

function isAllowed({ translation }: AtcEntry, isWrite: boolean): boolean {
  const isGranted = isWrite ? translation.write : translation.read;
  return isGranted && !translation.untranslatedOnly;
}

/** Looks an untranslated address up. An entry that does not grant the access does not count. */
export function lookUpAtc(
  atc: Atc,
  given: { readonly pasid: number | null; readonly address: bigint; readonly isWrite: boolean },
): AtcLookup {
  const { pasid, address, isWrite } = given;
  const found = atc.entries.find(
    (entry) => entry.pasid === pasid && covers(entry, address) && isAllowed(entry, isWrite),
  );
  if (found === undefined) return { address: null, atc };
  const entries = [...atc.entries.filter((entry) => entry !== found), found];
  const translated = found.translation.address + (address - found.from);
  return { address: translated, atc: { ...atc, entries } };
}

/** Remembers a translation; the least recently used one makes room. A denied one (R=W=0) is not kept. */
export function fillAtc(
  atc: Atc,
  given: {
    readonly pasid: number | null;
    readonly address: bigint;
    readonly translation: AtsTranslation;
  },
): Atc {
  const { pasid, address, translation } = given;
  if (!translation.read && !translation.write) return atc;
  const from = address & ~(translation.sizeBytes - 1n);
  const others = atc.entries.filter((entry) => entry.pasid !== pasid || !covers(entry, from));
  const entries = [...others, { pasid, from, translation }];
  return { ...atc, entries: entries.slice(Math.max(0, entries.length - atc.capacity)) };
}

/**
 * Forgets what an invalidate request covers: entries of its PASID that overlap the range; with the Global bit
 * those of every PASID; without a PASID prefix those that have none.
 *
 * @source PCIe Base §10.3.1, §10.3.8
 */
export function invalidateAtc(
  atc: Atc,
  given: { readonly pasid: number | null; readonly invalidation: AtsInvalidation },
): Atc {
  const { pasid, invalidation } = given;
  const { address, sizeBytes, global } = invalidation;
  const isMeant = (entry: AtcEntry): boolean =>
    pasid !== null && global ? entry.pasid !== null : entry.pasid === pasid;
  const overlaps = ({ from, translation }: AtcEntry): boolean =>
    from < address + sizeBytes && address < from + translation.sizeBytes;
  return { ...atc, entries: atc.entries.filter((entry) => !isMeant(entry) || !overlaps(entry)) };
}

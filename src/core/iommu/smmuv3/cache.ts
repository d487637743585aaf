import type { Stage1Leaf, Stage2Leaf } from './leaf.ts';
import type { FetchStep } from './types.ts';

/*
 * What an SMMU remembers: configuration structures, table pointers and finished translations. An entry
 * lives until a command drops it or newer ones need the room; a changed table alone changes nothing.
 */

/** Which translation regime an entry belongs to; null means that the stage is off (or the entry global). */
export interface Tag {
  readonly world: 'EL1' | 'EL2';
  readonly vmid: number | null;
  readonly asid: number | null;
}

/** What a remembered structure is. */
export type CacheKey =
  | { readonly kind: 'ste'; readonly sid: number }
  | { readonly kind: 'cd'; readonly sid: number; readonly ssid: number }
  | {
      readonly kind: 'table';
      readonly tag: Tag;
      readonly stage: 1 | 2;
      readonly level: number;
      /** Input address shifted right by the level's lowest index bit, and that bit. */
      readonly page: bigint;
      readonly shift: number;
    };

/** A finished translation of the pages around one input address. */
export interface TlbEntry {
  readonly tag: Tag;
  /** First input address that it covers, and how many bytes. */
  readonly start: bigint;
  readonly sizeBytes: number;
  /** Stage-1 output minus input, and final output minus input; they hold for all of the range. */
  readonly ipaOffset: bigint;
  readonly paOffset: bigint;
  readonly s1: Stage1Leaf | null;
  readonly s2: Stage2Leaf | null;
}

interface Kept {
  readonly key: CacheKey;
  readonly steps: readonly FetchStep[];
}

/** How many entries of each kind fit. @source smmu-cca.md §4.1 (MMU-600 example) */
export interface CacheSizes {
  readonly configuration: number;
  readonly tables: number;
  readonly translations: number;
}

export const DEFAULT_CACHE_SIZES: CacheSizes = {
  configuration: 256,
  tables: 256,
  translations: 512,
};

/** A tag as one number: 16 bits each of VMID and ASID, a bit that each is there, and the world. */
function tagNumber({ world, vmid, asid }: Tag): number {
  const numbers = (vmid ?? 0) * 2 ** 16 + (asid ?? 0);
  const flags = (vmid === null ? 0 : 1) + (asid === null ? 0 : 2) + (world === 'EL1' ? 0 : 4);
  return numbers * 8 + flags;
}

function keyText(key: CacheKey): string {
  switch (key.kind) {
    case 'ste':
      return `ste/${key.sid}`;
    case 'cd':
      return `cd/${key.sid}/${key.ssid}`;
    case 'table':
      return `${key.stage}/${tagNumber(key.tag)}/${key.level}/${key.page}`;
  }
}

/** A stream (and substream) whose configuration was found legal, ready for looks into the TLB. */
export interface Context {
  readonly ste: readonly bigint[];
  /** null: stage 1 is off or skipped. */
  readonly cd: readonly bigint[] | null;
  readonly tag: Tag;
}

/** Translations of one tag: per size of entry, by page number in that size. */
type Bucket = Map<number, Map<number, TlbEntry>>;

/** Page number of an input address in pages of `sizeBytes`; exact, since pages are at least 4 KiB. */
function pageOf(address: bigint, sizeBytes: number): number {
  return Math.floor(Number(address >> 12n) / (sizeBytes / 4096));
}

/** The entry of a bucket that covers a 4 KiB page. */
function entryIn(bucket: Bucket | undefined, page: number): TlbEntry | 'conflict' | undefined {
  let found: TlbEntry | undefined;
  if (bucket === undefined) return found;
  for (const [sizeBytes, pages] of bucket) {
    const entry = pages.get(Math.floor(page / (sizeBytes / 4096)));
    if (entry === undefined) continue;
    if (found !== undefined) return 'conflict';
    found = entry;
  }
  return found;
}

/** StreamIDs have 32 bits, SubstreamIDs 20: both fit a double beside each other. */
function contextKey(sid: number, ssid: number | null): number {
  return sid * 2 ** 21 + (ssid === null ? 0 : ssid + 1);
}

/** Drops the oldest entries until there is room for one more. */
function makeRoom<K, V>(map: Map<K, V>, most: number): void {
  while (map.size >= most) {
    const oldest = map.keys().next();
    if (oldest.done === true) return;
    map.delete(oldest.value);
  }
}

export class SmmuCache {
  readonly #sizes: CacheSizes;
  readonly #configuration = new Map<string, Kept>();
  readonly #tables = new Map<string, Kept>();
  readonly #buckets = new Map<number, Bucket>();
  /** Contexts of kept configuration structures, by StreamID and SubstreamID. */
  readonly #contexts = new Map<number, Context>();
  /** All translations in order of arrival; the oldest leaves first. */
  readonly #arrival = new Set<TlbEntry>();

  #dropped = 0;

  constructor(sizes: CacheSizes = DEFAULT_CACHE_SIZES) {
    this.#sizes = sizes;
  }

  /** The reads that brought a structure, as they were when it was kept; undefined: not kept. */
  structure(key: CacheKey): readonly FetchStep[] | undefined {
    const map = key.kind === 'table' ? this.#tables : this.#configuration;
    return map.get(keyText(key))?.steps;
  }

  keepStructure(key: CacheKey, steps: readonly FetchStep[]): void {
    const isTable = key.kind === 'table';
    const map = isTable ? this.#tables : this.#configuration;
    const most = isTable ? this.#sizes.tables : this.#sizes.configuration;
    if (!isTable && map.size >= most) this.#contexts.clear();
    makeRoom(map, most);
    map.set(keyText(key), { key, steps });
  }

  /** The context of a stream whose STE (and CD) are kept; undefined: they must be found again. */
  context(sid: number, ssid: number | null): Context | undefined {
    return this.#contexts.get(contextKey(sid, ssid));
  }

  keepContext(sid: number, ssid: number | null, context: Context): void {
    makeRoom(this.#contexts, this.#sizes.configuration);
    this.#contexts.set(contextKey(sid, ssid), context);
  }

  /** The translation that covers an input address; `conflict` where two different ones do. */
  translation(tag: Tag, address: bigint): TlbEntry | 'conflict' | undefined {
    const page = Number(address >> 12n);
    const own = entryIn(this.#buckets.get(tagNumber(tag)), page);
    if (tag.asid === null || own === 'conflict') return own;
    const shared = entryIn(this.#buckets.get(tagNumber({ ...tag, asid: null })), page);
    if (shared === undefined) return own;
    return own === undefined ? shared : 'conflict';
  }

  keepTranslation(entry: TlbEntry): void {
    if (this.#arrival.size >= this.#sizes.translations) {
      const oldest = this.#arrival.values().next();
      if (oldest.done !== true) this.#drop(oldest.value);
    }
    const number = tagNumber(entry.tag);
    const bucket: Bucket = this.#buckets.get(number) ?? new Map();
    this.#buckets.set(number, bucket);
    const pages = bucket.get(entry.sizeBytes) ?? new Map<number, TlbEntry>();
    bucket.set(entry.sizeBytes, pages);
    const page = pageOf(entry.start, entry.sizeBytes);
    const old = pages.get(page);
    if (old !== undefined) this.#arrival.delete(old);
    pages.set(page, entry);
    this.#arrival.add(entry);
  }

  /** Translations that went so far: for room, or by a command. */
  get dropped(): number {
    return this.#dropped;
  }

  #drop(entry: TlbEntry): void {
    this.#dropped++;
    this.#arrival.delete(entry);
    const bucket = this.#buckets.get(tagNumber(entry.tag));
    const pages = bucket?.get(entry.sizeBytes);
    pages?.delete(pageOf(entry.start, entry.sizeBytes));
    if (pages?.size === 0) bucket?.delete(entry.sizeBytes);
  }

  /** Drops the configuration structures that match; returns how many. */
  dropConfiguration(matches: (key: CacheKey) => boolean): number {
    this.#contexts.clear();
    return dropKept(this.#configuration, matches);
  }

  /** Drops the table pointers that match; returns how many. */
  dropTables(matches: (key: Extract<CacheKey, { kind: 'table' }>) => boolean): number {
    return dropKept(this.#tables, (key) => key.kind === 'table' && matches(key));
  }

  /** Drops the translations that match; returns how many. */
  dropTranslations(matches: (entry: TlbEntry) => boolean): number {
    const gone = [...this.#arrival].filter(matches);
    for (const entry of gone) this.#drop(entry);
    return gone.length;
  }

  /** How many translations are held. */
  get translationCount(): number {
    return this.#arrival.size;
  }
}

function dropKept(map: Map<string, Kept>, matches: (key: CacheKey) => boolean): number {
  let count = 0;
  for (const [text, { key }] of map) {
    if (!matches(key)) continue;
    map.delete(text);
    count++;
  }
  return count;
}

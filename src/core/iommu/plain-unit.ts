import type {
  LookUp,
  TranslateRequest,
  TranslateStep,
  TranslationUnit,
  Translator,
} from '../pcie/types.ts';
import type { Iommu } from '../scenario/schema.ts';
import { cacheSizesOf, costsOf, maskOfReads } from './timing.ts';

/*
 * An IOMMU at work whose caches no architecture text spells out: a translation cache by requester and page,
 * and a cache of table entries by their address (assumption). What came first makes room first.
 */

interface Kept {
  readonly stream: string;
  readonly start: bigint;
  readonly sizeBytes: bigint;
}

function streamOf({ requesterId, t, pasid, at, write }: TranslateRequest): string {
  return `${requesterId}/${t}/${pasid ?? ''}/${at}/${write ? 'w' : 'r'}`;
}

/** The caches of one IOMMU, empty. */
export function plainUnit(translator: Translator, iommu: Iommu): TranslationUnit {
  const sizes = cacheSizesOf(iommu);
  const entries: Kept[] = [];
  const structures = new Set<bigint>();
  let dropped = 0;

  const keep = (kept: Kept): void => {
    if (entries.length === sizes.translations) {
      entries.shift();
      dropped++;
    }
    entries.push(kept);
  };

  const keepStructure = (address: bigint): void => {
    const [oldest] = structures;
    if (structures.size === sizes.tables && oldest !== undefined) structures.delete(oldest);
    structures.add(address);
  };

  const look = (request: TranslateRequest): LookUp => {
    const stream = streamOf(request);
    const { address } = request;
    const found = entries.find(
      (entry) =>
        entry.stream === stream &&
        address >= entry.start &&
        address < entry.start + entry.sizeBytes,
    );
    if (found !== undefined) {
      return { reads: 0, readMask: 0, isKept: true, reachBytes: Number(found.sizeBytes) };
    }
    const { kind, walk, timing } = translator.translate(request);
    const isRead = ({ address: at }: TranslateStep): boolean => !structures.has(at);
    const reads = walk.filter(isRead).length;
    const readMask = maskOfReads(walk, isRead);
    // The last entry of a walk ends in the translation cache, or is at fault and kept nowhere.
    for (const step of walk.slice(0, -1)) {
      if (!structures.has(step.address)) keepStructure(step.address);
    }
    if (kind === 'fault') return { reads, readMask, isKept: false, reachBytes: 0 };
    const reachBytes = timing?.reachBytes ?? 4096;
    const sizeBytes = BigInt(reachBytes);
    keep({ stream, start: address & ~(sizeBytes - 1n), sizeBytes });
    return { reads, readMask, isKept: true, reachBytes };
  };

  return { costs: costsOf(iommu), look, dropped: () => dropped };
}

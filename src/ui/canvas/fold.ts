import type { BoxPart, PortPart } from './structure.ts';

/** How many ports a container does not show, by box id. */
export type Folded = ReadonlyMap<string, number>;

interface FoldedParts {
  readonly parts: readonly BoxPart[];
  readonly folded: Folded;
}

/** Ids of all components that a box draws. */
function idsOf(part: BoxPart): string[] {
  switch (part.kind) {
    case 'host':
      return [
        part.id,
        ...[...part.memories, ...part.functions].map(({ id }) => id),
        ...part.ports.map(({ port }) => port.id),
        ...(part.iommu ? [part.iommu.id] : []),
      ];
    case 'switch':
      return [part.id, ...part.ports.map(({ port }) => port.id)];
    case 'device':
      return part.functions.map(({ id }) => id);
    case 'note':
      return [part.id];
  }
}

/**
 * Leaves out what is not asked for: ports fold into a count, what hangs below them goes. Hosts stay; of the
 * SMMU of a folded host the TBUs do.
 *
 * @param wanted ids of components to show; what they hang from is shown too.
 */
export function foldParts(parts: readonly BoxPart[], wanted: ReadonlySet<string>): FoldedParts {
  const boxOf = new Map(parts.flatMap((part) => idsOf(part).map((id) => [id, part.id] as const)));
  const portAbove = new Map<string, string>();
  for (const part of parts) {
    if (part.kind !== 'host' && part.kind !== 'switch') continue;
    for (const { port, link } of part.ports) {
      const below = link === null ? undefined : boxOf.get(link.to);
      if (below !== undefined) portAbove.set(below, port.id);
    }
  }
  const shown = new Set<string>();
  for (const id of wanted) {
    let next: string | undefined = id;
    while (next !== undefined && !shown.has(next)) {
      shown.add(next);
      const box = boxOf.get(next);
      if (box !== undefined) shown.add(box);
      next = box === undefined ? undefined : portAbove.get(box);
    }
  }
  const folded = new Map<string, number>();
  const kept = parts.flatMap((part): BoxPart[] => {
    if (part.kind === 'host' || part.kind === 'switch') {
      if (part.kind === 'switch' && !shown.has(part.id)) return [];
      const ports: PortPart[] = part.ports.filter(({ port }) => shown.has(port.id));
      if (ports.length < part.ports.length) folded.set(part.id, part.ports.length - ports.length);
      if (part.kind === 'switch') return [{ ...part, ports }];
      const isAsked = part.iommu !== null && wanted.has(part.iommu.id);
      return [{ ...part, ports, showsTcu: isAsked && folded.get(part.id) === undefined }];
    }
    return part.kind === 'note' || shown.has(part.id) ? [part] : [];
  });
  return { parts: kept, folded };
}

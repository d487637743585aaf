import type { Component, FunctionComponent, Scenario } from '../core/scenario/schema.ts';

/** One thing of the document in the order of its hierarchy. */
export interface OutlineRow {
  readonly component: Component;
  readonly depth: number;
  /** Id of what it is inside of or plugged into; null at the top. */
  readonly parentId: string | null;
  /** The link that it hangs on, or null. */
  readonly linkId: string | null;
  /** Ids directly below, in order. */
  readonly childIds: readonly string[];
}

/** A port that a device can be plugged into. */
const PORT_KINDS: ReadonlySet<Component['kind']> = new Set(['root-port', 'switch-downstream']);

/** Whether a component has a slot: at most one link leads down from it. */
export function isPort(component: Component): component is FunctionComponent {
  return PORT_KINDS.has(component.kind);
}

/** Whether a component is plugged into a slot rather than part of something else. */
export function isPluggable(component: Component): component is FunctionComponent {
  if (!('bars' in component) || component.parent !== null) return false;
  return component.kind !== 'rc-integrated-endpoint' && component.kind !== 'rc-event-collector';
}

/** Things inside come before what is plugged in: an SMMU and memory before ports. */
const ORDER: Readonly<Partial<Record<Component['kind'], number>>> = { iommu: 0, memory: 1 };
const rankOf = (component: Component): number => ORDER[component.kind] ?? 2;

/**
 * The document as a tree in document order: host bridges, what is inside them, what is plugged into their
 * ports. What is connected to nothing stands at the top, after the host bridges. A loop in a damaged
 * document ends where it meets itself.
 */
export function outlineOf(scenario: Scenario): readonly OutlineRow[] {
  const byId = new Map(scenario.components.map((one) => [one.id, one]));
  const parentOf = new Map<string, { readonly id: string; readonly linkId: string | null }>();
  for (const one of scenario.components) {
    const parent = 'parent' in one ? one.parent : null;
    if (parent !== null && byId.has(parent)) parentOf.set(one.id, { id: parent, linkId: null });
  }
  for (const link of scenario.links) {
    if (byId.has(link.from) && byId.has(link.to)) {
      parentOf.set(link.to, { id: link.from, linkId: link.id });
    }
  }
  const below = new Map<string, Component[]>();
  for (const one of scenario.components) {
    const parent = parentOf.get(one.id);
    if (parent !== undefined) below.set(parent.id, [...(below.get(parent.id) ?? []), one]);
  }
  for (const list of below.values()) list.sort((a, b) => rankOf(a) - rankOf(b));

  const rows: OutlineRow[] = [];
  const seen = new Set<string>();
  const visit = (component: Component, depth: number): void => {
    if (seen.has(component.id)) return;
    seen.add(component.id);
    const children = below.get(component.id) ?? [];
    const parent = parentOf.get(component.id);
    rows.push({
      component,
      depth,
      parentId: parent?.id ?? null,
      linkId: parent?.linkId ?? null,
      childIds: children.map((child) => child.id),
    });
    for (const child of children) visit(child, depth + 1);
  };
  const roots = scenario.components.filter((one) => !parentOf.has(one.id));
  for (const one of roots.filter((root) => root.kind === 'host-bridge')) visit(one, 0);
  for (const one of roots) visit(one, 0);
  for (const one of scenario.components) visit(one, 0);
  return rows;
}

export type Direction = 'parent' | 'child' | 'next' | 'previous';

/** Where an arrow leads from a component in the hierarchy; null when there is nothing that way. */
export function neighbourOf(
  rows: readonly OutlineRow[],
  id: string,
  direction: Direction,
): string | null {
  const row = rows.find((one) => one.component.id === id);
  if (row === undefined) return null;
  if (direction === 'parent') return row.parentId;
  if (direction === 'child') return row.childIds[0] ?? null;
  const siblings = rows.filter((one) => one.parentId === row.parentId);
  const at = siblings.indexOf(row) + (direction === 'next' ? 1 : -1);
  return siblings[at]?.component.id ?? null;
}

/** Ports that nothing is plugged into, in the order of the outline. */
export function freePorts(scenario: Scenario): readonly FunctionComponent[] {
  const taken = new Set(scenario.links.map((link) => link.from));
  return outlineOf(scenario)
    .map((row) => row.component)
    .filter((one): one is FunctionComponent => isPort(one) && !taken.has(one.id));
}

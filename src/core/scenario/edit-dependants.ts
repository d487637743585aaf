import { withActors } from './edit-actors.ts';
import type { Edit } from './edit.ts';
import { hasTarget } from './faults.ts';
import type { Actor } from './schema-actors.ts';
import type { Component, Iommu, Scenario } from './schema.ts';

/** Ids of the component and of everything that is inside it, however deep. */
export function withInner(scenario: Scenario, id: string): Set<string> {
  const inner = new Map<string, string[]>();
  for (const component of scenario.components) {
    if (component.kind === 'host-bridge' || component.kind === 'note') continue;
    if (component.parent === null) continue;
    const list = inner.get(component.parent);
    if (list === undefined) inner.set(component.parent, [component.id]);
    else list.push(component.id);
  }
  const found = new Set<string>();
  const queue = [id];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    queue.push(...(inner.get(next) ?? []));
  }
  return found;
}

/** The function that an id names; a virtual function `<pf>.vf<n>` goes with its physical function. */
export function ownerOf(id: string): string {
  return id.replace(/\.vf\d+$/, '');
}

function withoutFunctions(iommu: Iommu, gone: ReadonlySet<string>): Iommu | null {
  const isGone = (id: string): boolean => gone.has(id) || gone.has(ownerOf(id));
  const streams = iommu.streams.filter(({ requester }) => !isGone(requester));
  const tables = iommu.tables.map((table) => ({
    ...table,
    mappings: table.mappings.filter(({ to }) => typeof to === 'string' || !isGone(to.function)),
  }));
  const count = (all: Iommu['tables']): number =>
    all.reduce((sum, { mappings }) => sum + mappings.length, 0);
  const isSame = streams.length === iommu.streams.length && count(tables) === count(iommu.tables);
  return isSame ? null : { ...iommu, streams, tables };
}

/** Splits `list` by `isGone`; each removed item comes with an edit that puts it back at its place. */
function split<T>(
  list: readonly T[],
  isGone: (item: T) => boolean,
  restore: (item: T, at: number) => Edit,
): { kept: T[]; edits: Edit[] } {
  const kept: T[] = [];
  const edits: Edit[] = [];
  for (const [at, item] of list.entries()) {
    if (isGone(item)) edits.push(restore(item, at));
    else kept.push(item);
  }
  return { kept, edits };
}

/** The actors without what is gone; null: none of it was theirs. */
function withoutGone({ actors = [] }: Scenario, gone: ReadonlySet<string>): Actor[] | null {
  const kept = actors.map((actor) => ({
    ...actor,
    functions: actor.functions.filter((id) => !gone.has(id)),
    tables: actor.tables.filter(({ iommu }) => !gone.has(iommu)),
  }));
  const isSame = kept.every(
    ({ functions, tables }, index) =>
      functions.length === actors[index]?.functions.length &&
      tables.length === actors[index].tables.length,
  );
  return isSame ? null : kept;
}

/**
 * Removes a component with everything inside it, the links and transfers that end at any of it, and
 * what IOMMU tables say about it. Devices below a removed port stay, unconnected.
 *
 * @returns what is kept, and the edits that restore the rest at its exact place, in order.
 */
export function dependantsOf(
  scenario: Scenario,
  id: string,
): { readonly kept: Scenario; readonly inverse: readonly Edit[] } {
  const gone = withInner(scenario, id);
  const isGone = (one: string): boolean => gone.has(one) || gone.has(ownerOf(one));
  const components = split<Component>(
    scenario.components,
    (component) => gone.has(component.id),
    (component, at) => ({ kind: 'addComponent', component, at }),
  );
  const links = split(
    scenario.links,
    ({ from, to }) => gone.has(from) || gone.has(to),
    (link, at) => ({ kind: 'connect', link, at }),
  );
  const transfers = split(
    scenario.transfers,
    ({ from, to }) => isGone(from) || isGone(to.kind === 'bar' ? to.function : to.memory),
    (transfer, at) => ({ kind: 'addTransfer', transfer, at }),
  );
  const tables: Edit[] = [];
  const kept = components.kept.map((component) => {
    const trimmed = component.kind === 'iommu' ? withoutFunctions(component, gone) : null;
    if (component.kind !== 'iommu' || trimmed === null) return component;
    const patch = { streams: component.streams, tables: component.tables };
    tables.push({ kind: 'patchComponent', id: component.id, patch });
    return trimmed;
  });
  const actions = (scenario.actions ?? []).filter((one) => !isGone(one.function));
  const isSame = actions.length === (scenario.actions ?? []).length;
  const { actions: before = [], ...rest } = scenario;
  const restore: Edit[] = isSame ? [] : [{ kind: 'setActions', actions: before }];
  const next = isSame ? scenario : actions.length === 0 ? rest : { ...rest, actions };
  const lists = { components: kept, links: links.kept, transfers: transfers.kept };
  const { faults: allFaults = [], ...plain } = { ...next, ...lists };
  const faults = allFaults.filter((one) => hasTarget(lists, one));
  if (faults.length < allFaults.length) restore.push({ kind: 'setFaults', faults: allFaults });
  const actors = withoutGone(scenario, gone);
  if (actors !== null) restore.push({ kind: 'setActors', actors: scenario.actors ?? [] });
  const owned = actors === null ? plain : withActors(plain, actors);
  return {
    kept: faults.length === 0 ? owned : { ...owned, faults },
    inverse: [...components.edits, ...links.edits, ...transfers.edits, ...tables, ...restore],
  };
}

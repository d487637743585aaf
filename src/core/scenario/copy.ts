import * as z from 'zod/mini';
import { defined } from '../base/assert.ts';
import type { Edit } from './edit.ts';
import { ownerOf, withInner } from './edit-dependants.ts';
import { nextName } from './free-name.ts';
import { Gesture } from './gesture.ts';
import { SCENARIO_VERSION, componentSchema, linkSchema, transferSchema } from './schema.ts';
import type { Component, FunctionComponent, Link, Scenario, Transfer } from './schema.ts';

/*
 * Copy and paste. A clip is a piece of a document: components with all that is inside them, and what runs
 * between them. Pasting gives everything a new id, and leaves to enumeration what only one thing can have
 * (addresses of BARs, bus numbers, windows).
 */

/** A piece of a document that can be pasted into any document. */
export interface Clip {
  readonly components: readonly Component[];
  readonly links: readonly Link[];
  readonly transfers: readonly Transfer[];
}

/** Where a pasted piece goes. */
interface Placement {
  /** What a piece that hangs on a link is plugged into, by the id it had: a port, a switch, a host bridge. */
  readonly on: (id: string) => string | undefined;
  /** How far from the original, px. */
  readonly shift: number;
}

/**
 * Copies components with everything inside them, the links and transfers whose two ends are among them, and
 * what an IOMMU among them says about them.
 *
 * @param ids components; links among them count for nothing, they come along with both their ends.
 */
export function clipOf(scenario: Scenario, ids: readonly string[]): Clip {
  const within = new Set(ids.flatMap((id) => [...withInner(scenario, id)]));
  const has = (id: string): boolean => within.has(ownerOf(id));
  return {
    components: scenario.components.filter(({ id }) => within.has(id)),
    links: scenario.links.filter(({ from, to }) => within.has(from) && within.has(to)),
    transfers: scenario.transfers.filter(
      ({ from, to }) => has(from) && has(to.kind === 'bar' ? to.function : to.memory),
    ),
  };
}

/** New ids for all components of a clip, by old id. What is inside another thing is named after it. */
function newIds(clip: Clip, taken: ReadonlySet<string>): Map<string, string> {
  const used = new Set(taken);
  const ids = new Map<string, string>();
  const fresh = (wanted: string): string => {
    const id = used.has(wanted) ? nextName(wanted, (one) => used.has(one)) : wanted;
    used.add(id);
    return id;
  };
  const inClip = new Set(clip.components.map(({ id }) => id));
  const parentOf = (one: Component): string | null => ('parent' in one ? one.parent : null);
  const rename = (one: Component): string => {
    const known = ids.get(one.id);
    if (known !== undefined) return known;
    const parent = parentOf(one);
    const outer =
      parent !== null && inClip.has(parent)
        ? clip.components.find(({ id }) => id === parent)
        : undefined;
    const prefix = outer && one.id.startsWith(outer.id) ? outer.id : null;
    const id =
      outer && prefix !== null
        ? fresh(`${rename(outer)}${one.id.slice(prefix.length)}`)
        : fresh(one.id);
    ids.set(one.id, id);
    return id;
  };
  for (const one of clip.components) rename(one);
  return ids;
}

/** Leaves to enumeration what a copy cannot share with its original. */
function unassigned(fn: FunctionComponent, isInClip: boolean): FunctionComponent {
  const { bridge: _bridge, iommuGroup: _group, ...rest } = fn;
  const bars = fn.bars.map(({ address, ...bar }) => (address === null ? { ...bar, address } : bar));
  if (isInClip || fn.parent === null) return { ...rest, bars };
  // Beside its original it cannot have the same number.
  const { device: _device, fn: _fn, portNumber: _port, ...free } = rest;
  return { ...free, bars };
}

/** Renames within one component whatever the renaming covers. */
function renamed(
  one: Component,
  ids: ReadonlyMap<string, string>,
  gesture: Gesture,
  shift: number,
): Component {
  const idOf = (id: string): string => {
    const owner = ownerOf(id);
    return `${ids.get(owner) ?? owner}${id.slice(owner.length)}`;
  };
  const isOwnName = 'parent' in one && one.parent !== null && ids.has(one.parent);
  const base = {
    id: idOf(one.id),
    name: isOwnName || one.name === '' ? one.name : gesture.freeName(one.name),
    ...(one.position && {
      position: { x: one.position.x + shift, y: one.position.y + shift },
    }),
  };
  switch (one.kind) {
    case 'note':
      return { ...one, ...base };
    case 'host-bridge': {
      const {
        rootBus: _root,
        lastBus: _last,
        mmioBelow4g: _low,
        mmioAbove4g: _high,
        ...rest
      } = one;
      return { ...rest, ...base };
    }
    case 'memory':
      return {
        ...one,
        ...base,
        parent: idOf(one.parent),
        address: gesture.nextMemoryAddress(),
      };
    case 'iommu':
      return {
        ...one,
        ...base,
        parent: idOf(one.parent),
        streams: one.streams
          .filter(({ requester }) => ids.has(ownerOf(requester)))
          .map((stream) => ({ ...stream, requester: idOf(stream.requester) })),
        tables: one.tables.map((table) => ({
          ...table,
          mappings: table.mappings
            .filter(({ to }) => typeof to === 'string' || ids.has(ownerOf(to.function)))
            .map((mapping) => ({
              ...mapping,
              to:
                typeof mapping.to === 'string'
                  ? mapping.to
                  : { ...mapping.to, function: idOf(mapping.to.function) },
            })),
        })),
      };
    default: {
      const parent = one.parent === null ? null : idOf(one.parent);
      return {
        ...unassigned(one, one.parent !== null && ids.has(one.parent)),
        ...base,
        parent,
      };
    }
  }
}

/**
 * Pastes a clip into a document: new ids and names, links and transfers along, each piece that hangs on a link
 * plugged in where `placement` says and a port can be had.
 *
 * @returns the edit (one step to undo) and the new ids of what was copied by itself; null when nothing of the
 *   clip can stand in this document, e.g. a switch port whose switch is not here.
 */
export function pasteOf(
  scenario: Scenario,
  clip: Clip,
  placement: Placement,
): { readonly edit: Edit; readonly ids: readonly string[] } | null {
  const gesture = new Gesture(scenario);
  const inClip = new Set(clip.components.map(({ id }) => id));
  const parentOf = (one: Component): string | null => ('parent' in one ? one.parent : null);
  const stands = clip.components.filter((one) => {
    const parent = parentOf(one);
    return parent === null || inClip.has(parent) || gesture.find(parent) !== undefined;
  });
  if (stands.length === 0) return null;
  const taken = new Set([...scenario.components, ...scenario.links].map(({ id }) => id));
  const ids = newIds({ ...clip, components: stands }, taken);
  const idOf = (id: string): string => defined(ids.get(id), 'an id of the clip');
  for (const one of stands) gesture.add(renamed(one, ids, gesture, placement.shift));

  const below = new Set(clip.links.map(({ to }) => to));
  const roots = stands.filter((one) => {
    const parent = parentOf(one);
    return (parent === null || !inClip.has(parent)) && !below.has(one.id);
  });
  for (const { from, to, id: _id, ...link } of clip.links) {
    if (ids.has(from) && ids.has(to)) gesture.link(idOf(from), idOf(to), link);
  }
  for (const one of roots) {
    if (!('bars' in one) || one.parent !== null) continue;
    const port = gesture.port(placement.on(one.id));
    if (port !== null) gesture.link(port, idOf(one.id));
  }
  const edits: Edit[] = [...gesture.edits];
  const transferIds = new Set(scenario.transfers.map(({ id }) => id));
  for (const one of clip.transfers) {
    const owner = (id: string): string => {
      const fn = ownerOf(id);
      return `${ids.get(fn) ?? fn}${id.slice(fn.length)}`;
    };
    const id = nextName(one.id, (name) => transferIds.has(name));
    transferIds.add(id);
    const to =
      one.to.kind === 'bar'
        ? { ...one.to, function: owner(one.to.function) }
        : { ...one.to, memory: owner(one.to.memory) };
    edits.push({ kind: 'addTransfer', transfer: { ...one, id, from: owner(one.from), to } });
  }
  return { edit: { kind: 'batch', edits }, ids: roots.map(({ id }) => idOf(id)) };
}

const clipSchema = z.strictObject({
  format: z.literal('p2pdma-clip'),
  version: z.literal(SCENARIO_VERSION),
  components: z.array(componentSchema),
  links: z.array(linkSchema),
  transfers: z.array(transferSchema),
});

/** A clip as text, for the clipboard of the system: it can be pasted into another window. */
export function clipText(clip: Clip): string {
  return JSON.stringify({ format: 'p2pdma-clip', version: SCENARIO_VERSION, ...clip });
}

/** The clip that a text holds; null when it holds something else. */
export function parseClip(text: string): Clip | null {
  if (!text.startsWith('{"format":"p2pdma-clip"')) return null;
  try {
    const parsed = clipSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    const { components, links, transfers } = parsed.data;
    return { components, links, transfers };
  } catch {
    return null;
  }
}

import { formatBdf } from '../core/base/bdf.ts';
import { enumerate } from '../core/machine/enumerate.ts';
import type { Machine } from '../core/machine/types.ts';
import type {
  Bar,
  Component,
  FunctionComponent,
  HostBridge,
  Link,
  Scenario,
} from '../core/scenario/schema.ts';
import { CONTRADICTS, NOWHERE } from './report.ts';
import type { IgnoredEntry } from './report.ts';

/*
 * Puts a machine that was made from an open document and texts about it in the document's place: functions meet by
 * BDF, host bridges by segment and root bus. What no text can state stays as the document has it.
 */

const hostKey = (segment: number, rootBus: number): string => `${segment}:${rootBus}`;

/** BDF, or segment and root bus, of every component that is a function or a host bridge, by its id. */
function placesOf({ hostBridges, functions }: Machine): Map<string, string> {
  return new Map([
    ...hostBridges.map(({ id, segment, rootBus }) => [id, hostKey(segment, rootBus)] as const),
    ...functions.flatMap(({ id, bdf, physicalFunction }) =>
      physicalFunction === null ? [[id, formatBdf(bdf)] as const] : [],
    ),
  ]);
}

/** BARs with what no register says of them. */
function barsOf(open: readonly Bar[], made: readonly Bar[]): Bar[] {
  return made.map((bar) => {
    const drawn = open.find(({ index }) => index === bar.index);
    const { address, ...rest } = bar;
    return {
      ...rest,
      // A drawn BAR without an address is placed by enumeration, which a null would forbid.
      ...(address === null && drawn?.address === undefined ? {} : { address }),
      ...(drawn?.nonTee === undefined ? {} : { nonTee: drawn.nonTee }),
    };
  });
}

function functionOf(open: FunctionComponent, made: FunctionComponent): FunctionComponent {
  const entries = open.ats?.entries;
  const { bridge, bars, ...rest } = made;
  const isDrawnBridge = open.bridge === undefined && bridge?.memory === undefined;
  const { assumed: _before, bridge: _drawn, ...drawn } = open;
  return {
    ...drawn,
    ...rest,
    ...(bridge === undefined || isDrawnBridge ? {} : { bridge }),
    bars: barsOf(open.bars, bars),
    ...(made.sriov === undefined
      ? {}
      : { sriov: { ...made.sriov, vfBars: barsOf(open.sriov?.vfBars ?? [], made.sriov.vfBars) } }),
    ...(made.ats === undefined || entries === undefined ? {} : { ats: { ...made.ats, entries } }),
    id: open.id,
    name: open.name,
  };
}

/** IDs and the node come with the functions on the root bus; the rest of a host bridge no listing says. */
function hostOf(open: HostBridge, made: HostBridge): HostBridge {
  const { vendorId = made.vendorId, deviceId = made.deviceId, numaNode = made.numaNode } = open;
  return {
    ...open,
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(deviceId === undefined ? {} : { deviceId }),
    ...(numaNode === undefined ? {} : { numaNode }),
  };
}

function linkOf(open: Link | undefined, made: Link, ends: Pick<Link, 'from' | 'to'>): Link {
  if (open === undefined) return { ...made, ...ends };
  const { assumed: _before, ...drawn } = open;
  return { ...drawn, ...made, id: open.id, propagationPs: open.propagationPs, ...ends };
}

/** What the document has in its own order, the rest behind it. */
function inOrderOf<T extends { readonly id: string }>(open: readonly T[], made: readonly T[]): T[] {
  const order = new Map(open.map(({ id }, index) => [id, index]));
  const place = ({ id }: T): number => order.get(id) ?? order.size;
  return [...made].sort((a, b) => place(a) - place(b));
}

/** New ids that no component or link of the document has. */
function freeId(id: string, taken: Set<string>): string {
  let free = id;
  for (let number = 2; taken.has(free); number++) free = `${id.slice(0, 56)}-${number}`;
  taken.add(free);
  return free;
}

const statedSystem = ({
  assumed = [],
  ...system
}: Scenario['system']): Partial<Scenario['system']> =>
  Object.fromEntries(Object.entries(system).filter(([field]) => !assumed.includes(field)));

/** What the document says of the system, where it says it; else what the texts say. */
function systemOf(open: Scenario['system'], made: Scenario['system']): Scenario['system'] {
  const assumed = open.assumed?.filter((field) => made.assumed?.includes(field) ?? false) ?? [];
  const { assumed: _open, ...system } = { ...open, ...statedSystem(made), ...statedSystem(open) };
  return { ...system, ...(assumed.length === 0 ? {} : { assumed }) };
}

/** What texts say otherwise of the system than the document does. */
export function systemContradictions(
  open: Scenario['system'],
  made: Scenario['system'],
): IgnoredEntry[] {
  const own: Readonly<Record<string, unknown>> = statedSystem(open);
  return Object.entries(statedSystem(made)).flatMap(([field, value]) =>
    !Object.hasOwn(own, field) || own[field] === value
      ? []
      : [
          {
            ...NOWHERE,
            text: `system ${field} "${String(own[field])}" here, "${String(value)}" there`,
            reason: `${CONTRADICTS}the open machine, which is kept`,
          },
        ],
  );
}

/**
 * @param open the document.
 * @param made the machine that its facts and those of the texts give together.
 * @returns the document with that machine in it; ids, names, positions, transfers, IOMMUs, memory and notes stay.
 */
export function intoDocument(open: Scenario, made: Scenario): Scenario {
  const here = enumerate(open).machine;
  const there = enumerate(made).machine;
  if (here === null || there === null) return made;
  const idAt = new Map([...placesOf(here)].map(([id, place]) => [place, id]));
  const placeOf = placesOf(there);
  const drawn = new Map(open.components.map((one) => [one.id, one]));
  const taken = new Set([...drawn.keys(), ...open.links.map(({ id }) => id)]);
  const idOf = new Map<string, string>();
  for (const { id } of made.components) {
    const known = idAt.get(placeOf.get(id) ?? '');
    idOf.set(id, known ?? freeId(id, taken));
  }
  const newId = (id: string): string => idOf.get(id) ?? id;
  const components = made.components.map((component): Component => {
    const twin = drawn.get(newId(component.id));
    if (component.kind === 'host-bridge') {
      const own = twin?.kind === 'host-bridge' ? hostOf(twin, component) : component;
      return { ...own, id: newId(component.id) };
    }
    if (!('acs' in component)) return component;
    const parent = component.parent === null ? null : newId(component.parent);
    const own = twin !== undefined && 'acs' in twin ? functionOf(twin, component) : component;
    return { ...own, id: newId(component.id), parent };
  });
  const links = made.links.map((link) => {
    const ends = { from: newId(link.from), to: newId(link.to) };
    const own = open.links.find(({ from, to }) => from === ends.from && to === ends.to);
    const id = own?.id ?? freeId(link.id, taken);
    return { ...linkOf(own, link, ends), id };
  });
  const isThere = new Set(components.map(({ id }) => id));
  const isNumbered = new Set(placesOf(here).keys());
  const isHeld = (id: string): boolean =>
    open.components.some((one) => 'parent' in one && one.parent === id && !isNumbered.has(one.id));
  // A host bridge or an invented function that the machine no longer has was a guess; what was not part of the
  // machine (memory, IOMMUs, notes, what hangs on nothing) stays.
  const rest = open.components.filter(
    (one) => !isThere.has(one.id) && (!isNumbered.has(one.id) || isHeld(one.id)),
  );
  const isRest = new Set(rest.map(({ id }) => id));
  const loose = open.links.filter(
    ({ id, from, to }) =>
      (isRest.has(from) || isRest.has(to)) && !links.some((link) => link.id === id),
  );
  return {
    ...open,
    system: systemOf(open.system, made.system),
    components: inOrderOf(open.components, [...components, ...rest]),
    links: inOrderOf(open.links, [...links, ...loose]),
  };
}

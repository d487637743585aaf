import type { Machine } from '../../core/machine/types.ts';
import type { Hop } from '../../core/pcie/types.ts';
import { componentAt } from '../../core/pcie/component-at.ts';
import type { Scene } from './scene.ts';
import { LANE, SWITCH } from './sizes.ts';

/*
 * A path that climbs and comes down the same links is drawn as two lanes. Sides are chosen so that the two
 * never cross: inside each switch the way whose port lies further out takes the outer lane and the upper bus.
 */

/** One direction through one switch. */
interface Way {
  /** Offset of its lane from the centre of the link above the switch. */
  readonly lane: number;
  /** Distance of the horizontal run from the top of the switch. */
  readonly bus: number;
}

/** Where the two directions of a path run. */
export interface Lanes {
  /** Links used both ways: index to the offset of up and down. */
  readonly links: ReadonlyMap<number, { readonly up: number; readonly down: number }>;
  /** Switches passed both ways, by the function index of their upstream port. */
  readonly switches: ReadonlyMap<number, { readonly up: Way; readonly down: Way }>;
}

/** Which way each of two lanes goes that end at `up` and `down`, both measured from the centre of the switch. */
function sidesOf(up: number, down: number): { readonly up: Way; readonly down: Way } {
  const upper = SWITCH.busUpper;
  const lower = SWITCH.busLower;
  if (up <= 0 === down <= 0) {
    const side = up <= 0 && down <= 0 ? -1 : 1;
    const isUpOuter = Math.abs(up) > Math.abs(down);
    const outer = { lane: side * LANE, bus: upper };
    const inner = { lane: -side * LANE, bus: lower };
    return isUpOuter ? { up: outer, down: inner } : { up: inner, down: outer };
  }
  const upSide = up < down ? -LANE : LANE;
  return { up: { lane: upSide, bus: lower }, down: { lane: -upSide, bus: upper } };
}

/** The lanes of a leg. */
export function lanesOf(machine: Machine, scene: Scene, hops: readonly Hop[]): Lanes {
  const links = new Map<number, { up: number; down: number }>();
  const switches = new Map<number, { up: Way; down: Way }>();
  const used = new Set(hops.map(({ leavesOn }) => leavesOn));
  const isBoth = (link: number | null): link is number =>
    link !== null && used.has(2 * link) && used.has(2 * link + 1);
  const centerOf = (fn: number): number | null => {
    const id = componentAt(machine, { kind: 'function', index: fn });
    const anchor = id === null ? undefined : scene.anchors.get(id);
    return anchor ? anchor.rect.x + anchor.rect.width / 2 : null;
  };

  // Hops climb first, so that the lanes of a link are known before those of the link above it.
  hops.forEach((hop, at) => {
    if (hop.place.kind !== 'function') return;
    const fn = machine.functions[hop.place.index];
    if (fn?.kind !== 'switch-upstream' || switches.has(fn.index) || !isBoth(fn.linkAbove)) return;
    const middle = centerOf(fn.index);
    const last = hops.findLastIndex(
      ({ place }) => place.kind === 'function' && place.index === fn.index,
    );
    const endX = (index: number, way: 'up' | 'down'): number => {
      const place = hops[index]?.place;
      if (place?.kind !== 'function' || middle === null) return 0;
      const below = machine.functions[place.index]?.linkBelow ?? null;
      const lane = below === null ? 0 : (links.get(below)?.[way] ?? 0);
      return (centerOf(place.index) ?? middle) - middle + lane;
    };
    const ways = sidesOf(endX(at - 1, 'up'), endX(last + 1, 'down'));
    switches.set(fn.index, ways);
    links.set(fn.linkAbove, { up: ways.up.lane, down: ways.down.lane });
  });
  for (const link of used) {
    const index = link === null ? null : Math.floor(link / 2);
    if (isBoth(index) && !links.has(index)) links.set(index, { up: LANE, down: -LANE });
  }
  return { links, switches };
}

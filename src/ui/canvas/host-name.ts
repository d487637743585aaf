import type { SceneBox } from './scene.ts';
import { HOST, TBU } from './sizes.ts';

/** Least room for the name of a host bridge, and from which on it also says what it does; px. */
const ROOM_FOR_NAME = 150;
export const ROOM_FOR_MORE = 390;

/** A stretch of the interconnect, from the left edge of the host. */
interface Stretch {
  readonly x: number;
  readonly width: number;
}

/** The widest stretch of the interconnect between two ports; null where the name of the host bridge has no room. */
export function nameStretch({
  part,
  rect,
  centers,
}: Pick<SceneBox, 'part' | 'rect' | 'centers'>): Stretch | null {
  const left = HOST.titleWidth;
  const right = rect.width - HOST.pad;
  const reach = TBU.shift + 8;
  const taken = part.kind === 'host' ? part.ports.map(({ port }) => centers.get(port.id) ?? 0) : [];
  const edges = [left - reach, ...taken.toSorted((a, b) => a - b), right + reach];
  let best: Stretch = { x: left, width: 0 };
  edges.slice(1).forEach((to, i) => {
    const from = (edges[i] ?? left) + reach;
    const width = to - reach - from;
    if (width > best.width) best = { x: from, width };
  });
  return best.width >= ROOM_FOR_NAME ? best : null;
}

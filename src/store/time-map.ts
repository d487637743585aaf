/*
 * How simulated time maps onto the wall clock while playing. A map is a rising, piecewise linear function;
 * the scrubber shows wall time, so its knob moves evenly in either mapping.
 */

/** Wall time of one hop at the normal speed, ms. @source ux.md §5 */
export const HOP_MS = 600;

/** The speed at which one hop takes HOP_MS. */
export const NORMAL_NS_PER_SECOND = 100;

/** At the speed "Max" a whole run takes this long, ms; a hop a tenth of HOP_MS. */
const MAX_RUN_MS = 2_000;

interface TimePoint {
  readonly tPs: number;
  readonly wallMs: number;
}

/** Points rise strictly in both coordinates; the first is (0, 0). At least two points. */
export interface TimeMap {
  readonly points: readonly TimePoint[];
}

interface MapOptions {
  readonly mapping: 'even' | 'scale';
  /** Last instant of the run, ps. */
  readonly endPs: number;
  /** Infinity: as fast as it can. */
  readonly nsPerSecond: number;
  /** Instants of the followed TLP's hops, ps, rising. */
  readonly ticks: readonly number[];
}

/** Wall time of one hop at a speed, ms: HOP_MS at the normal speed, at most ten times faster or slower. */
export function hopMs(nsPerSecond: number): number {
  const factor = NORMAL_NS_PER_SECOND / nsPerSecond;
  return HOP_MS * Math.max(0.1, Math.min(10, factor));
}

/**
 * Builds the map of a run.
 *
 * `scale`: proportional. `even`: each stretch between two ticks takes one hop's wall time, whatever it takes
 * in simulated time; before the first and after the last tick time is proportional.
 */
export function timeMap(options: MapOptions): TimeMap {
  const { mapping, nsPerSecond, ticks } = options;
  const endPs = Math.max(1, options.endPs);
  const msPerPs = Number.isFinite(nsPerSecond) ? 1 / nsPerSecond : MAX_RUN_MS / endPs;
  const points: TimePoint[] = [{ tPs: 0, wallMs: 0 }];
  let last = { tPs: 0, wallMs: 0 };
  const add = (tPs: number, durationMs: number) => {
    if (tPs <= last.tPs) return;
    last = { tPs, wallMs: last.wallMs + durationMs };
    points.push(last);
  };
  if (mapping === 'even' && ticks.length > 1) {
    const first = ticks[0] ?? 0;
    add(first, first * msPerPs);
    for (const tick of ticks) add(tick, hopMs(nsPerSecond));
  }
  add(endPs, (endPs - last.tPs) * msPerPs);
  return { points };
}

/** Wall time of the whole run, ms. */
export function totalMs(map: TimeMap): number {
  return map.points.at(-1)?.wallMs ?? 0;
}

/** Wall time of an instant, ms, clamped to the run. */
export function wallOf(map: TimeMap, tPs: number): number {
  return interpolate(map, tPs, 'tPs', 'wallMs');
}

/** The instant at a wall time, ps (not rounded), clamped to the run. */
export function instantOf(map: TimeMap, wallMs: number): number {
  return interpolate(map, wallMs, 'wallMs', 'tPs');
}

function interpolate(
  { points }: TimeMap,
  value: number,
  from: keyof TimePoint,
  to: keyof TimePoint,
): number {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.[from] ?? 0) <= value) low = middle;
    else high = middle;
  }
  const a = points[low];
  const b = points[high];
  if (a === undefined || b === undefined) return 0;
  const clamped = Math.max(a[from], Math.min(b[from], value));
  const share = b[from] === a[from] ? 0 : (clamped - a[from]) / (b[from] - a[from]);
  return a[to] + share * (b[to] - a[to]);
}

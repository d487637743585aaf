import { hopsOf } from '../../core/pcie/hops-of.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import { defined } from '../../core/base/assert.ts';

/** Smallest width of a bar that can be seen and hit, as a share of its lane. */
export const LEAST_SHARE = 0.003;

/** A row of the timeline: one direction of one link. */
export interface Lane {
  /** Directed link: 2 x link index + 0 up, + 1 down. */
  readonly link: number;
  /** `NIC0 ↑ DSP2`: transmitter, direction, receiver. */
  readonly name: string;
}

/**
 * The lanes that a run uses: every directed link on which some flow leaves a hop, in the order in which the
 * flows first meet them.
 */
export function lanesOf(machine: Machine, flows: readonly FlowInfo[]): Lane[] {
  const seen = new Set<number>();
  for (const info of flows) {
    for (const hop of hopsOf(info)) if (hop.leavesOn !== null) seen.add(hop.leavesOn);
  }
  return [...seen].map((link) => ({ link, name: laneName(machine, link) }));
}

function laneName(machine: Machine, link: number): string {
  const wire = defined(
    machine.links[Math.floor(link / 2)],
    'a hop leaves on a link of the machine',
  );
  const nameOf = (index: number | undefined): string =>
    index === undefined ? '' : (machine.functions[index]?.name ?? '');
  const port = nameOf(wire.port);
  const device = nameOf(wire.device[0]);
  return link % 2 === 0 ? `${device} ↑ ${port}` : `${port} ↓ ${device}`;
}

/** Round steps of a ruler, ps: 1, 2 or 5 times a power of ten. */
export function rulerStep(spanPs: number, ticksAtMost: number): number {
  const raw = spanPs / ticksAtMost;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((one) => one * power >= raw) ?? 10;
  return factor * power;
}

/** Instants of the ruler's ticks inside [fromPs, toPs]. */
export function rulerTicks(fromPs: number, toPs: number, ticksAtMost: number): number[] {
  const step = rulerStep(Math.max(1, toPs - fromPs), ticksAtMost);
  const first = Math.ceil(fromPs / step);
  const last = Math.floor(toPs / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** A visible stretch of time, ps. */
export interface Span {
  readonly fromPs: number;
  readonly toPs: number;
}

/** Zooms by `factor` (below 1 = closer) around an instant, within [0, endPs] and no closer than 1 ns. */
export function zoomSpan(span: Span, aroundPs: number, factor: number, endPs: number): Span {
  const width = Math.min(
    Math.max((span.toPs - span.fromPs) * factor, 1_000),
    Math.max(endPs, 1_000),
  );
  const share = (aroundPs - span.fromPs) / (span.toPs - span.fromPs);
  return panSpan(
    { fromPs: aroundPs - share * width, toPs: aroundPs + (1 - share) * width },
    0,
    endPs,
  );
}

/** Moves a stretch by `byPs` and keeps it within [0, endPs]. */
export function panSpan(span: Span, byPs: number, endPs: number): Span {
  const width = span.toPs - span.fromPs;
  const fromPs = Math.min(Math.max(0, span.fromPs + byPs), Math.max(0, endPs - width));
  return { fromPs, toPs: fromPs + width };
}

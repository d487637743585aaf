import type { Bdf } from '../../core/base/bdf.ts';
import type { FunctionKind } from '../../core/scenario/schema.ts';
import { emptyFacts } from '../facts.ts';
import type { FunctionFacts } from '../facts.ts';
import type { Place } from '../report.ts';

/*
 * A tree without addresses, as matrices and some XML state it, laid out with invented ones: depth first, one bus for
 * each bridge.
 */

export type PlanNode =
  | {
      readonly kind: 'device';
      readonly place: Place;
      readonly fill: (facts: FunctionFacts) => void;
    }
  | { readonly kind: 'switch'; readonly place: Place; readonly children: readonly PlanNode[] };

export interface PlanHost {
  readonly numaNode: number | null;
  /** What hangs on each root port. */
  readonly ports: readonly PlanNode[];
}

const LAST_BUS = 255;
const DEVICES_PER_BUS = 32;

class Layout {
  readonly functions: FunctionFacts[] = [];
  private readonly segment: number;
  private next: number;

  constructor(segment: number, firstBus: number) {
    this.segment = segment;
    this.next = firstBus;
  }

  /** First bus number that is not used; above 255: it did not fit. */
  get end(): number {
    return this.next;
  }

  private bridge(
    at: { bus: number; device: number },
    parent: Bdf | 'root',
    kind: FunctionKind,
    place: Place,
    fillBelow: (above: Bdf, secondary: number) => void,
  ): FunctionFacts {
    const bdf = { segment: this.segment, ...at, fn: 0 };
    const facts = emptyFacts(bdf, place);
    facts.isSynthetic = true;
    facts.isBridge = true;
    facts.kind = kind;
    facts.parent = parent;
    this.functions.push(facts);
    const secondary = this.next++;
    fillBelow(bdf, secondary);
    facts.bridge = { secondary, subordinate: this.next - 1 };
    return facts;
  }

  private place(node: PlanNode, above: Bdf, bus: number): void {
    if (node.kind === 'device') {
      const facts = emptyFacts({ segment: this.segment, bus, device: 0, fn: 0 }, node.place);
      facts.isSynthetic = true;
      facts.parent = above;
      facts.kind = 'endpoint';
      node.fill(facts);
      this.functions.push(facts);
      return;
    }
    this.bridge({ bus, device: 0 }, above, 'switch-upstream', node.place, (up, inner) => {
      for (const [device, child] of node.children.slice(0, DEVICES_PER_BUS).entries()) {
        const at = { bus: inner, device };
        this.bridge(at, up, 'switch-downstream', child.place, (port, below) => {
          this.place(child, port, below);
        });
      }
    });
  }

  host(host: PlanHost): void {
    const root = this.next++;
    for (const [i, port] of host.ports.slice(0, DEVICES_PER_BUS - 1).entries()) {
      const at = { bus: root, device: i + 1 };
      const facts = this.bridge(at, 'root', 'root-port', port.place, (above, bus) => {
        this.place(port, above, bus);
      });
      facts.numaNode = host.numaNode;
    }
  }
}

/**
 * Invents addresses for a plan, from `segment` on; a segment whose buses run out is followed by the next one.
 *
 * @returns root ports, switch ports and devices, each marked as synthetic, with stated parents.
 */
export function layOutPlan(hosts: readonly PlanHost[], segment: number): FunctionFacts[] {
  const functions: FunctionFacts[] = [];
  let current = segment;
  let bus = 0;
  for (const host of hosts) {
    let layout = new Layout(current, bus);
    layout.host(host);
    if (layout.end > LAST_BUS + 1 && bus > 0) {
      current++;
      layout = new Layout(current, 0);
      layout.host(host);
    }
    functions.push(...layout.functions.filter(({ bdf }) => bdf.bus <= LAST_BUS));
    bus = layout.end;
    if (bus > LAST_BUS) {
      current++;
      bus = 0;
    }
  }
  return functions;
}

import { formatBdf } from '../../core/base/bdf.ts';
import type { Bdf } from '../../core/base/bdf.ts';
import type { FunctionKind } from '../../core/scenario/schema.ts';
import { emptyFacts } from '../facts.ts';
import type { FunctionFacts } from '../facts.ts';
import type { Report } from '../report.ts';
import { fillFacts, isSwitch } from './nccl-device.ts';
import type { NcclDevice } from './nccl-device.ts';

function busesOf(device: NcclDevice): number[] {
  return [device.bdf.bus, ...device.children.flatMap(busesOf)];
}

const lastBusOf = (devices: readonly NcclDevice[]): number =>
  devices.flatMap(busesOf).reduce((last, bus) => Math.max(last, bus), 0);

/** Puts root ports and downstream ports around devices whose addresses are kept, on bus numbers that nothing uses. */
export class NcclPorts {
  readonly functions: FunctionFacts[] = [];
  private readonly report: Report;
  /** Bus numbers in use, by segment. */
  private readonly used = new Map<number, Set<number>>();

  constructor(tops: readonly NcclDevice[], report: Report) {
    this.report = report;
    for (const top of tops) {
      const used = this.used.get(top.bdf.segment) ?? new Set<number>();
      for (const bus of busesOf(top)) used.add(bus);
      this.used.set(top.bdf.segment, used);
    }
  }

  private isFree(segment: number, bus: number): boolean {
    return this.used.get(segment)?.has(bus) !== true;
  }

  private bridge(
    bdf: Bdf,
    parent: Bdf | 'root',
    kind: FunctionKind,
    from: NcclDevice,
  ): FunctionFacts {
    const facts = emptyFacts(bdf, from.place);
    facts.isSynthetic = true;
    facts.isBridge = true;
    facts.kind = kind;
    facts.parent = parent;
    const fact = `synthetic ${kind} ${formatBdf(bdf)} above ${formatBdf(from.bdf)}: the file leaves such ports out`;
    this.report.assumed.push({ ...from.place, fact });
    return facts;
  }

  /**
   * Adds one device that stands directly below a `<cpu>`, with a root port and host bridge of its own.
   *
   * @returns false: no bus numbers are free for the ports; nothing was added.
   */
  add(top: NcclDevice): boolean {
    const { segment, bus } = top.bdf;
    const functions: FunctionFacts[] = [];
    if (bus === 0) {
      // Virtual machines: the device sits on the root bus itself.
      return this.below(top, 'root', functions) && this.keep(functions);
    }
    let root = bus - 1;
    while (root >= 0 && !this.isFree(segment, root)) root--;
    if (root < 0 || root < bus - 4) return false;
    const port = this.bridge({ segment, bus: root, device: 1, fn: 0 }, 'root', 'root-port', top);
    port.bridge = { secondary: bus, subordinate: lastBusOf([top]) };
    port.numaNode = top.numaNode;
    functions.push(port);
    if (!this.below(top, port.bdf, functions)) return false;
    this.used.get(segment)?.add(root);
    return this.keep(functions);
  }

  private keep(functions: readonly FunctionFacts[]): boolean {
    for (const facts of functions) this.functions.push(facts);
    return true;
  }

  private below(device: NcclDevice, parent: Bdf | 'root', functions: FunctionFacts[]): boolean {
    const facts = emptyFacts(device.bdf, device.place);
    fillFacts(facts, device);
    facts.parent = parent;
    functions.push(facts);
    if (!isSwitch(device)) return true;
    const { segment, bus } = device.bdf;
    const buses = [...new Set(device.children.map((child) => child.bdf.bus))].sort((a, b) => a - b);
    const first = buses[0];
    facts.isBridge = true;
    if (first === undefined) return true;
    const inner = bus + 1;
    if (first <= inner || !this.isFree(segment, inner) || buses.length > 32) return false;
    this.used.get(segment)?.add(inner);
    facts.bridge = { secondary: inner, subordinate: lastBusOf([device]) };
    return buses.every((childBus, i) => {
      const children = device.children.filter((child) => child.bdf.bus === childBus);
      const [head] = children;
      if (head === undefined) return true;
      const at = { segment, bus: inner, device: i, fn: 0 };
      const port = this.bridge(at, device.bdf, 'switch-downstream', head);
      const last = lastBusOf(children);
      port.bridge = { secondary: childBus, subordinate: last };
      functions.push(port);
      return children.every((child) => this.below(child, port.bdf, functions));
    });
  }
}

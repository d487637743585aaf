import type {
  Component,
  FunctionComponent,
  HostBridge,
  Iommu,
  Link,
  Memory,
  Note,
  Scenario,
} from '../../core/scenario/schema.ts';

/*
 * The document as boxes: a host with its root ports, a switch with its downstream ports, a device with its
 * functions. Made from the document and not from the machine, so that a half-drawn machine is drawn too.
 */

/** A port and what is plugged into it. */
export interface PortPart {
  readonly port: FunctionComponent;
  readonly link: Link | null;
}

export type BoxPart =
  | {
      readonly kind: 'host';
      readonly id: string;
      readonly host: HostBridge;
      readonly memories: readonly Memory[];
      readonly iommu: Iommu | null;
      /** False: the SMMU is shown by its TBUs alone. */
      readonly showsTcu: boolean;
      readonly ports: readonly PortPart[];
      /** Functions on the root bus that are not ports: integrated endpoints, conventional devices. */
      readonly functions: readonly FunctionComponent[];
    }
  | {
      readonly kind: 'switch';
      readonly id: string;
      readonly upstream: FunctionComponent;
      readonly ports: readonly PortPart[];
    }
  | {
      readonly kind: 'device';
      readonly id: string;
      /** Function 0 first. */
      readonly functions: readonly FunctionComponent[];
      /** What sits on the bus of a bridge. */
      readonly below: readonly string[];
    }
  | { readonly kind: 'note'; readonly id: string; readonly note: Note };

const BRIDGES = new Set(['pcie-to-pci-bridge', 'pci-to-pcie-bridge', 'conventional-bridge']);

function isFunction(component: Component): component is FunctionComponent {
  return !['host-bridge', 'memory', 'iommu', 'note'].includes(component.kind);
}

function byDevice(a: FunctionComponent, b: FunctionComponent): number {
  return (a.device ?? 32) - (b.device ?? 32) || (a.fn ?? 8) - (b.fn ?? 8);
}

/** Every box of a document, in document order: each function is a part of exactly one. */
export function boxesOf(scenario: Scenario): BoxPart[] {
  const functions = scenario.components.filter(isFunction);
  const inside = new Map<string, FunctionComponent[]>();
  for (const fn of functions) {
    if (fn.parent === null) continue;
    const list = inside.get(fn.parent);
    if (list) list.push(fn);
    else inside.set(fn.parent, [fn]);
  }
  const links = new Map(scenario.links.map((link) => [link.from, link]));
  const known = new Set(scenario.components.map((component) => component.id));
  const kinds = new Map(functions.map((fn) => [fn.id, fn.kind]));
  const portsOf = (parent: string, kind: string): PortPart[] =>
    (inside.get(parent) ?? [])
      .filter((fn) => fn.kind === kind)
      .sort(byDevice)
      .map((port) => ({ port, link: links.get(port.id) ?? null }));

  const boxes: BoxPart[] = [];
  const deviceOf = (fn: FunctionComponent): BoxPart => {
    const children = (inside.get(fn.id) ?? []).sort(byDevice);
    return BRIDGES.has(fn.kind)
      ? { kind: 'device', id: fn.id, functions: [fn], below: children.map((child) => child.id) }
      : { kind: 'device', id: fn.id, functions: [fn, ...children], below: [] };
  };
  const isOwnBox = (fn: FunctionComponent): boolean => {
    if (fn.parent === null || !known.has(fn.parent)) return true;
    return BRIDGES.has(kinds.get(fn.parent) ?? '');
  };

  for (const component of scenario.components) {
    if (component.kind === 'host-bridge') {
      const own = inside.get(component.id) ?? [];
      const ofHost = <T extends { parent: string }>(list: readonly T[]): T[] =>
        list.filter((one) => one.parent === component.id);
      boxes.push({
        kind: 'host',
        id: component.id,
        host: component,
        memories: ofHost(scenario.components.filter((one) => one.kind === 'memory')),
        iommu: ofHost(scenario.components.filter((one) => one.kind === 'iommu'))[0] ?? null,
        showsTcu: true,
        ports: portsOf(component.id, 'root-port'),
        functions: own.filter((fn) => fn.kind !== 'root-port').sort(byDevice),
      });
    } else if (component.kind === 'note') {
      boxes.push({ kind: 'note', id: component.id, note: component });
    } else if (isFunction(component) && isOwnBox(component)) {
      if (component.kind === 'switch-upstream') {
        boxes.push({
          kind: 'switch',
          id: component.id,
          upstream: component,
          ports: portsOf(component.id, 'switch-downstream'),
        });
      } else {
        boxes.push(deviceOf(component));
      }
    }
  }
  return boxes;
}

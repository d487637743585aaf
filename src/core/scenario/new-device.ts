import { defined } from '../base/assert.ts';
import {
  newConventional,
  newEndpoint,
  newGpu,
  newHostBridge,
  newIommu,
  newLink,
  newMemory,
  newNic,
  newNote,
  newNvme,
  newPciBridge,
  newRcIntegratedEndpoint,
  newRootPort,
  newSriovNic,
  newSwitchDownstream,
  newSwitchUpstream,
} from './defaults.ts';
import type { Edit } from './edit.ts';
import type { Component, FunctionComponent, Scenario } from './schema.ts';

/** What the palette offers. */
export const DEVICE_KINDS = [
  'host-bridge',
  'root-port',
  'switch',
  'switch-downstream',
  'gpu',
  'nic',
  'sriov-nic',
  'nvme',
  'endpoint',
  'function',
  'rc-integrated-endpoint',
  'pcie-to-pci-bridge',
  'conventional',
  'memory',
  'smmu',
  'note',
] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** Where the new thing goes. */
interface Placement {
  /** What it was dropped on: a port, a switch, a host bridge, a device; absent: nothing. */
  readonly on?: string;
  readonly position?: { readonly x: number; readonly y: number };
  /** Downstream ports of a new switch; absent: 4. */
  readonly ports?: number;
}

/** One edit (undone as one step) that adds everything needed, and the id of what was asked for. */
export interface NewDevice {
  readonly id: string;
  readonly edit: Edit;
}

const NAMES: Readonly<Record<DeviceKind, string>> = {
  'host-bridge': 'CPU',
  'root-port': 'RP',
  switch: 'SW',
  'switch-downstream': 'DSP',
  gpu: 'GPU',
  nic: 'NIC',
  'sriov-nic': 'NIC',
  nvme: 'NVMe',
  endpoint: 'EP',
  function: 'FN',
  'rc-integrated-endpoint': 'RCiEP',
  'pcie-to-pci-bridge': 'Bridge',
  conventional: 'PCI',
  memory: 'DDR',
  smmu: 'SMMU',
  note: 'Note',
};

const DEFAULT_PORTS = 4;
const GIB = 1n << 30n;
const FIRST_MEMORY = 4n * GIB;

/** Collects what one gesture adds, and looks things up in the document as it will be. */
class Gesture {
  readonly components: Component[];
  readonly edits: Edit[] = [];
  private readonly taken: Set<string>;
  private readonly busyPorts: Set<string>;

  constructor(scenario: Scenario) {
    this.components = [...scenario.components];
    this.taken = new Set([...scenario.components, ...scenario.links].map(({ id }) => id));
    this.busyPorts = new Set(scenario.links.map(({ from }) => from));
  }

  add(component: Component): string {
    this.components.push(component);
    this.taken.add(component.id);
    this.edits.push({ kind: 'addComponent', component });
    return component.id;
  }

  link(from: string, to: string): void {
    let id = `${from}-${to}`.slice(0, 56);
    while (this.taken.has(id)) id = `${id}.`;
    this.taken.add(id);
    this.busyPorts.add(from);
    const width = this.find(to)?.id.startsWith('nvme') === true ? 4 : 16;
    this.edits.push({ kind: 'connect', link: newLink({ id, from, to, width }) });
  }

  find(id: string | undefined): Component | undefined {
    return id === undefined ? undefined : this.components.find((one) => one.id === id);
  }

  /** The next free id and name of a kind: `gpu0`, `GPU0`. */
  next(kind: DeviceKind, prefix = ''): { id: string; name: string } {
    for (let number = 0; ; number++) {
      const name = `${NAMES[kind]}${number}`;
      const id = `${prefix}${name.toLowerCase()}`;
      const isFree = !this.taken.has(id);
      if (isFree && (prefix !== '' || !this.components.some((one) => one.name === name))) {
        return { id, name };
      }
    }
  }

  /** The host bridge that `on` is, or is inside of; else the first one; else a new one. */
  host(on: string | undefined): string {
    let at = this.find(on);
    for (let steps = 0; at !== undefined && steps < this.components.length; steps++) {
      if (at.kind === 'host-bridge') return at.id;
      at = at.kind === 'note' || at.parent === null ? undefined : this.find(at.parent);
    }
    const first = this.components.find((one) => one.kind === 'host-bridge');
    if (first !== undefined) return first.id;
    const { id, name } = this.next('host-bridge');
    return this.add(newHostBridge({ id, name }));
  }

  rootPort(host: string): string {
    const { id, name } = this.next('root-port');
    return this.add(newRootPort({ id, name, parent: host }));
  }

  downstreamPort(upstream: string): string {
    const siblings = this.components.filter(
      (one) => one.kind === 'switch-downstream' && one.parent === upstream,
    ).length;
    const number = siblings + 1;
    const id = `${upstream}-dsp${number}`;
    const free = this.taken.has(id) ? this.next('switch-downstream', `${upstream}-`).id : id;
    return this.add(newSwitchDownstream({ id: free, name: `DSP${number}`, parent: upstream }));
  }

  /** A free port on or in what the thing was dropped on, made where there is none; null: dropped on nothing that has ports. */
  port(on: string | undefined): string | null {
    const target = this.find(on);
    if (target === undefined) return null;
    const isFree = (one: Component): boolean => !this.busyPorts.has(one.id);
    switch (target.kind) {
      case 'root-port':
      case 'switch-downstream':
        return isFree(target) ? target.id : null;
      case 'switch-upstream': {
        const free = this.components.find(
          (one) => one.kind === 'switch-downstream' && one.parent === target.id && isFree(one),
        );
        return free?.id ?? this.downstreamPort(target.id);
      }
      case 'host-bridge': {
        const free = this.components.find(
          (one) => one.kind === 'root-port' && one.parent === target.id && isFree(one),
        );
        return free?.id ?? this.rootPort(target.id);
      }
      default:
        return null;
    }
  }
}

/** Adds a device that hangs on a link, and the link where it was dropped on something with ports. */
function plug(gesture: Gesture, device: FunctionComponent, on: string | undefined): string {
  const port = gesture.port(on);
  gesture.add(device);
  if (port !== null) gesture.link(port, device.id);
  return device.id;
}

function addSwitch(
  gesture: Gesture,
  given: { id: string; name: string },
  placement: Placement,
): string {
  const id = plug(gesture, newSwitchUpstream(given), placement.on);
  const ports = placement.ports ?? DEFAULT_PORTS;
  for (let port = 0; port < ports; port++) gesture.downstreamPort(id);
  return id;
}

/** A bus to put a conventional device on: the bridge it was dropped on, else the first, else a new one. */
function conventionalBus(gesture: Gesture, on: string | undefined): string {
  const isBus = (one: Component | undefined): boolean =>
    one?.kind === 'pcie-to-pci-bridge' || one?.kind === 'conventional-bridge';
  const target = gesture.find(on);
  if (target !== undefined && isBus(target)) return target.id;
  const first = gesture.components.find(isBus);
  return first?.id ?? plug(gesture, newPciBridge(gesture.next('pcie-to-pci-bridge')), on);
}

/** The address behind all memory that the document has. */
function nextMemoryAddress(gesture: Gesture): string {
  let next = FIRST_MEMORY;
  for (const one of gesture.components) {
    if (one.kind !== 'memory') continue;
    const end = BigInt(one.address) + BigInt(one.sizeBytes);
    if (end > next) next = ((end + GIB - 1n) / GIB) * GIB;
  }
  return `0x${next.toString(16)}`;
}

/** An SMMU through which every device that is there passes untranslated, so that adding it changes no path. */
function addSmmu(
  gesture: Gesture,
  given: { id: string; name: string },
  on: string | undefined,
): string {
  const parent = gesture.host(on);
  const streams = gesture.components
    .filter(({ kind }) => kind === 'endpoint' || kind === 'rc-integrated-endpoint')
    .map(({ id }) => ({ requester: id, t: 0, config: 'bypass' }) as const);
  return gesture.add(newIommu({ ...given, parent, streams }));
}

function build(kind: DeviceKind, gesture: Gesture, placement: Placement): string {
  const { on } = placement;
  const { id, name } = gesture.next(kind);
  const given = {
    id,
    name,
    ...(placement.position === undefined ? {} : { position: { ...placement.position } }),
  };
  switch (kind) {
    case 'host-bridge':
      return gesture.add(newHostBridge(given));
    case 'root-port':
      return gesture.add(newRootPort({ ...given, parent: gesture.host(on) }));
    case 'switch':
      return addSwitch(gesture, given, placement);
    case 'switch-downstream': {
      const upstream = gesture.find(on);
      return upstream?.kind === 'switch-upstream'
        ? gesture.downstreamPort(upstream.id)
        : addSwitch(gesture, { ...given, ...gesture.next('switch') }, { ...placement, ports: 1 });
    }
    case 'gpu':
      return plug(gesture, newGpu(given), on);
    case 'nic':
      return plug(gesture, newNic(given), on);
    case 'sriov-nic':
      return plug(gesture, newSriovNic({ ...given, numVfs: 4 }), on);
    case 'nvme':
      return plug(gesture, newNvme(given), on);
    case 'endpoint':
      return plug(gesture, newEndpoint(given), on);
    case 'function': {
      const head = gesture.find(on);
      if (head?.kind !== 'endpoint') return plug(gesture, newEndpoint(given), on);
      const outer = head.parent === null ? undefined : gesture.find(head.parent);
      return gesture.add(
        newEndpoint({ ...given, parent: outer?.kind === 'endpoint' ? outer.id : head.id }),
      );
    }
    case 'rc-integrated-endpoint':
      return gesture.add(newRcIntegratedEndpoint({ ...given, parent: gesture.host(on) }));
    case 'pcie-to-pci-bridge':
      return plug(gesture, newPciBridge(given), on);
    case 'conventional':
      return gesture.add(newConventional({ ...given, parent: conventionalBus(gesture, on) }));
    case 'memory': {
      const address = nextMemoryAddress(gesture);
      return gesture.add(newMemory({ ...given, parent: gesture.host(on), address }));
    }
    case 'smmu':
      return addSmmu(gesture, given, on);
    case 'note':
      return gesture.add({ ...newNote(id, 'Note'), ...given, name: '' });
  }
}

/**
 * Makes what a person takes from the palette: the component with a free id and name, what it needs and
 * the document lacks (a host bridge, a bridge, a free port on the switch it was dropped on), and the
 * link to the port.
 *
 * @returns an edit for `applyEdit`, and the id of the new component to select.
 */
export function newDevice(
  kind: DeviceKind,
  scenario: Scenario,
  placement: Placement = {},
): NewDevice {
  const gesture = new Gesture(scenario);
  const id = build(kind, gesture, placement);
  const [only, ...more] = gesture.edits;
  const first = defined(only, 'a new device adds something');
  return { id, edit: more.length === 0 ? first : { kind: 'batch', edits: gesture.edits } };
}

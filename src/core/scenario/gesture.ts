import { newHostBridge, newLink, newRootPort, newSwitchDownstream } from './defaults.ts';
import type { Edit } from './edit.ts';
import { nextName } from './free-name.ts';
import type { DeviceKind } from './device-kinds.ts';
import type { Component, Link, Scenario } from './schema.ts';

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

const GIB = 1n << 30n;
const FIRST_MEMORY = 4n * GIB;

/** Collects what one gesture adds, and looks things up in the document as it will be. */
export class Gesture {
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

  /** Plugs `to` into the port `from`; `like` gives the speed and width of the link. */
  link(from: string, to: string, like: Partial<Omit<Link, 'id' | 'from' | 'to'>> = {}): void {
    let id = `${from}-${to}`.slice(0, 56);
    while (this.taken.has(id)) id = `${id}.`;
    this.taken.add(id);
    this.busyPorts.add(from);
    const width = this.find(to)?.id.startsWith('nvme') === true ? 4 : 16;
    this.edits.push({ kind: 'connect', link: { ...newLink({ id, from, to, width }), ...like } });
  }

  /** `GPU0` becomes the first of GPU0, GPU1, ... that no component has; a name without a number gets one. */
  freeName(name: string): string {
    const isTaken = (one: string): boolean => this.components.some((other) => other.name === one);
    return isTaken(name) ? nextName(name, isTaken) : name;
  }

  /** The first GiB boundary behind all memory that the document has. */
  nextMemoryAddress(): string {
    let next = FIRST_MEMORY;
    for (const one of this.components) {
      if (one.kind !== 'memory') continue;
      const end = BigInt(one.address) + BigInt(one.sizeBytes);
      if (end > next) next = ((end + GIB - 1n) / GIB) * GIB;
    }
    return `0x${next.toString(16)}`;
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

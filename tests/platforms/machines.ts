import { defined } from '../../src/core/base/assert.ts';
import {
  ACS_LINUX,
  ROOT_PORT_ACS_CAPABILITY,
  SWITCH_ACS_CAPABILITY,
  acs,
  newGpu,
  newHostBridge,
  newLink,
  newMemory,
  newNic,
  newNvmeWithCmb,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
} from '../../src/core/scenario/defaults.ts';
import type { Component, Link, Scenario } from '../../src/core/scenario/schema.ts';

/* Machines of published measurements, from a tree: sockets, switches, devices. */

/** A device or a switch below a port. A link that is not given is like the machine's. */
export interface Slot {
  readonly id: string;
  readonly kind: 'gpu' | 'nic' | 'nvme' | 'switch';
  readonly below?: readonly Slot[];
  readonly link?: { readonly speedGtps: number; readonly width: number };
}

export interface MachineShape {
  /** GT/s and lanes of every link that states none. */
  readonly speedGtps: number;
  readonly width: number;
  /** What stands on the root ports of each socket. */
  readonly sockets: readonly (readonly Slot[])[];
  /** P2P Request Redirect, Completion Redirect and Upstream Forwarding on every port. */
  readonly isRedirecting?: boolean;
}

/** A window of 2 TiB per socket: room for several 64 GiB BARs. */
const HIGH = [
  { base: '0x20000000000', limit: '0x3ffffffffff' },
  { base: '0x40000000000', limit: '0x5ffffffffff' },
];
const LOW = [
  { base: '0x90000000', limit: '0xbfffffff' },
  { base: '0xc0000000', limit: '0xefffffff' },
];
const MEMORY = ['0x100000000', '0x8000000000'];
const CMB_BYTES = 1 << 28;

class Builder {
  readonly components: Component[] = [];
  readonly links: Link[] = [];
  private readonly shape: MachineShape;
  private readonly control: number;

  constructor(shape: MachineShape) {
    this.shape = shape;
    this.control = shape.isRedirecting === true ? ACS_LINUX : 0;
    shape.sockets.forEach((slots, node) => {
      const host = `cpu${node}`;
      const windows = {
        mmioBelow4g: defined(LOW[node], host),
        mmioAbove4g: defined(HIGH[node], host),
      };
      const address = defined(MEMORY[node], host);
      this.components.push(
        newHostBridge({
          id: host,
          name: host.toUpperCase(),
          vendorId: '1022',
          deviceId: '14a4',
          rootBus: node * 0x80,
          numaNode: node,
          ...windows,
        }),
        newMemory({ id: `ddr${node}`, name: `DDR${node}`, parent: host, address }),
      );
      slots.forEach((slot, port) => {
        const id = `rp${node}-${port}`;
        const word = acs(ROOT_PORT_ACS_CAPABILITY, this.control & ROOT_PORT_ACS_CAPABILITY);
        const place = { parent: host, device: port + 1, numaNode: node };
        this.components.push(newRootPort({ id, name: id, acs: word, ...place }));
        this.fill(id, slot, node);
      });
    });
  }

  /** Puts what the slot holds at the end of a link below `port`. */
  private fill(port: string, slot: Slot, numaNode: number): void {
    const { id, kind, below = [], link = this.shape } = slot;
    const { speedGtps, width } = link;
    this.links.push(newLink({ from: port, to: id, speedGtps, width }));
    const given = { id, name: id, numaNode };
    switch (kind) {
      case 'gpu':
        this.components.push(newGpu(given));
        break;
      case 'nic':
        this.components.push(newNic(given));
        break;
      case 'nvme':
        this.components.push(newNvmeWithCmb({ ...given, cmbBytes: CMB_BYTES }));
        break;
      case 'switch': {
        this.components.push(newSwitchUpstream(given));
        const word = acs(SWITCH_ACS_CAPABILITY, this.control);
        below.forEach((one, index) => {
          const dsp = `${id}-p${index}`;
          this.components.push(newSwitchDownstream({ id: dsp, name: dsp, parent: id, acs: word }));
          this.fill(dsp, one, numaNode);
        });
        break;
      }
      default:
        kind satisfies never;
    }
  }
}

/** The document of a machine, without transfers. */
export function machineDocument(shape: MachineShape): Scenario {
  const { components, links } = new Builder(shape);
  const system = { cpu: 'amd-zen', kernel: '7.3', iommu: 'off' } as const;
  return newScenario({ title: 'platform', system, components, links });
}

export const gpu = (id: string, link?: Slot['link']): Slot => device('gpu', id, link);
export const nic = (id: string, link?: Slot['link']): Slot => device('nic', id, link);
export const nvme = (id: string, link?: Slot['link']): Slot => device('nvme', id, link);
export const plx = (id: string, below: readonly Slot[], link?: Slot['link']): Slot => ({
  ...device('switch', id, link),
  below,
});

function device(kind: Slot['kind'], id: string, link?: Slot['link']): Slot {
  return { kind, id, ...(link === undefined ? {} : { link }) };
}

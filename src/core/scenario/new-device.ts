import { defined } from '../base/assert.ts';
import {
  newConventional,
  newEndpoint,
  newGpu,
  newHostBridge,
  newIommu,
  newMemory,
  newNic,
  newNote,
  newNvme,
  newPciBridge,
  newRcIntegratedEndpoint,
  newRootPort,
  newSriovNic,
  newSwitchUpstream,
} from './defaults.ts';
import type { DeviceKind } from './device-kinds.ts';
import type { Edit } from './edit.ts';
import { Gesture } from './gesture.ts';
import type { Component, FunctionComponent, Scenario } from './schema.ts';

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

const DEFAULT_PORTS = 4;

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
      const address = gesture.nextMemoryAddress();
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

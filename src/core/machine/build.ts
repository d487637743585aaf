import { busAddr } from '../base/address.ts';
import { bdfOfRequesterId, requesterIdOf } from '../base/bdf.ts';
import { defined } from '../base/assert.ts';
import type { Acs, Bar, FunctionComponent, Scenario } from '../scenario/schema.ts';
import type { Report } from './report.ts';
import { isBridgeNode, nameOf } from './tree.ts';
import type { Node, Tree } from './tree.ts';
import type {
  Machine,
  MachineAcs,
  MachineBar,
  MachineFunction,
  MachineHostBridge,
  MachineLink,
  MachineMemory,
  Window,
} from './types.ts';
import {
  hasUsableNumbering,
  virtualFunctionCount,
  virtualRequesterId,
} from './virtual-functions.ts';
import type { AddressMap, Claim } from './windows.ts';

const ACS_BASIC_BITS = 0x7f;
const ACS_ENHANCED = 0x80;
/** Control bits that exist only where the capability has the enhanced bit. */
const ACS_ENHANCED_BITS = 0x1f80;

/** Requester IDs of one segment. */
const REQUESTER_IDS = 0x1_0000;

/** A place in the sorted function list: a function, or one virtual function of it. */
interface Slot {
  readonly node: Node;
  /** From 0; null: the function itself. */
  readonly vf: number | null;
  readonly segment: number;
  readonly requesterId: number;
}

function slotsOf(tree: Tree, physicalOf: Map<Node, Node>, report: Report): Slot[] {
  const slots: Slot[] = [];
  const taken = new Map<number, Node>();
  for (const node of tree.nodes) {
    const segment = tree.hosts[node.host]?.segment ?? 0;
    const requesterId = requesterIdOf({ segment, bus: node.bus, device: node.device, fn: node.fn });
    const key = segment * REQUESTER_IDS + requesterId;
    const other = taken.get(key);
    if (other !== undefined) {
      const { bus, device, fn } = node;
      const message = `${nameOf(node.component)} and ${nameOf(other.component)} are both function ${fn} of device ${device} on bus ${bus}: give one of them another device or function number.`;
      report.error('device-function-clash', node.component.id, message);
      continue;
    }
    taken.set(key, node);
    slots.push({ node, vf: null, segment, requesterId });
  }
  const functions = slots.slice();
  for (const { node, segment } of functions) {
    const count = hasUsableNumbering(node) ? virtualFunctionCount(node) : 0;
    for (let vf = 0; vf < count; vf++) {
      const requesterId = virtualRequesterId(node, vf);
      const key = segment * REQUESTER_IDS + requesterId;
      const stated = taken.get(key);
      if (stated !== undefined) {
        // A function that the document states at this number is that virtual function.
        physicalOf.set(stated, node);
        continue;
      }
      taken.set(key, node);
      slots.push({ node, vf, segment, requesterId });
    }
  }
  return slots.sort((a, b) => a.segment - b.segment || a.requesterId - b.requesterId);
}

function acsOf(acs: Acs | null): MachineAcs | null {
  if (acs === null) return null;
  const { capability, egressVector: vector } = acs;
  const enhanced = (capability & ACS_ENHANCED) === 0 ? 0 : ACS_ENHANCED_BITS;
  const control = (acs.control ?? 0) & ((capability & ACS_BASIC_BITS) | enhanced);
  return { capability, control, egressVector: vector === undefined ? 0n : BigInt(vector) };
}

function windowAt(base: bigint, size: bigint): Window {
  return { base: busAddr(base), limit: busAddr(base + size - 1n) };
}

function barsOf(bars: readonly Bar[], claims: readonly Claim[], vf: number | null): MachineBar[] {
  const source = vf === null ? 'bar' : 'vfBar';
  return bars.map((bar) => {
    const claim = claims.find((one) => one.bar === bar && one.source === source);
    const base = claim?.base ?? null;
    const size = BigInt(bar.sizeBytes ?? 0);
    const window = base === null ? null : windowAt(base + BigInt(vf ?? 0) * size, size);
    const { index, space, is64, prefetchable } = bar;
    return { index, space, is64, prefetchable, window, nonTee: bar.nonTee ?? false };
  });
}

function bridgeOf(node: Node, map: AddressMap): MachineFunction['bridge'] {
  if (!isBridgeNode(node)) return null;
  const windows = map.windows.get(node) ?? {};
  const open = (window: { base: bigint; limit: bigint } | undefined): Window | null =>
    window === undefined ? null : { base: busAddr(window.base), limit: busAddr(window.limit) };
  return {
    secondary: node.secondary,
    subordinate: node.subordinate,
    memory: open(windows.memory),
    prefetchable: open(windows.prefetchable),
    io: open(windows.io),
  };
}

/** Root ports complete reads from memory in 64-byte steps unless they say otherwise; all others use 128. */
function rcbOf(component: FunctionComponent): number {
  return component.rcb ?? (component.kind === 'root-port' ? 64 : 128);
}

function tdispOf({ tdisp }: FunctionComponent): MachineFunction['tdisp'] {
  if (tdisp === undefined) return null;
  const { state, dmaEnabled, exporterErrorOnT0, streamSecure } = tdisp;
  return {
    state,
    dmaEnabled,
    exporterErrorOnT0: exporterErrorOnT0 ?? false,
    streamSecure: streamSecure ?? true,
  };
}

/** What the numbering step says of a function beyond its own component. */
interface Context {
  /** Virtual functions that the document states as functions, by what they are virtual functions of. */
  readonly physicalOf: ReadonlyMap<Node, Node>;
  readonly map: AddressMap;
  readonly indexOf: ReadonlyMap<Node, number>;
  readonly linkIndex: ReadonlyMap<string, number>;
  readonly shared: ReadonlySet<number>;
}

/** A number of its own for every device of every segment. */
function deviceKey(node: Node, segment: number): number {
  return segment * REQUESTER_IDS + node.bus * 32 + node.device;
}

function functionOf(
  slot: Slot,
  index: number,
  children: readonly number[],
  context: Context,
): MachineFunction {
  const { node, vf, segment, requesterId } = slot;
  const { component } = node;
  const isVf = vf !== null;
  const claims = context.map.claims.get(node) ?? [];
  const bars = isVf ? (component.sriov?.vfBars ?? []) : component.bars;
  const linkAbove = node.head.linkAbove;
  const physical = isVf ? node : context.physicalOf.get(node);
  return {
    index,
    id: isVf ? `${component.id}.vf${vf}` : component.id,
    name: isVf ? `${component.name} VF${vf}` : component.name,
    kind: component.kind,
    bdf: bdfOfRequesterId(segment, requesterId),
    requesterId,
    multifunction: component.multifunction ?? context.shared.has(deviceKey(node, segment)),
    physicalFunction: physical === undefined ? null : (context.indexOf.get(physical) ?? null),
    hostBridge: node.host,
    parent: node.above === null ? null : (context.indexOf.get(node.above) ?? null),
    children: isVf ? [] : children,
    portNumber: component.portNumber ?? node.device,
    bars: barsOf(bars, claims, vf),
    bridge: isVf ? null : bridgeOf(node, context.map),
    acs: acsOf(component.acs),
    acsUnknown: component.acs?.control === null || (component.assumed?.includes('acs') ?? false),
    mps: component.mps,
    mrrs: component.mrrs,
    rcb: rcbOf(component),
    busMaster: component.busMaster,
    memoryDecode: component.memoryDecode,
    ats: component.ats?.enabled ?? false,
    tdisp: tdispOf(component),
    tdispTagging: component.tdispTagging ?? true,
    completionTimeout: component.completionTimeout ?? 0,
    latencyPs: component.latencyPs ?? null,
    weight: component.weight ?? null,
    vendorId: component.vendorId ?? null,
    deviceId: component.deviceId ?? null,
    classCode: component.classCode ?? null,
    numaNode: component.numaNode ?? null,
    linkAbove: linkAbove === null ? null : (context.linkIndex.get(linkAbove.id) ?? null),
    linkBelow:
      node.linkBelow === null || isVf ? null : (context.linkIndex.get(node.linkBelow.id) ?? null),
  };
}

/** Device keys that more than one function has. */
function sharedDevices(slots: readonly Slot[]): Set<number> {
  const once = new Set<number>();
  const shared = new Set<number>();
  for (const { node, vf, segment } of slots) {
    if (vf !== null) continue;
    const key = deviceKey(node, segment);
    if (once.has(key)) shared.add(key);
    once.add(key);
  }
  return shared;
}

function hostBridgesOf(
  scenario: Scenario,
  tree: Tree,
  rootBus: ReadonlyMap<number, number>,
  functions: readonly MachineFunction[],
): MachineHostBridge[] {
  const iommus = scenario.components.filter((component) => component.kind === 'iommu');
  const rootFunctions: number[][] = tree.hosts.map(() => []);
  for (const { index, hostBridge, parent } of functions) {
    if (parent === null) rootFunctions[hostBridge]?.push(index);
  }
  return tree.hosts.map((host, index) => {
    const iommu = iommus.findIndex(({ parent }) => parent === host.id);
    return {
      index,
      id: host.id,
      name: host.name,
      segment: host.segment,
      rootBus: rootBus.get(index) ?? 0,
      rootFunctions: rootFunctions[index] ?? [],
      vendorId: host.vendorId ?? null,
      deviceId: host.deviceId ?? null,
      numaNode: host.numaNode ?? null,
      rcP2P: host.rcP2P,
      p2pRoute: host.p2pRoute,
      busOffset: signedBigInt(host.busOffset ?? '0x0'),
      hairpin: host.hairpin ?? true,
      mergeLimitBytes: host.mergeLimitBytes ?? 0,
      rpResplit: host.rpResplit ?? true,
      latencyPs: host.latencyPs ?? null,
      iommu: iommu < 0 ? null : iommu,
    };
  });
}

function signedBigInt(text: string): bigint {
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
}

function memoriesOf(scenario: Scenario, tree: Tree): MachineMemory[] {
  const hostIndex = new Map(tree.hosts.map((host, index) => [host.id, index]));
  const memories: MachineMemory[] = [];
  for (const component of scenario.components) {
    if (component.kind !== 'memory') continue;
    const hostBridge = hostIndex.get(component.parent);
    if (hostBridge === undefined) continue;
    const window = windowAt(BigInt(component.address), BigInt(component.sizeBytes));
    const { id, name, latencyPs = null } = component;
    memories.push({ id, name, hostBridge, window, latencyPs });
  }
  return memories;
}

/**
 * Turns the numbered and addressed tree into the immutable Machine: functions in BDF order, virtual
 * functions included. Reports functions that share a number.
 */
export function buildMachine(
  scenario: Scenario,
  tree: Tree,
  rootBus: ReadonlyMap<number, number>,
  map: AddressMap,
  report: Report,
): Machine {
  const physicalOf = new Map<Node, Node>();
  const slots = slotsOf(tree, physicalOf, report);
  const indexOf = new Map<Node, number>();
  for (const [index, slot] of slots.entries()) if (slot.vf === null) indexOf.set(slot.node, index);
  const children: number[][] = slots.map(() => []);
  for (const [index, { node }] of slots.entries()) {
    if (node.above !== null) children[indexOf.get(node.above) ?? -1]?.push(index);
  }
  const below = new Set(tree.nodes.map(({ linkBelow }) => linkBelow));
  const wired = scenario.links.filter((link) => below.has(link));
  const linkIndex = new Map(wired.map((link, index) => [link.id, index]));
  const context = { physicalOf, map, indexOf, linkIndex, shared: sharedDevices(slots) };
  const functions = slots.map((slot, index) =>
    functionOf(slot, index, children[index] ?? [], context),
  );
  const portOf = new Map<string, number>();
  for (const [node, index] of indexOf) {
    if (node.linkBelow !== null) portOf.set(node.linkBelow.id, index);
  }
  const links = wired.map((link, index): MachineLink => {
    const port = defined(portOf.get(link.id), 'a wired link has a port');
    const { id, speedGtps, width, propagationPs, credits } = link;
    const device = children[port] ?? [];
    const wire = { index, id, port, device, speedGtps, width, propagationPs };
    return credits === undefined ? wire : { ...wire, credits };
  });
  return {
    scenario,
    hostBridges: hostBridgesOf(scenario, tree, rootBus, functions),
    functions,
    links,
    memories: memoriesOf(scenario, tree),
    iommus: scenario.components.filter(({ kind }) => kind === 'iommu').map(({ id }) => id),
    functionById: new Map(functions.map(({ id, index }) => [id, index])),
  };
}

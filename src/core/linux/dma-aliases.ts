import { defined } from '../base/assert.ts';
import { isPcie, pathOf, slotOf } from './tree.ts';
import type { LinuxFunction, LinuxTree } from './tree.ts';

/*
 * Requester IDs under which a function's DMA may arrive: its own, those of known-broken devices, those of the
 * bridges above that replace it.
 */

/** One row of the DMA alias quirks. */
export interface DmaAliasQuirk {
  readonly name: string;
  readonly vendorId: number;
  readonly devices: readonly number[];
  /** Subsystem vendor and IDs that the row is limited to. */
  readonly subsystem?: { readonly vendorId: number; readonly ids: readonly number[] };
  /** The devfns beside its own, for the function at `devfn`. */
  readonly aliases: (devfn: number) => readonly number[];
}

const functionOf =
  (fn: number) =>
  (devfn: number): number[] =>
    (devfn & 7) === fn ? [] : [(devfn & ~7) | fn];

/** Every function 0 to 4 of all 32 devices. */
const VCA_DEVFNS = Array.from({ length: 32 * 5 }, (_, n) => (Math.floor(n / 5) << 3) | (n % 5));

/** quirk_dma_func0_alias() and its kind. @source linux-dma.md §5.4 last paragraph; Linux drivers/pci/quirks.c */
export const DMA_ALIAS_QUIRKS: readonly DmaAliasQuirk[] = [
  {
    name: 'Ricoh card reader and FireWire',
    vendorId: 0x1180,
    devices: [0xe832, 0xe476],
    aliases: functionOf(0),
  },
  { name: 'Glenfly', vendorId: 0x6766, devices: [0x3d40, 0x3d41], aliases: functionOf(0) },
  {
    name: 'Marvell SATA controller',
    vendorId: 0x1b4b,
    devices: [
      0x9120, 0x9123, 0x9125, 0x9128, 0x9130, 0x9170, 0x9172, 0x917a, 0x9182, 0x9183, 0x91a0,
      0x9215, 0x9220, 0x9230, 0x9235,
    ],
    aliases: functionOf(1),
  },
  {
    name: 'HighPoint RocketRAID',
    vendorId: 0x1103,
    devices: [0x0642, 0x0645],
    aliases: functionOf(1),
  },
  { name: 'JMicron JMB388', vendorId: 0x197b, devices: [0x2392], aliases: functionOf(1) },
  { name: 'Plextor M6E', vendorId: 0x1c28, devices: [0x0122], aliases: functionOf(1) },
  {
    name: 'Adaptec 3405 and 3805',
    vendorId: 0x9005,
    devices: [0x0285],
    subsystem: { vendorId: 0x9005, ids: [0x02bb, 0x02bc] },
    aliases: () => [1 << 3],
  },
  {
    name: 'Intel Xeon Phi x200 NTB',
    vendorId: 0x8086,
    devices: [0x2260, 0x2264],
    aliases: () => [0x10 << 3, 0x11 << 3, (0x12 << 3) | 3],
  },
  {
    name: 'Intel Visual Compute Accelerator',
    vendorId: 0x8086,
    devices: [0x2954, 0x2955, 0x2956, 0x2958, 0x2959, 0x295a],
    aliases: () => VCA_DEVFNS,
  },
];

/** PCIe-to-PCI bridges that do not show a PCI Express capability, [vendor, device]. @source Linux quirk_use_pcie_bridge_dma_alias() */
const HIDDEN_PCIE_BRIDGES = new Set([
  '1b21:1080',
  '10e3:8113',
  '1283:8892',
  '1283:8893',
  '8086:244e',
]);

/** Bridges at which translation sits; no alias above them counts. @source linux-dma.md §5.3 step 1 */
const TRANSLATION_ROOTS = new Set(['14e4:9000', '14e4:9084']);

/** Intel VMD endpoints: everything in the PCI domain behind one sends under its requester ID. @source Linux drivers/pci/controller/vmd.c */
const VMD_DEVICES = [
  0x201d, 0x28c0, 0x467f, 0x4c3d, 0x7d0b, 0x9a0b, 0xa77f, 0xad0b, 0xb06f, 0xb60b,
];
/** VMD domains are numbered from here, in the order in which the endpoints were found. */
const FIRST_VMD_SEGMENT = 0x10000;

const idOf = (fn: LinuxFunction): string =>
  [fn.vendorId, fn.deviceId].map((id) => (id ?? 0).toString(16).padStart(4, '0')).join(':');

/** The devfns beside its own that a known-broken function uses on its bus. */
export function quirkAliases(fn: LinuxFunction): readonly number[] {
  const row = DMA_ALIAS_QUIRKS.find(
    ({ vendorId, devices, subsystem }) =>
      vendorId === fn.vendorId &&
      fn.deviceId !== null &&
      devices.includes(fn.deviceId) &&
      (subsystem === undefined ||
        (subsystem.vendorId === fn.subsystemVendorId &&
          fn.subsystemId !== null &&
          subsystem.ids.includes(fn.subsystemId))),
  );
  return row === undefined ? [] : row.aliases(fn.devfn).filter((devfn) => devfn !== fn.devfn);
}

/** A requester ID and the function that puts it on the bus. */
export interface DmaAlias {
  /** Index of the function itself or of the bridge that takes the request over. */
  readonly by: number;
  readonly bus: number;
  readonly devfn: number;
}

/** A conventional bridge that in truth is a PCIe-to-PCI bridge: it uses the ID of its secondary bus. */
function hidesPcie(tree: LinuxTree, bridge: LinuxFunction): boolean {
  const above = bridge.parent === null ? undefined : tree.functions[bridge.parent];
  return (
    HIDDEN_PCIE_BRIDGES.has(idOf(bridge)) &&
    above !== undefined &&
    isPcie(above) &&
    above.kind !== 'pcie-to-pci-bridge'
  );
}

function bridgeAlias(tree: LinuxTree, by: number): DmaAlias | null {
  const bridge = defined(tree.functions[by], 'bridge');
  const own: DmaAlias = { by, bus: bridge.bus, devfn: bridge.devfn };
  const below: DmaAlias = { by, bus: bridge.secondaryBus ?? bridge.bus, devfn: 0 };
  switch (bridge.kind) {
    case 'pcie-to-pci-bridge':
      return below;
    case 'pci-to-pcie-bridge':
      return own;
    case 'conventional-bridge':
      return hidesPcie(tree, bridge) ? below : own;
    default:
      return null;
  }
}

/** pci_real_dma_dev(): the function whose requester ID is used; the function itself except behind a VMD endpoint. */
function realDmaDevice(tree: LinuxTree, index: number): number {
  const { segment } = defined(tree.functions[index], 'function');
  if (segment < FIRST_VMD_SEGMENT) return index;
  const endpoints = [...tree.functions.entries()].filter(
    ([, fn]) => fn.vendorId === 0x8086 && VMD_DEVICES.includes(fn.deviceId ?? 0),
  );
  return endpoints[segment - FIRST_VMD_SEGMENT]?.[0] ?? index;
}

/**
 * pci_for_each_dma_alias(): every requester ID of the function, its own first, then upward.
 *
 * @source linux-dma.md §5.3 step 1; Linux drivers/pci/search.c pci_for_each_dma_alias()
 */
export function dmaAliases(tree: LinuxTree, asked: number): DmaAlias[] {
  const index = realDmaDevice(tree, asked);
  const fn = defined(tree.functions[index], 'function');
  const aliases: DmaAlias[] = [fn.devfn, ...quirkAliases(fn)].map((devfn) => ({
    by: index,
    bus: fn.bus,
    devfn,
  }));
  for (const above of pathOf(tree, index).slice(1)) {
    if (TRANSLATION_ROOTS.has(idOf(defined(tree.functions[above], 'bridge')))) break;
    const alias = bridgeAlias(tree, above);
    if (alias !== null) aliases.push(alias);
  }
  return aliases;
}

/** pci_devs_are_dma_aliases(): whether one of two functions on one bus uses the other's requester ID. */
export function areDmaAliases(a: LinuxFunction, b: LinuxFunction): boolean {
  return quirkAliases(a).includes(b.devfn) || quirkAliases(b).includes(a.devfn);
}

/** Whether two functions are on one bus. */
export function onOneBus(a: LinuxFunction, b: LinuxFunction): boolean {
  return a.segment === b.segment && a.bus === b.bus;
}

/** Whether two functions are in one slot: same bus and device number. */
export function inOneSlot(a: LinuxFunction, b: LinuxFunction): boolean {
  return onOneBus(a, b) && slotOf(a) === slotOf(b);
}

import type { Bar, FunctionKind } from '../../core/scenario/schema.ts';

/*
 * What QEMU's device models look like to a guest: IDs, class and BARs as Linux reads them in a q35 guest of QEMU 7.2.
 * @source recorded guests of ../shared/data/linux-oracle; QEMU hw/pci-bridge, hw/nvme, hw/net, hw/misc
 */

/**
 * One device model. `express`: it has a PCI Express capability where it sits on an Express bus; `behindPort`: only
 * below a port, not on a root bus.
 */
export interface QemuDevice {
  readonly ids: readonly [vendorId: string, deviceId: string, classCode: string];
  readonly kind: FunctionKind | 'device';
  readonly express: boolean | 'behindPort';
  readonly bars: readonly Bar[];
}

const mem = (index: number, sizeBytes: number, is64 = false, prefetchable = false): Bar => ({
  index,
  space: 'mem',
  is64,
  prefetchable,
  sizeBytes,
});
const io = (index: number, sizeBytes: number): Bar => ({
  index,
  space: 'io',
  is64: false,
  prefetchable: false,
  sizeBytes,
});

/** A 64-bit prefetchable BAR, as `membar`, a CMB and shared memory make it. */
export const wideBar = (index: number, sizeBytes: number): Bar => mem(index, sizeBytes, true, true);

const bridge = (
  kind: FunctionKind,
  ids: QemuDevice['ids'],
  bars: readonly Bar[] = [],
): QemuDevice => ({
  ids,
  kind,
  express: kind !== 'conventional-bridge',
  bars,
});
const express = (ids: QemuDevice['ids'], bars: readonly Bar[]): QemuDevice => ({
  ids,
  kind: 'device',
  express: true,
  bars,
});
const plain = (ids: QemuDevice['ids'], bars: readonly Bar[]): QemuDevice => ({
  ids,
  kind: 'device',
  express: false,
  bars,
});
const virtio = (deviceId: string, classCode: string, hasMsix = true): QemuDevice => ({
  ids: ['1af4', deviceId, classCode],
  kind: 'device',
  express: 'behindPort',
  bars: hasMsix ? [mem(1, 4096), wideBar(4, 16384)] : [wideBar(4, 16384)],
});

/** By the driver name of `-device`. */
export const QEMU_DEVICES: Readonly<Record<string, QemuDevice>> = {
  'pcie-root-port': bridge('root-port', ['1b36', '000c', '0604'], [mem(0, 4096)]),
  ioh3420: bridge('root-port', ['8086', '3420', '0604']),
  'x3130-upstream': bridge('switch-upstream', ['104c', '8232', '0604']),
  'xio3130-downstream': bridge('switch-downstream', ['104c', '8233', '0604']),
  'pcie-pci-bridge': bridge('pcie-to-pci-bridge', ['1b36', '000e', '0604'], [mem(0, 256, true)]),
  'pci-bridge': bridge('conventional-bridge', ['1b36', '0001', '0604']),
  'i82801b11-bridge': bridge('conventional-bridge', ['8086', '244e', '0604']),
  nvme: express(['1b36', '0010', '0108'], [mem(0, 16384, true)]),
  'qemu-xhci': express(['1b36', '000d', '0c03'], [mem(0, 16384, true)]),
  e1000e: express(
    ['8086', '10d3', '0200'],
    [mem(0, 131072), mem(1, 131072), io(2, 32), mem(3, 16384)],
  ),
  'megasas-gen2': express(
    ['1000', '0079', '0104'],
    [io(0, 256), mem(1, 16384, true), mem(3, 262144, true)],
  ),
  'virtio-net-pci': virtio('1041', '0200'),
  'virtio-serial-pci': virtio('1043', '0780'),
  'virtio-rng-pci': virtio('1044', '00ff'),
  'virtio-balloon-pci': virtio('1045', '00ff', false),
  'pci-testdev': plain(['1b36', '0005', '00ff'], [mem(0, 4096), io(1, 256)]),
  'ivshmem-plain': plain(['1af4', '1110', '0500'], [mem(0, 256)]),
  'amd-iommu': plain(['1022', '0008', '0806'], []),
  edu: plain(['1234', '11e8', '00ff'], [mem(0, 1048576)]),
  AC97: plain(['8086', '2415', '0401'], [io(0, 1024), io(1, 256)]),
  am53c974: plain(['1022', '2020', '0100'], [io(0, 128)]),
  lsi53c895a: plain(['1000', '0012', '0100'], [io(0, 256), mem(1, 1024), mem(2, 8192)]),
  e1000: plain(['8086', '100e', '0200'], [mem(0, 131072), io(1, 64)]),
  rtl8139: plain(['10ec', '8139', '0200'], [io(0, 256), mem(1, 256)]),
};

/** Functions that a machine type brings: device, function, IDs, class, BARs. */
export interface BuiltIn {
  readonly device: number;
  readonly fn: number;
  readonly ids: QemuDevice['ids'];
  readonly bars: readonly Bar[];
}

export const BUILT_IN: Readonly<Record<'q35' | 'virt' | 'other', readonly BuiltIn[]>> = {
  q35: [
    { device: 0, fn: 0, ids: ['8086', '29c0', '0600'], bars: [] },
    { device: 31, fn: 0, ids: ['8086', '2918', '0601'], bars: [] },
    { device: 31, fn: 2, ids: ['8086', '2922', '0106'], bars: [io(4, 32), mem(5, 4096)] },
    { device: 31, fn: 3, ids: ['8086', '2930', '0c05'], bars: [io(4, 64)] },
  ],
  virt: [{ device: 0, fn: 0, ids: ['1b36', '0008', '0600'], bars: [] }],
  other: [],
};

/** The ACS capability of `pcie-root-port`: SV TB RR CR UF DT. No other model has one. */
export const ROOT_PORT_ACS = 0x5f;

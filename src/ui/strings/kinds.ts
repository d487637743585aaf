import type { DeviceKind } from '../../core/scenario/device-kinds.ts';
import type { Component } from '../../core/scenario/schema.ts';

/** What components are called where they have no name of their own. */
export const KIND_WORDS: Readonly<Record<Component['kind'], string>> = {
  'host-bridge': 'Host bridge',
  'root-port': 'Root port',
  'switch-upstream': 'Switch',
  'switch-downstream': 'Downstream port',
  endpoint: 'Endpoint',
  'legacy-endpoint': 'Legacy endpoint',
  'rc-integrated-endpoint': 'Integrated endpoint',
  'rc-event-collector': 'Event collector',
  'pcie-to-pci-bridge': 'PCIe-to-PCI bridge',
  'pci-to-pcie-bridge': 'PCI-to-PCIe bridge',
  'conventional-bridge': 'PCI bridge',
  conventional: 'PCI device',
  memory: 'Memory',
  iommu: 'IOMMU',
  note: 'Note',
};

/** Devices by the first two digits of their class code. @source PCI Code and ID Assignment §1 */
export const CLASS_WORDS: Readonly<Record<string, string>> = {
  '01': 'Storage controller',
  '02': 'Network controller',
  '03': 'Display controller',
  '04': 'Multimedia controller',
  '05': 'Memory controller',
  '06': 'Bridge',
  '07': 'Communication controller',
  '08': 'System peripheral',
  '0b': 'Processor',
  '0c': 'Serial bus controller',
  '10': 'Encryption controller',
  '11': 'Signal processing controller',
  '12': 'Accelerator',
  '13': 'Instrumentation',
};

/** Devices by the first four digits, where these say more. */
export const SUBCLASS_WORDS: Readonly<Record<string, string>> = {
  '0108': 'NVMe controller',
  '0200': 'Ethernet controller',
  '0207': 'InfiniBand controller',
  '0300': 'VGA controller',
  '0302': '3D controller',
  '0c03': 'USB controller',
};

const IS_DEVICE = /endpoint$|^conventional$/;

/** What a function is, in two or three words: by its class where it is a device, by its kind where it is a port. */
export function kindWords(kind: Component['kind'] | null, classCode: string | null): string {
  if (kind !== null && !IS_DEVICE.test(kind)) return KIND_WORDS[kind];
  const byClass =
    classCode === null
      ? undefined
      : (SUBCLASS_WORDS[classCode] ?? CLASS_WORDS[classCode.slice(0, 2)]);
  return byClass ?? (kind === null ? 'Function' : KIND_WORDS[kind]);
}

/** What the palette of devices offers. */
export const DEVICE_WORDS: Readonly<Record<DeviceKind, string>> = {
  'host-bridge': 'Host bridge',
  'root-port': 'Root port',
  switch: 'Switch',
  'switch-downstream': 'Switch port',
  gpu: 'GPU',
  nic: 'NIC',
  'sriov-nic': 'NIC with SR-IOV',
  nvme: 'NVMe drive',
  endpoint: 'Other endpoint',
  function: 'Another function',
  'rc-integrated-endpoint': 'Integrated endpoint',
  'pcie-to-pci-bridge': 'PCIe-to-PCI bridge',
  conventional: 'PCI device',
  memory: 'Memory',
  smmu: 'SMMU',
  note: 'Note',
};

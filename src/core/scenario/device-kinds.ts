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

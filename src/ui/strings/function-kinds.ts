/** The kinds of PCI functions, in full. */
export const functionKindStrings = {
  'root-port': 'Root Port',
  'switch-upstream': 'Switch Upstream Port',
  'switch-downstream': 'Switch Downstream Port',
  endpoint: 'Endpoint',
  'legacy-endpoint': 'Legacy Endpoint',
  'rc-integrated-endpoint': 'Root Complex Integrated Endpoint',
  'rc-event-collector': 'Root Complex Event Collector',
  'pcie-to-pci-bridge': 'PCIe to PCI/PCI-X Bridge',
  'pci-to-pcie-bridge': 'PCI/PCI-X to PCIe Bridge',
  'conventional-bridge': 'PCI Bridge',
  conventional: 'Conventional PCI function',
};

import type { functionKindStrings as english } from '../function-kinds.ts';
import type { WordsFor } from '../words.ts';

export const functionKindStrings: WordsFor<typeof english> = {
  'root-port': '根端口',
  'switch-upstream': '交换机上游端口',
  'switch-downstream': '交换机下游端口',
  endpoint: '端点',
  'legacy-endpoint': '传统端点',
  'rc-integrated-endpoint': '根复合体集成端点',
  'rc-event-collector': '根复合体事件收集器',
  'pcie-to-pci-bridge': 'PCIe 到 PCI/PCI-X 桥',
  'pci-to-pcie-bridge': 'PCI/PCI-X 到 PCIe 桥',
  'conventional-bridge': 'PCI 桥',
  conventional: '传统 PCI 功能',
};

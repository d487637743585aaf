import type {
  CLASS_WORDS as englishClasses,
  DEVICE_WORDS as englishDevices,
  KIND_WORDS as englishKinds,
  SUBCLASS_WORDS as englishSubclasses,
} from '../kinds.ts';
import type { WordsFor } from '../words.ts';

export const KIND_WORDS: WordsFor<typeof englishKinds> = {
  'host-bridge': '主桥',
  'root-port': '根端口',
  'switch-upstream': '交换机',
  'switch-downstream': '下游端口',
  endpoint: '端点',
  'legacy-endpoint': '传统端点',
  'rc-integrated-endpoint': '集成端点',
  'rc-event-collector': '事件收集器',
  'pcie-to-pci-bridge': 'PCIe 到 PCI 桥',
  'pci-to-pcie-bridge': 'PCI 到 PCIe 桥',
  'conventional-bridge': 'PCI 桥',
  conventional: 'PCI 设备',
  memory: '内存',
  iommu: 'IOMMU',
  note: '注释',
};

export const CLASS_WORDS: WordsFor<typeof englishClasses> = {
  '01': '存储控制器',
  '02': '网络控制器',
  '03': '显示控制器',
  '04': '多媒体控制器',
  '05': '内存控制器',
  '06': '桥',
  '07': '通信控制器',
  '08': '系统外设',
  '0b': '处理器',
  '0c': '串行总线控制器',
  '10': '加密控制器',
  '11': '信号处理控制器',
  '12': '加速器',
  '13': '仪器',
};

export const SUBCLASS_WORDS: WordsFor<typeof englishSubclasses> = {
  '0108': 'NVMe 控制器',
  '0200': '以太网控制器',
  '0207': 'InfiniBand 控制器',
  '0300': 'VGA 控制器',
  '0302': '3D 控制器',
  '0c03': 'USB 控制器',
};

export const DEVICE_WORDS: WordsFor<typeof englishDevices> = {
  'host-bridge': '主桥',
  'root-port': '根端口',
  switch: '交换机',
  'switch-downstream': '交换机端口',
  gpu: 'GPU',
  nic: 'NIC',
  'sriov-nic': '支持 SR-IOV 的 NIC',
  nvme: 'NVMe 盘',
  endpoint: '其他端点',
  function: '另一个功能',
  'rc-integrated-endpoint': '集成端点',
  'pcie-to-pci-bridge': 'PCIe 到 PCI 桥',
  conventional: 'PCI 设备',
  memory: '内存',
  smmu: 'SMMU',
  note: '注释',
};

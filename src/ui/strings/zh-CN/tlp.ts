import type { TLP_COMMAND_WORDS as englishCommands, tlpStrings as english } from '../tlp.ts';
import type { WordsFor } from '../words.ts';

export const TLP_COMMAND_WORDS: WordsFor<typeof englishCommands> = {
  'tlp.flip': '翻转当前的报头位',
  'tlp.revert': '撤回对报头的编辑',
  'tlp.inject': '重新注入 TLP',
  'tlp.onCanvas': '重新注入的 TLP：在画布上显示或隐藏路径',
  'tlp.withdraw': '丢弃重新注入的 TLP',
};

export const tlpStrings: WordsFor<typeof english> = {
  bit: (dw, bit, name, value) => `DW${dw} 位 ${bit}，${name}：${value}`,
  bits: (dw) => `DW${dw} 的各位`,
  bitKeys: '方向键移动，空格或回车翻转该位。',
  byte: (offset, value) => `字节 ${offset}：${value}`,
  bytes: 'TLP 的字节',
  byteKeys: '方向键移动，输入十六进制数字即覆盖。',
  was: (value) => `原为 ${value}`,
  isEdited: '已编辑。',
  malformed: 'Malformed：',
  raw: '不是已知的报头',
  at: '重新注入于',
  inject: '重新注入',
  revert: '还原',
  title: '重新注入的 TLP',
  what: (type, where) => `${where} 收到的 ${type}`,
  unknownType: '字节',
  inPlace: '仅为假想：文档及其仿真保持不变。',
  onCanvas: '在画布上显示',
  close: '丢弃',
  gone: '注入所用的端口已不存在，请另选一个。',
  log: '已记录',
  record: (where, bit, message) => `${where}：AER 位 ${bit}，${message}`,
  header: '报头日志',
  payload: {
    label: '载荷大小',
    policies: {
      set: '手动设置',
      default: 'Linux 默认',
      safe: 'pcie_bus_safe',
      performance: 'pcie_bus_perf',
      peer2peer: 'pcie_bus_peer2peer',
    },
    meaning: {
      set: 'Linux 的任何策略都不会得出这些大小。',
      default: '设备采用其上方端口的 MPS。',
      safe: '每个层级采用其中所有设备都支持的最大 MPS。',
      performance: '每个设备采用其端口允许的最大 MPS；对端收到的载荷可能超过其所能接受的大小。',
      peer2peer: '全部采用 MPS 128，任何对端都能接受其他设备发出的 TLP。',
    },
    edit: (policy) => `MPS 与 MRRS：${policy}`,
  },
  chip: (where) => `假想：在 ${where} 重新注入的 TLP`,
};

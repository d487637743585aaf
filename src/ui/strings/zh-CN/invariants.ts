import type { invariantStrings as english } from '../invariants.ts';
import type { WordsFor } from '../words.ts';

export const invariantStrings: WordsFor<typeof english> = {
  mode: '不变量',
  label: (guest) => `${guest} 必须遵守的条件`,
  emptyTitle: '没有 VM 拥有设备',
  emptyHint: '添加一个 VM 并分配设备：端口不重定向时，客户机地址、IPA 与总线地址必须相同。',
  addVm: '添加 VM',
  noPairs: (guest) => `${guest} 没有能到达内存 BAR 的设备。`,
  pair: '设备写向',
  to: (target, bar) => `${target} BAR${bar}`,
  gpa: 'GPA',
  ipa: 'IPA',
  onWire: '总线上',
  decoded: '解码于',
  state: '不变量',
  lands: '写的终点',
  unstated: '未说明',
  gpaOf: (target, bar, guest) => `${guest} 中 ${target} BAR${bar} 的 GPA`,
  notAddress: (text) => `${text} 不是地址：请给出例如 0x40_0000_0000。`,
  ask: (from, target) => `查询 ${from} 到 ${target} 的写的路径`,
  states: {
    holds: { word: '成立', meaning: '客户机地址、IPA 与总线地址相同。' },
    I1: { word: '违反 I1', meaning: '设备发送的地址与线路解码的地址不同。' },
    I3: { word: '违反 I3', meaning: '可以直达，但未分配给该 VM。' },
    translated: { word: 'IOMMU 决定', meaning: '写到达根复合体，由 IOMMU 转换和检查。' },
    unstated: { word: '未说明', meaning: '没有说明客户机在哪个地址看到它。' },
  },
  memory: '内存',
  nowhere: '无',
  other: (invariant) => `违反 ${invariant}`,
  range: (base, limit) => `${base} 至 ${limit}`,
};

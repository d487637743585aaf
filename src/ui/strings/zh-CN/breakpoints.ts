import type { strings as english } from '../breakpoints.ts';
import type { WordsFor } from '../words.ts';

export const strings: WordsFor<typeof english> = {
  title: '断点',
  none: '播放不会在任何位置停下。在设备、端口或链路上按 B，或添加地址范围。',
  at: (name) => `位于 ${name}`,
  onLink: (name) => `位于链路 ${name}`,
  onRule: (rule, title) => `${rule}，${title}`,
  inRange: (from, to) => `地址 ${from} 至 ${to}`,
  onFault: '任何故障',
  remove: (what) => `移除断点：${what}`,
  from: '起始地址',
  to: '结束地址',
  add: '添加范围',
  badAddress: '这不是地址：请写 0x 加十六进制数字，或以 K、M、G 结尾的数。',
  badRange: '这不是范围：起始地址大于结束地址。',
  set: (count) => `${count} 个断点`,
  marked: '断点',
};

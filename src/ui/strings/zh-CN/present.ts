import type { PRESENT_COMMAND_WORDS as englishCommands, strings as english } from '../present.ts';
import type { WordsFor } from '../words.ts';

export const PRESENT_COMMAND_WORDS: WordsFor<typeof englishCommands> = {
  'present.start': '演示',
  'present.next': '演示：下一步',
  'present.previous': '演示：上一步',
  'present.laser': '激光笔：下一种颜色，或关闭',
  'present.spotlight': '聚光灯，开或关',
  'present.legend': '演示时显示图例',
  'present.leave': '退出演示',
};

export const strings: WordsFor<typeof english> = {
  present: '演示',
  label: '演示',
  step: (n, count) => `${n}/${count}`,
  stepSpoken: (n, count) => `第 ${n} 步，共 ${count} 步`,
  noBookmarks: '没有书签：方向键逐跳前进。',
  untold: '没有说明的一步',
  next: '下一步',
  previous: '上一步',
  laser: (n) => (n === null ? '激光笔' : `激光笔，颜色 ${n}，共 3 种`),
  spotlight: '聚光灯',
  legend: '图例',
  leave: '退出演示',
};

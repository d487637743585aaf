import type { embedStrings as english } from '../embed.ts';
import type { WordsFor } from '../words.ts';

export const embedStrings: WordsFor<typeof english> = {
  open: '打开',
  openTip: '在演示场中打开，停在此刻',
  hop: (number, count) => `第 ${number}/${count} 跳`,
  hopSpoken: (number, count) => `第 ${number} 跳，共 ${count} 跳`,
  badParameter: (name, value, allowed) =>
    `此框架的地址写着 ${name}=${value}，没有意义；${name} 可以是：${allowed}。`,
};

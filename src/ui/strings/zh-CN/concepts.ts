import type { conceptStrings as english } from '../concepts.ts';
import type { WordsFor } from '../words.ts';

export const conceptStrings: WordsFor<typeof english> = {
  title: '规则',
  find: '查找规则',
  list: '全部规则',
  none: '没有包含这些字的规则。',
  source: '来源',
  seen: '见于',
  looking: '正在查找示例…',
  unseen: '没有示例在某一跳上用到此规则。',
};

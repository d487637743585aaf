import type { tableStrings as english } from '../tables.ts';
import type { WordsFor } from '../words.ts';

export const tableStrings: WordsFor<typeof english> = {
  edit: '编辑',
  write: '写入',
  cancel: '取消',
  restore: '恢复原样',
  byHand: '手工写入',
  legal: '合法。',
  event: (event) => `将产生 ${event}`,
  unread: (text) => `${text} 不是数字：请写 0x1f、4096 或 64K。`,
};

import type { actionStrings as english } from '../device-actions.ts';
import type { WordsFor } from '../words.ts';

export const actionStrings: WordsFor<typeof english> = {
  title: (name) => `此刻对 ${name} 执行`,
  kinds: {
    reset: '复位',
    clearMemoryDecode: '关闭内存译码',
    setMemoryDecode: '打开内存译码',
    close: '关闭',
  },
  done: '已执行的操作',
  at: (time) => `于 ${time}`,
  remove: (what) => `撤回：${what}`,
  goTo: '转到此时刻',
  life: '其背后的 dma-buf',
  phases: {
    exported: '已导出',
    attached: '已附加',
    mapped: '已映射',
    draining: '已撤销，正在排空',
    revoked: '已撤销',
    drained: '已排空',
    closed: '已关闭',
  },
  now: '此刻',
  piece: '传输的片段',
  pieceOf: (piece, count, outcome) => `第 ${piece} 个，共 ${count} 个：${outcome}`,
};

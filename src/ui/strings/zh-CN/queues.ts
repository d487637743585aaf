import type { queueStrings as english } from '../queues.ts';
import type { WordsFor } from '../words.ts';

export const queueStrings: WordsFor<typeof english> = {
  events: '事件队列',
  realmEvents: 'Realm 事件队列',
  noEvents: '没有事件：运行中的每次转换都成功，或不留记录地结束。',
  held: (count, slots) => `${slots} 条记录中的 ${count} 条；运行期间无人读取（假设）。`,
  overflow: (lost) => `队列已满：OVFLG 置位，丢失 ${lost} 条记录。`,
  later: '稍后',
  fields: (tlp) => `TLP ${tlp} 的记录`,
  follow: (tlp) => `跟踪 TLP ${tlp}`,
  commands: '命令队列',
  noCommands: '没有命令：运行期间各表保持不变。',
};

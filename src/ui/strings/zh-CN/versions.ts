import type { strings as english } from '../versions.ts';
import type { WordsFor } from '../words.ts';

export const strings: WordsFor<typeof english> = {
  title: '此文档的版本',
  name: '版本名称',
  keep: '保留此版本',
  empty: '尚无更早的版本。编辑时每分钟自动保留一个；命名的版本一直保留。',
  unnamed: '自动保留',
  open: (when) => `回到 ${when} 的版本`,
  devices: (count) => `${count} 个组件`,
};

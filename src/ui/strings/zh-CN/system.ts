import type { systemStrings as english } from '../system.ts';
import type { WordsFor } from '../words.ts';

export const systemStrings: WordsFor<typeof english> = {
  commandLine: '内核命令行',
  refused: (reason) => `未采纳，内核会拒绝 config_acs：${reason}`,
  assumed: '为假设值，可在上方更改',
  unknown: (value) => `${value}，未建模`,
  listedAs: '主机桥 ID',
  listMeaning: '若处理器本身不能决定，Linux 会在其 P2PDMA 名单中查找它。',
  listed: (id, name, since) => (since === null ? `${id} ${name}` : `${id} ${name}，自 ${since} 起`),
  unlisted: (id) => `${id}，不在名单中`,
  idUnknown: '未知，视为不在名单中',
  bypass: '绕过 IOMMU',
};

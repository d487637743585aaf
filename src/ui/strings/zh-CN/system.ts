import type { systemStrings as english } from '../system.ts';
import type { WordsFor } from '../words.ts';

export const systemStrings: WordsFor<typeof english> = {
  commandLine: '内核命令行',
  refused: (reason) => `未采纳，内核会拒绝 config_acs：${reason}`,
  assumed: '为假设值，可在上方更改',
  unknown: (value) => `${value}，未建模`,
  bypass: '绕过 IOMMU',
};

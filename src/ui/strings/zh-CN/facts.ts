import type { factStrings as english } from '../facts.ts';
import type { WordsFor } from '../words.ts';

export const factStrings: WordsFor<typeof english> = {
  title: '这台机器的依据',
  counts: (cited, assumed) => `${cited} 条事实有出处，${assumed} 条为假设`,
};

import type { verdictStrings as english } from '../verdict.ts';
import type { WordsFor } from '../words.ts';

export const verdictStrings: WordsFor<typeof english> = {
  issued: '已发出',
  forwarded: '已转发',
  direct: '直达',
  redirected: '已重定向',
  looped: '已折返',
  translated: '已转换',
  delivered: '已送达',
  blocked: '被阻止',
  fault: '故障',
  unmodelled: '未建模',
};

import type { creditStrings as english } from '../credits.ts';
import type { WordsFor } from '../words.ts';

export const creditStrings: WordsFor<typeof english> = {
  title: (receiver) => `${receiver} 通告的信用`,
  explain: '一个数据信用为 16 字节；0 表示无限。空栏为默认值。',
  names: {
    ph: 'Posted 包头',
    pd: 'Posted 数据',
    nph: 'Non-posted 包头',
    npd: 'Non-posted 数据',
    cplh: '完成包包头',
    cpld: '完成包数据',
  },
  infinite: '无限',
  notCredits: (text, most) => `“${text}”不是信用数：请写 0 到 ${most} 的整数。`,
  edit: '信用',
  direction: { up: '上行', down: '下行' },
  ignore: (direction) => `${direction}发送时忽略信用`,
  ignored: (link, direction) => `${link} 上${direction}发送时忽略信用`,
};

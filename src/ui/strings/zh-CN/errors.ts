import type { errorStrings as english } from '../errors.ts';
import type { WordsFor } from '../words.ts';

export const errorStrings: WordsFor<typeof english> = {
  all: '本次运行记录的错误',
  own: '它记录的错误',
  names: {
    badTlp: 'Bad TLP（错误的 TLP）',
    replayRollover: 'REPLAY_NUM Rollover（重放计数翻转）',
    replayTimeout: 'Replay Timer Timeout（重放定时器超时）',
    surpriseDown: 'Surprise Down（链路意外断开）',
    poisoned: '收到中毒的 TLP',
    completionTimeout: '完成超时',
    completerAbort: 'Completer Abort',
    unexpectedCompletion: '意外的完成包',
    receiverOverflow: 'Receiver Overflow（接收缓冲区溢出）',
    malformed: '畸形 TLP',
    unsupportedRequest: '不支持的请求',
    acsViolation: 'ACS 违例',
    misroutedIde: '路由错误的 IDE TLP',
  },
  register: (bit) => `AER 位 ${bit}`,
  severity: {
    fatal: '致命',
    'non-fatal': '非致命',
    'advisory non-fatal': '提示性非致命',
    correctable: '可纠正',
  },
  times: (count) => `${count} 个 TLP`,
  inside: '留在根复合体内',
  goesTo: (port) => `发往 ${port}`,
  header: '头部日志',
  noHeader: '没有记录头部。',
  goTo: '转到这一时刻',
  more: (count) => `还有 ${count} 条`,
};

import type { FAULT_COMMAND_WORDS as englishCommands, faultStrings as english } from '../faults.ts';
import type { WordsFor } from '../words.ts';

export const FAULT_COMMAND_WORDS: WordsFor<typeof englishCommands> = {
  'fault.linkDown': '故障：此刻断开此链路',
  'fault.removal': '故障：此刻拔出此设备',
  'fault.dropCompletion': '故障：丢失所跟踪请求的完成包',
  'fault.poison': '故障：使所跟踪的请求中毒',
  'fault.corrupt': '故障：在链路上翻转所跟踪 TLP 的一位',
  'fault.corruptAgain': '故障：连续四次翻转所跟踪 TLP 的一位',
};

export const faultStrings: WordsFor<typeof english> = {
  title: '在此刻制造故障',
  list: '此次仿真的故障',
  linkDown: '链路断开',
  removal: '拔出设备',
  flip: '写 ACS',
  flipBit: (bit) => `此刻翻转 ${bit}`,
  words: {
    linkDown: (link) => `链路 ${link} 断开`,
    removal: (device) => `${device} 被拔出`,
    acsControl: (port, control) => `${port} 的 ACS 控制变为 ${control}`,
    dropCompletion: (transfer, offset) => `${transfer} 在字节 ${offset} 处的完成包丢失`,
    poison: (transfer, offset) => `${transfer} 在字节 ${offset} 处中毒`,
    completionOf: (transfer) => `${transfer} 的完成包`,
    times: (text, times) => `${text}，${times} 次`,
    corrupt: (what, offset, link) => `${what} 在字节 ${offset} 处于 ${link} 上 LCRC 错误`,
  },
  at: (time) => `于 ${time}`,
  goTo: '转到此时刻',
  remove: (what) => `撤回：${what}`,
};

import type { FAULT_RULES } from '../../../../core/rules/faults.ts';
import type { HEADER_RULES } from '../../../../core/rules/header.ts';
import type { RuleWordsFor } from './types.ts';

export const HEADERS_AND_FAULTS: RuleWordsFor<typeof FAULT_RULES & typeof HEADER_RULES> = {
  'FAULT-LINK-LOST': {
    title: '丢失在断开的链路上',
    explanation:
      'TLP 在链路上时链路断开。数据链路层丢弃对方未确认的内容；posted 请求就此无声消失。',
  },
  'FAULT-CPL-LOST': {
    title: '完成包丢失',
    explanation:
      '你注入的故障使完成包从线路上消失。完成者已完成其工作，对此一无所知；请求者仍在等待。',
  },
  'FC-OVERFLOW': {
    title: 'Receiver Overflow（接收缓冲区溢出）',
    explanation:
      '发送方在没有信用的情况下发送，而接收方的缓冲区已满。接收方丢弃该 TLP 并记录 Receiver Overflow，默认为致命错误：没有人知道丢失了什么，软件必须复位链路。之后软件的行为不在仿真之内。',
  },
  'DLL-BAD-TLP': {
    title: 'LCRC 错误：重新发送',
    explanation:
      '链路上有一位翻转，LCRC 不匹配。接收方的数据链路层丢弃该 TLP，记录 Bad TLP 并发送 Nak；发送方的重放缓冲区仍保存着该 TLP，于是把它以及其后的全部 TLP 再发送一次。除了时间之外，链路之上无人知晓。',
  },
  'DLL-REPLAY-TIMEOUT': {
    title: 'Replay Timer Timeout（重放定时器超时）',
    explanation:
      '重放的 TLP 仍然错误。接收方对同一 TLP 只发送一次 Nak，因此发送方什么也听不到，直到其重放定时器（ACK 延迟上限的三倍）到期。它记录 Replay Timer Timeout，并再次发送该 TLP。',
  },
  'DLL-REPLAY-ROLLOVER': {
    title: 'REPLAY_NUM Rollover（重放计数翻转）',
    explanation:
      '连续第四次重放使两位的 REPLAY_NUM 翻转：发送方记录此事，并在再次发送之前让链路重新训练。重新训练所需的时间不在仿真之内。',
  },
  'CPL-UNEXPECTED': {
    title: '超时之后才到的完成包',
    explanation:
      '此完成包到达时请求者已经放弃，没有带此 Tag 的未完成请求：它记录 Unexpected Completion 并丢弃数据。如果该 Tag 已被再次使用，数据就会进入错误的读取。',
  },
  'CPL-TIMEOUT': {
    title: 'Completion Timeout',
    explanation:
      '应答始终没有到来，因此请求者放弃，记录 Completion Timeout 并释放 Tag。等待中的处理器读到全 1。Device Control 2 指定该范围，默认为 50 µs 到 50 ms；此处显示范围的终点。',
  },
  'TLP-MALFORMED': {
    title: '报头违反格式规则',
    explanation:
      '第一个接收者检查 TLP 的格式，判定其为 Malformed，属致命错误：它记录报头，丢弃 TLP，不发送完成包。',
  },
  'TLP-LOW-64': {
    title: '4DW 报头的地址低于 4 GiB',
    explanation:
      '发送者对这样的地址必须采用 3DW 格式。规范没有说明接收者如何处理 4DW 格式，因此不预测其去向。',
  },
  'TLP-KIND-UNMODELLED': {
    title: '不跟踪此类 TLP',
    explanation:
      '消息、锁定事务、带前缀的 TLP 以及来自上方的配置请求会被读取和检查，但它们经过端口的路径未建模。',
  },
  'TLP-CPL-UNAWAITED': {
    title: 'Unexpected Completion：无人等待',
    explanation:
      '它到达的功能没有与此 Requester ID 和 Tag 对应的未完成请求。该功能记录 Unexpected Completion 并将其丢弃。',
  },
  'TLP-POISONED': {
    title: '中毒：数据不被使用',
    explanation:
      'EP=1 表示已知载荷有误。端口照常转发；作为目标的功能记录 Poisoned TLP Received，不使用该数据。',
  },
};

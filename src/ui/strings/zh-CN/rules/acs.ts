import type { ACS_RULES } from '../../../../core/rules/acs.ts';
import type { RuleWordsFor } from './types.ts';

export const ACS: RuleWordsFor<typeof ACS_RULES> = {
  'ACS-DOWNWARD': {
    title: '向下的流量不受检查',
    explanation:
      'ACS 只检查朝根方向上行的 TLP。此 TLP 向下流动，因此无论 ACS 位如何，端口都会放行。',
  },
  'ACS-NOT-HERE': {
    title: '此类端口没有 ACS',
    explanation: '交换机上游端口和单功能端点没有 ACS：它们不经上方端口就无法到达任何对端。',
  },
  'ACS-SV': {
    title: 'Source Validation',
    explanation:
      'SV 置位时，端口拒绝请求者总线号不在其下方范围内的请求：这样的请求是伪造的，或在其功能得知总线号之前发出。完成包不受此限。',
  },
  'ACS-TB': {
    title: 'Translation Blocking',
    explanation:
      'TB 置位时，端口拒绝任何地址类型不是“未转换”的内存请求。此检查最先进行：UF 和 DT 都不能使该请求免于拒绝。',
  },
  'ACS-IORB': {
    title: 'I/O Request Blocking',
    explanation: 'I/O 请求阻止置位时，端口拒绝来自下方的所有 I/O 请求。',
  },
  'ACS-UPSTREAM': {
    title: '本来就要上行',
    explanation:
      '与此端口并列的端口都不认领该 TLP，因此它上行。重定向和 Egress Control 在此无需决定。',
  },
  'ACS-UF': {
    title: 'Upstream Forwarding',
    explanation:
      '由于下方某处的重定向，目标位于 TLP 来时的端口之后。UF 置位时，端口仍将其向上转发；根端口则将其交给根复合体。',
  },
  'ACS-UF-OFF': {
    title: '被重定向到没有 Upstream Forwarding 的端口',
    explanation:
      '目标位于请求来时的端口之后，而端口从不将请求送回来处。没有 UF 时这是 Unsupported Request：下方的重定向要求上方每个端口都有 UF。',
  },
  'ACS-UF-OFF-CPL': {
    title: '完成包被重定向到没有 Upstream Forwarding 的端口',
    explanation:
      '请求者位于完成包来时的端口之后。没有 UF 时，端口将其作为 Unexpected Completion 丢弃，请求者一直等到超时。',
  },
  'ACS-CR': {
    title: 'P2P Completion Redirect',
    explanation:
      'CR 置位时，发往对端的完成包上行到根复合体，从而排在被重定向的请求之后。它只在完成者所在的端口起作用。',
  },
  'ACS-CR-OFF': {
    title: '没有 P2P Completion Redirect：完成包直达',
    explanation: 'CR 未置位，因此完成包走短路径到对端。RR、EC 和 DT 从不作用于完成包。',
  },
  'ACS-CR-RO': {
    title: 'Relaxed Ordering 使完成包免于重定向',
    explanation: 'CR 已置位，但此完成包带 Relaxed Ordering，可以越过写：它直接到对端。',
  },
  'ACS-DT': {
    title: 'Direct Translated P2P',
    explanation:
      '请求携带已转换的地址（AT=10）且 DT 置位，因此无论 RR 和 EC 如何，它都直接到对端。其完成包没有此豁免。',
  },
  'ACS-EC-CLEAR': {
    title: 'Egress Control 放行',
    explanation: 'EC 置位，而向量中此出口端口的位为 0：即使 RR 置位，请求也直接到对端。',
  },
  'ACS-EC-REDIRECT': {
    title: 'Egress Control 与 Request Redirect',
    explanation: 'EC 置位，向量中此出口端口的位为 1，且 RR 置位：请求上行，而不是被拒绝。',
  },
  'ACS-EC': {
    title: 'P2P Egress Control',
    explanation:
      'EC 置位，且向量中此出口端口的位为 1：发往该端口的对等请求作为 ACS Violation 被拒绝。',
  },
  'ACS-RR': {
    title: 'P2P Request Redirect',
    explanation: 'RR 置位时，对等请求被送往上游的根复合体，而不是直接到对端。',
  },
  'ACS-RR-OFF': {
    title: '没有 P2P Request Redirect：请求直达',
    explanation:
      '在路径转向对端的端口上，RR 和 EC 均未置位，因此请求直接到达对端，没有 IOMMU 看到它。',
  },
  'ACS-MT-DIRECT': {
    title: '内存目标访问：直达',
    explanation: '地址位于交换机自身的 BAR 中，且该目标的增强控制为直接访问。',
  },
  'ACS-MT-BLOCK': {
    title: '内存目标访问：阻止',
    explanation: '地址位于交换机自身的 BAR 中，且该目标的增强控制将其作为 ACS Violation 拒绝。',
  },
  'ACS-MT-REDIRECT': {
    title: '内存目标访问：重定向',
    explanation: '地址位于交换机自身的 BAR 中，且该目标的增强控制将请求送往上游。',
  },
  'ACS-MT-RESERVED': {
    title: '内存目标访问：保留值',
    explanation: '增强控制为保留值 11。没有规范说明端口如何处理该请求。',
  },
  'ACS-MT-RR': {
    title: '交换机的 BAR，没有增强控制：遵循 RR',
    explanation:
      '地址位于交换机自身的 BAR 中，而端口没有增强 ACS。如何处理由交换机决定；此处遵循已置位的 RR，因此请求上行。',
  },
  'ACS-MT-RR-OFF': {
    title: '交换机的 BAR，没有增强控制：直达',
    explanation:
      '地址位于交换机自身的 BAR 中，而端口没有增强 ACS。如何处理由交换机决定；此处遵循未置位的 RR，因此请求被直接处理。',
  },
  'ACS-UNCLAIMED-RR': {
    title: '未认领请求重定向',
    explanation: '地址位于交换机的窗口内，但下方没有端口认领。未认领请求重定向置位，因此请求上行。',
  },
  'ACS-UNCLAIMED': {
    title: '交换机窗口中的空洞',
    explanation:
      '地址位于交换机的窗口内，但下方没有端口认领，也没有重定向此类请求的设置：Unsupported Request。',
  },
  'ACS-UNCLAIMED-CPL': {
    title: '完成包的总线没有端口认领',
    explanation:
      '请求者的总线在交换机的范围内，但不在其任何端口之下：Unexpected Completion。未认领请求重定向从不作用于完成包。',
  },
  'ACS-UNKNOWN': {
    title: 'ACS 设置未知',
    explanation:
      '来源没有说明此端口的 ACS 如何设置；ACS 关闭时 TLP 的去向与操作系统的通常设置（SV RR CR UF）不同。无法判断是哪一种；设置各位即可看到结果。',
  },
};

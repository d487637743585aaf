import type { ROUTING_RULES } from '../../../../core/rules/routing.ts';
import type { RuleWordsFor } from './types.ts';

export const ROUTING: RuleWordsFor<typeof ROUTING_RULES> = {
  'ROUTE-ISSUE': {
    title: '请求已发出',
    explanation: '请求者的 Bus Master Enable 已置位，将请求放到其链路上。',
  },
  'ROUTE-BME-OFF': {
    title: 'Bus Master Enable 关闭：不发送任何内容',
    explanation: 'Bus Master Enable 为 0 的功能不得发送内存或 I/O 请求，包括以消息形式发出的中断。',
  },
  'ROUTE-NO-INTERNAL-PATH': {
    title: '设备内部没有路径：请求从链路离开',
    explanation:
      '目标是同一设备的另一个功能，但此功能没有 ACS 能力，因此不假设有内部路径：请求从链路离开，上方端口发现目标位于请求来处。',
  },
  'ROUTE-CONVENTIONAL-BUS': {
    title: '共享总线：对端自行应答',
    explanation:
      '在传统 PCI 总线上，每个设备都看到每个事务，BAR 匹配者将其认领。没有端口能检查或重定向它。',
  },
  'ROUTE-PCI-BRIDGE-ID': {
    title: '桥接管请求',
    explanation:
      '传统设备在 PCI Express 上没有自己的 Requester ID：桥以其次级总线号、设备 0、功能 0 转发请求。',
  },
  'ROUTE-UP': {
    title: '朝根方向',
    explanation: '此交换机没有端口认领该 TLP，因此上游端口继续传递。上游端口不应用 ACS。',
  },
  'ROUTE-DOWN': {
    title: '被窗口认领',
    explanation:
      '地址位于此端口的窗口内（或完成包的总线号在其总线范围内），因此 TLP 下行到其次级侧。向下的流量不受 ACS 检查。',
  },
  'ROUTE-BRIDGE-BME-OFF': {
    title: '桥的 Bus Master Enable 关闭',
    explanation:
      'Bus Master Enable 为 0 的桥不向上转发内存和 I/O 请求：以 Unsupported Request 应答。',
  },
  'ROUTE-BRIDGE-MSE-OFF': {
    title: '桥的 Memory Space Enable 关闭',
    explanation: 'Memory Space Enable 为 0 的桥不认领来自上方的任何请求：Unsupported Request。',
  },
  'ROUTE-NO-WINDOW': {
    title: '没有窗口认领该地址',
    explanation: '请求下行到此端口，但其窗口和 BAR 都不包含该地址：Unsupported Request。',
  },
  'ROUTE-LINK-DOWN': {
    title: '下方为空：链路断开',
    explanation:
      '端口应将 TLP 向下发送，但没有连接设备，或链路没有训练成功。请求以 Unsupported Request 应答。',
  },
  'ROUTE-CFG-UP': {
    title: '配置请求从不上行',
    explanation: '只有根复合体能配置功能：来自下方的配置请求是 Unsupported Request。',
  },
  'ROUTE-ID-NOWHERE': {
    title: '完成包没有接收者',
    explanation:
      '此处没有功能具有该完成包的 Requester ID：它作为 Unexpected Completion 被丢弃，请求者一直等到超时。',
  },
  'ROUTE-MALFORMED-MPS': {
    title: '载荷大于 Max_Payload_Size',
    explanation:
      'TLP 的载荷超过此接收者可接受的大小：它是 Malformed，属致命错误。TLP 被丢弃，不发送完成包；请求者一直等到超时。',
  },
  'ROUTE-BAR': {
    title: 'BAR 认领该地址',
    explanation: 'Memory Space Enable 已置位，且地址位于此功能的 BAR 中：它处理该请求。',
  },
  'ROUTE-WRONG-TARGET': {
    title: '由并非预期的功能处理',
    explanation:
      '地址位于此功能的 BAR 中，但请求者的目标是别处。没有任何报告：数据就这样写到或读自错误的地方。',
  },
  'ROUTE-MSE-OFF': {
    title: 'Memory Space Enable 关闭',
    explanation: 'Memory Space Enable 为 0 的功能不译码任何 BAR：Unsupported Request。',
  },
  'ROUTE-NO-BAR': {
    title: '没有匹配的 BAR',
    explanation: '请求到达了设备，但地址不在其任何已分配的 BAR 中：Unsupported Request。',
  },
  'ROUTE-AT-REQUEST': {
    title: '端点收到转换请求',
    explanation: '只有转换代理能应答转换请求（AT=01）。端点将其视为 Unsupported Request。',
  },
  'ROUTE-CPL-ISSUE': {
    title: '完成包已发送',
    explanation:
      '完成者以自己的 ID 应答。完成包按 Requester ID 传送，沿用请求的 Traffic Class、属性和 Tag。',
  },
  'ROUTE-CPL-DELIVERED': {
    title: '请求者接收完成包',
    explanation: 'Requester ID 和 Tag 与此功能的一个未完成请求匹配。',
  },
  'RC-MSI': {
    title: '写入中断窗口',
    explanation:
      '在 x86 上，对 0xFEE00000-0xFEEFFFFF 的写是中断消息：根复合体将其变为中断，不触及内存。',
  },
  'RC-DRAM': { title: '由内存处理', explanation: '物理地址位于主机内存中，由其处理请求。' },
  'RC-P2P': {
    title: '在根复合体内部折返',
    explanation:
      '物理地址位于某个根端口之下，且此根复合体在其端口之间转发。请求以自己的 Requester ID 再次下行，并按该端口的 Max_Payload_Size 拆分。',
  },
  'RC-P2P-DIRECT': {
    title: '根复合体内部的捷径',
    explanation: '根端口没有重定向，因此根复合体将请求直接交给另一个根端口。没有 IOMMU 看到它。',
  },
  'RC-P2P-TBU': {
    title: '经互连折返',
    explanation:
      '根端口将一切送到外部转换单元；物理地址随后落在某个根端口的出站窗口中，请求由此返回。',
  },
  'RC-P2P-FABRIC': {
    title: '跨互连到另一个主桥',
    explanation:
      '物理地址位于另一个主桥的根端口之下：请求穿过一致性互连。两个根复合体都必须转发对等流量。',
  },
  'RC-P2P-NONE': {
    title: '此根复合体不转发对等流量',
    explanation:
      '物理地址位于某个根端口之下，但根端口之间的转发是可选的，此根复合体不支持：Unsupported Request。',
  },
  'RC-P2P-READ': {
    title: '只转发写：读返回全 1',
    explanation:
      '此根复合体只转发对等写。读止于此处，请求者得到状态为成功、数据全 1 的完成包：任何地方都看不到错误。',
  },
  'RC-NO-DECODE': {
    title: '此地址没有内存也没有设备',
    explanation: '转换之后，机器中没有任何组件译码该物理地址：Unsupported Request。',
  },
  'RC-CPL': {
    title: '完成包由根复合体送达',
    explanation: '根复合体将完成包交给请求者上方的根端口，排在它重定向到那里的请求之后。',
  },
  'RC-ATS-NONE': {
    title: '没有 IOMMU 应答转换请求',
    explanation: '转换请求（AT=01）到达了没有转换代理的根复合体：Unsupported Request。',
  },
  'RC-IOMMU-ELSEWHERE': {
    title: 'IOMMU 已启用，其表未知',
    explanation: '机器运行时启用了 IOMMU，但文档中没有它的表。视为一对一映射该地址。',
  },
  'RC-NO-HAIRPIN': {
    title: '根端口不将收到的请求送回',
    explanation: '目标就位于请求进入的那个根端口之下，而此根复合体不在同一端口内折返请求。',
  },
  'RC-MERGE': {
    title: '相邻的写合并为一次突发',
    explanation:
      'IOMMU 将目标映射为 Normal 内存（IOMMU_CACHE），因此互连可能合并相邻的写。若出口根端口不按其 Max_Payload_Size 拆分该突发，接收者会将其视为 Malformed。Device 内存（IOMMU_MMIO）从不合并。',
  },
};

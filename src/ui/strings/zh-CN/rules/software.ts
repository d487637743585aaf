import type { SOFTWARE_RULES } from '../../../../core/rules/software.ts';
import type { RuleWordsFor } from './types.ts';

export const SOFTWARE: RuleWordsFor<typeof SOFTWARE_RULES> = {
  'SW-REALM-TABLE': {
    title: 'Realm 流量只由 RMM 转换',
    explanation:
      'T=1 的请求经过 Realm 自己的转换表，只有 RMM 写该表。若某个流使用其他角色的表，就等于把 Realm 的内存交给了该角色。',
  },
  'SW-NS-TABLE': {
    title: 'T=0 流量由 hypervisor 转换',
    explanation: 'T=0 的请求属于 Non-secure 侧，其表由主机写入。它不得使用 RMM 的表。',
  },
  'SW-STALE-MIRROR': {
    title: 'Hypervisor 应解除其所委托页面的映射',
    explanation:
      '已变为 Realm 的页面仍为 T=0 映射着。这样的请求以颗粒保护故障告终：没有队列记录事件。',
  },
  'SW-RTT-HALF': {
    title: '最高地址位表示共享',
    explanation:
      'Realm 地址空间的下半区通向 Realm 内存，上半区通向 Non-secure 内存。与此不符的 Realm 表项不可能来自 RMM。',
  },
  'SW-LOCKED-OWNER': {
    title: '已锁定的接口属于某个 Realm',
    explanation:
      '只有 RMM 能为接口所归属的 Realm 锁定并启动该接口。此接口已锁定，却没有 Realm 拥有它。',
  },
  'SW-REALM-PEER': {
    title: 'T=1 不出同一个 Realm',
    explanation:
      'Realm 的表只映射分配给该 Realm 的内容。发往他人设备的 T=1 没有 RMM 会建立的映射。',
  },
  'SW-GROUP-SPLIT': {
    title: '一个 IOMMU 组只有一个所有者',
    explanation:
      '同组的设备不经 IOMMU 检查即可互相到达，因此 Linux 将它们全部分给同一个客户机。此处它们属于不同的所有者。',
  },
  'SW-I1': {
    title: 'I1：对端 BAR 的客户机地址、IPA 与总线地址相同',
    explanation:
      '若没有端口强制请求到根复合体，客户机设备发出的地址就是线路所译码的地址。若它与总线地址不同，写会落到别处，没有故障，也没有日志。',
  },
  'SW-I2': {
    title: 'I2：桥窗口之下没有客户机 RAM',
    explanation:
      '请求者旁边的窗口会在任何 IOMMU 看到之前认领本应发往 RAM 的 DMA：对端的 BAR 被改写。',
  },
  'SW-I3': {
    title: 'I3：能直接到达的设备都属于同一客户机',
    explanation: '请求者不经根复合体就到达另一所有者的设备，因此没有任何检查。',
  },
  'SW-I4': {
    title: 'I4：客户机的桥窗口就是主机的桥窗口',
    explanation: '重新分配 BAR 的客户机会算出线路上并不存在的窗口，由此得到通向别处的地址。',
  },
};

import type { sequenceStrings as english } from '../sequence.ts';
import type { WordsFor } from '../words.ts';

export const sequenceStrings: WordsFor<typeof english> = {
  label: '直通设备的一生',
  steps: '步骤',
  stepOf: (step, count) => `第 ${step} 步，共 ${count} 步`,
  previous: '上一步',
  next: '下一步',
  show: '演示',
  calls: '调用',
  tables: '各表',
  table: '表',
  state: '状态',
  becomes: '变为',
  refused: (why) => `被拒绝：${why}。`,
  tries: '对端的写',
  atAddress: (t) => `T=${t}，地址`,
  phases: {
    shared: '共享',
    lock: '锁定',
    measure: '度量',
    validate: '验证',
    run: '运行',
    p2p: 'P2P',
    revoke: '撤销',
    unlock: '解锁',
  },
  actors: {
    realm: 'Realm',
    rmm: 'RMM',
    host: '主机',
    smmu: 'SMMU',
    device: '设备',
  },
  rows: {
    bar: 'Realm 所见的 BAR',
    sharedEntry: 'RTT，共享半区',
    privateEntry: 'RTT，私有半区',
    mirror: 'Hypervisor 第 2 阶段',
    gpi: '颗粒保护',
    exporter: '导出方',
    importer: '导入方',
  },
  nowhere: '不在任何地址',
  unassigned: 'UNASSIGNED',
  unmapped: '未映射',
  invalid: '无效',
  granules: { NS: '9 Non-secure', REALM: 'B Realm' },
  dma: (isOn) => (isOn ? 'Realm STE.V=1' : 'Realm STE.V=0'),
  moments: {
    assign: {
      title: '主机分配两个设备',
      text: '两个接口都未锁定。它们的内存尚未映射，因此 Realm 的任何地址都不通向 BAR。',
    },
    unprotect: {
      title: '主机将 BAR 映射为共享',
      text: 'Realm 地址空间的上半区由主机填充。Realm 在最高地址位置 1 处看到 BAR，为 Non-secure 内存。',
    },
    mirror: {
      title: 'Hypervisor 为 DMA 建立镜像',
      text: 'T=0 的设备经过 hypervisor 自己的第 2 阶段。只有其中有相同的表项，对端的写才能到达。',
    },
    revokeImporters: {
      title: '先撤销导入方',
      text: 'Realm 要锁定设备。导入其缓冲区的一方必须先放手。镜像表项被移除，IOMMU 也将其遗忘：迟到的写会故障并被记录。',
    },
    unprotectEnd: {
      title: '主机解除共享地址的映射',
      text: '从此刻到验证完成，Realm 的任何地址都不通向 BAR。',
    },
    lock: {
      title: '接口被锁定',
      text: 'BAR、译码和总线主控被冻结：更改它们会使接口进入 ERROR。此时它不应答任何内存请求。',
    },
    delegate: {
      title: '颗粒成为 Realm 内存',
      text: '过期的共享映射此时会以颗粒保护故障告终，且没有队列记录它。因此要先撤销导入方。',
    },
    map: {
      title: '主机将其映射为私有',
      text: '表项指明了页面，但仍是无效描述符：Realm 尚未接受，因此 RIPAS 保持 EMPTY。',
    },
    measure: {
      title: 'Realm 度量设备',
      text: '度量值和接口报告经主机传来；RMM 为其散列值担保，因此主机无法伪造。',
    },
    ask: {
      title: 'Realm 请求验证',
      text: '它将报告与范围比较，并指明两个地址。RMM 带着它们退出到主机。',
    },
    validate: {
      title: '映射生效',
      text: '主机以同样的两个地址应答；其他任何组合都被拒绝。BAR 已移动：最高地址位现为 0。',
    },
    start: {
      title: '接口开始运行',
      text: '它在其流上接受 T=1，且只接受 T=1。',
    },
    enable: {
      title: 'Realm 允许其进行 DMA',
      text: '它在 Realm 流表中的表项生效。T=0 的对端在两个地址上都找不到 BAR。',
    },
    peer: {
      title: '导入方走同样的流程',
      text: '锁定、启动、DMA。它以 T=1 发出的写由 Realm 自己的表转换，以 T=1 离开根端口并到达。',
    },
    direct: {
      title: '不能从交换机抄近路',
      text: '对等流需要 ATS，而此 RMM 不允许。若 ACS 让写直达，导出方没有对应的密钥。',
    },
    disable: {
      title: 'Realm 停止导出方的 DMA',
      text: '解锁从导入方和 DMA 开始。对端仍能看到 BAR 本身。',
    },
    tooEarly: {
      title: '此时解锁被拒绝',
      text: '只要接口的内存仍映射为私有，RMM 就不会放开该接口。',
    },
    unmap: {
      title: '移除私有映射',
      text: '对端下一个 T=1 的写会在 Realm 的事件队列中记为故障。',
    },
    undelegate: {
      title: '颗粒归还主机',
      text: '页面重新成为 Non-secure，但接口仍在运行并拒绝 T=0。',
    },
    unlock: {
      title: '接口解锁',
      text: 'STOP_INTERFACE 清除其机密；它重新接受 T=0。',
    },
    unprotectAgain: {
      title: '主机再次将其映射为共享',
      text: 'BAR 已移回：Realm 必须重新将最高地址位置 1。',
    },
    mirrorAgain: {
      title: 'Hypervisor 再次建立镜像',
      text: '对 T=0 的设备而言循环闭合。导入方仍以 T=1 运行：Realm 的表将其送往同一页面，但为 Non-secure，因此其写以 T=0 到达。',
    },
  },
};

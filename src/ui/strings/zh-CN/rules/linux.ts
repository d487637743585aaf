import type { LINUX_RULES } from '../../../../core/rules/linux.ts';
import type { RuleWordsFor } from './types.ts';

export const LINUX: RuleWordsFor<typeof LINUX_RULES> = {
  'P2PDMA-BUS-ADDR': {
    title: '同一交换机，没有重定向：总线地址',
    explanation:
      '两个功能共享一个上游桥，其间没有端口重定向，因此使用方采用 BAR 的总线地址，不作任何映射。',
  },
  'P2PDMA-REDIRECT': {
    title: '途中有 ACS 重定向',
    explanation:
      '通往共享桥的途中有功能置位了 RR、CR 或 EC。Linux 据此认为请求会到根复合体，因此主桥必须能将其折返。',
  },
  'P2PDMA-NO-COMMON-BRIDGE': {
    title: '没有共享的上游桥',
    explanation: '两个功能只在根复合体处相遇。不看 ACS 位；由处理器或主桥决定。',
  },
  'P2PDMA-CPU': {
    title: 'AMD Zen：任何主桥都可以',
    explanation:
      '在 family 17h 及更新的 AMD 处理器上，Linux 信任所有主桥，包括跨主桥和跨 segment。',
  },
  'P2PDMA-HOST-BRIDGE': {
    title: '主桥在允许名单中',
    explanation:
      '根总线第一个功能的厂商和设备 ID 是 Linux 已知会转发对等请求的，因此映射经过主桥。',
  },
  'P2PDMA-NOT-LISTED': {
    title: '主桥不在允许名单中',
    explanation: 'Linux 不知道此主桥会转发对等请求，因此拒绝，无论硬件实际如何。',
  },
  'P2PDMA-SAME-ONLY': {
    title: '仅限同一主桥',
    explanation: '允许名单的这一行只在两个功能位于同一主桥之下时有效，而它们并非如此。',
  },
  'P2PDMA-NO-REPRESENTATIVE': {
    title: '主桥没有代表功能',
    explanation:
      'Linux 查找根总线的第一个功能，且仅当它是设备 00.0 或根端口。此处两者都不是，因此无法查找该主桥。',
  },
  'P2PDMA-HMAT': {
    title: 'HMAT 描述主桥之间的路径',
    explanation: '一项已提交讨论的更改让 ACPI HMAT 为从使用方主桥到提供方主桥的有序路径作保。',
  },
  'P2PDMA-CONFIG-OFF': {
    title: '内核没有 CONFIG_PCI_P2PDMA',
    explanation: '内核构建时没有对等 DMA，因此拒绝所有映射。',
  },
  'P2PDMA-NO-PROVIDER': {
    title: '提供方没有 p2pdma 状态',
    explanation: '拥有该 BAR 的功能，其驱动从未将其提供给对等 DMA。',
  },
  'P2PDMA-NOT-PCI': {
    title: '使用方不是 PCI 功能',
    explanation: '软件设备、platform 设备或 auxiliary 设备不能作为使用方，即使它依附于 PCI 功能。',
  },
  'P2PDMA-CACHED': {
    title: '来自缓存的回答',
    explanation:
      '首次映射的回答保存在提供方处。之后的 ACS 更改不起作用，直到提供方的驱动重新绑定。',
  },
  'ACS-ENABLED-QUIRK': {
    title: '由 quirk 表决定隔离',
    explanation:
      'Linux 按 ID 认识此设备，认定其隔离或不隔离，无论其 ACS 能力如何。P2PDMA 的判定不看此表。',
  },
  'ACS-ENABLED-KIND': {
    title: '由功能的类型决定隔离',
    explanation: '传统 PCI、通向它的桥和事件收集器从不隔离；单功能的端点或上游端口始终隔离。',
  },
  'ACS-ENABLED-FLAGS': {
    title: '由 ACS 控制位决定隔离',
    explanation:
      'SV、RR、CR 和 UF 中能力所实现的位必须置位。没有该能力则不隔离；未实现的位视为满足。',
  },
  'GROUP-OWN': {
    title: '独立成组',
    explanation: '上方没有任何路径让其请求到达对端，也没有其他功能共用其 Requester ID。',
  },
  'GROUP-ALIAS': {
    title: '共用 Requester ID',
    explanation: '其请求以另一个功能或桥的 ID 到达 IOMMU，因此无法区分，归入同一组。',
  },
  'GROUP-PATH': {
    title: '上方有端口不隔离',
    explanation: '此功能与根复合体之间有端口缺少某个 ACS 位，因此该功能加入最高的这种桥的组。',
  },
  'GROUP-SLOT': {
    title: '同一设备中不隔离的各功能',
    explanation:
      '同一多功能设备中，彼此之间没有 ACS 的功能可能在设备内部互相到达，因此归入同一组。',
  },
  'GROUP-NO-IOMMU': { title: '没有启用 IOMMU 驱动', explanation: '没有启用 IOMMU 就没有组。' },
  'GROUP-BYPASS': {
    title: '主桥绕过 IOMMU',
    explanation: '此主桥之下的功能不经过 IOMMU，因此没有组。',
  },
  'GROUP-IOMMU-ITSELF': {
    title: 'IOMMU 自身',
    explanation: 'AMD IOMMU 的 PCI 功能不由它自己转换，没有组。',
  },
  'GROUP-STREAM-TAKEN': {
    title: '流已被占用',
    explanation:
      '若某个功能的 Requester ID 之一已被先前的功能占用，SMMUv3 会拒绝它。它没有组，也没有转换。',
  },
  'ACS-BOOT-FIRMWARE': { title: '固件的 ACS 位', explanation: 'Linux 以固件留下的控制字为起点。' },
  'ACS-BOOT-ENABLE': {
    title: 'Linux 打开 ACS',
    explanation:
      '启用了 IOMMU 驱动时（在 arm64 设备树机器上没有时也如此），Linux 置位能力所列的 SV、RR、CR 和 UF。',
  },
  'ACS-BOOT-NO-ATS': {
    title: '没有 ATS：阻止已转换请求',
    explanation: '使用 pci=noats 时，或对外部或不可信端口，若 TB 存在，Linux 也将其置位。',
  },
  'ACS-BOOT-DISABLE-REDIR': {
    title: 'disable_acs_redir',
    explanation:
      'RR、CR 和 EC 被清零。从 6.12 起，其他位恢复为固件留下的值，因此 Linux 已置位的 SV 和 UF 也会丢失。',
  },
  'ACS-BOOT-CONFIG': {
    title: 'config_acs',
    explanation: '给为 0 或 1 的位照此设置；给为 x 的位取固件留下的值，而不是 Linux 本会设置的值。',
  },
  'DMA-NO-MMIO': {
    title: '内核不能映射 MMIO',
    explanation: 'DMA_ATTR_MMIO 出现于 6.18。在此之前只知道映射类型；谈不上 BAR 的映射。',
  },
  'DMA-NO-MASK': {
    title: '使用方没有 DMA 掩码',
    explanation: '驱动从未说明其设备能使用哪些地址，因此映射失败并发出警告。',
  },
  'DMA-NOT-COHERENT': {
    title: '要求一致性 DMA',
    explanation: '调用者要求一致性 DMA，而使用方不是一致性的。',
  },
  'DMA-CC-NOT-DIRECT': {
    title: '共享 MMIO 需要 dma-direct',
    explanation: '对于不由 dma-direct 服务的使用方，一律拒绝 DMA_ATTR_CC_SHARED。',
  },
  'DMA-DIRECT-PHYS': {
    title: 'dma-direct：CPU 物理地址',
    explanation:
      '没有页表：设备得到的是 BAR 的 CPU 物理地址，原样不变。不应用范围映射、总线偏移和共享位。',
  },
  'DMA-DIRECT-TRANSLATED': {
    title: 'dma-direct：经范围映射',
    explanation: '没有页表：设备得到的是按范围映射以及该范围的共享属性变换后的物理地址。',
  },
  'DMA-DIRECT-BOUNCE': {
    title: 'MMIO 不能使用反弹缓冲区',
    explanation: '强制使用反弹缓冲区，而 MMIO 不能经其复制，因此映射失败。',
  },
  'DMA-DIRECT-CC-SHARED': {
    title: '有共享属性但未强制反弹',
    explanation: '7.1 和 7.2 只在强制反弹时接受 DMA_ATTR_CC_SHARED。',
  },
  'DMA-DIRECT-RANGE-MAP': {
    title: 'BAR 在 DMA 范围映射之外',
    explanation:
      '从 7.3 起 MMIO 遵循范围映射。映射描述的是 RAM，因此不在任何条目内的 BAR 无法映射。',
  },
  'DMA-DIRECT-MASK': {
    title: '地址超出 DMA 掩码',
    explanation: '最后一个字节高于设备声明能到达的地址；内核警告一次，映射失败。',
  },
  'DMA-DIRECT-NOT-SHARED': {
    title: 'Realm 设备需要共享内存',
    explanation: '在 Realm 中，每个设备都必须使用共享地址，而此范围没有声明为共享。',
  },
  'DMA-IOMMU-MMIO': {
    title: 'iommu-dma：指向 BAR 的 IOVA',
    explanation:
      '设备得到一个 IOVA；其页表项以 Device 内存（IOMMU_MMIO）指向 BAR，按方向可读或可写。',
  },
  'DMA-IOMMU-NO-IOVA': {
    title: '没有剩余的 IOVA',
    explanation: '在掩码、总线和孔径的限制之下，没有空闲的 IOVA 范围。',
  },
  'DMA-ARCH-NO-OP': {
    title: '架构的 dma_ops 不能映射 MMIO',
    explanation: '该架构的 dma_ops 没有用于 MMIO 的函数，因此映射失败。',
  },
  'DMA-TCE-MMIO': {
    title: 'TCE：指向 BAR 的表项',
    explanation: 'POWER 的通用 ops 分配 TCE 时不检查该属性；TCE 没有内存类型。上游未经测试。',
  },
  'DMA-TCE-FULL': {
    title: 'TCE 表缺失或已满',
    explanation: '掩码之下没有空闲的 TCE，因此映射失败。',
  },
  'DMABUF-NO-PROVIDER': {
    title: '没有 attachment 或提供方',
    explanation: '该调用需要 attachment 和提供方记录；缺少时发出警告并失败。',
  },
  'DMABUF-MAP-TYPE': {
    title: '查询映射类型',
    explanation: '由导入方的设备和提供方决定是总线地址、经主桥还是拒绝。',
  },
  'DMABUF-BUS-ADDR': {
    title: '总线地址：物理地址加总线偏移',
    explanation: '完全不调用 DMA API：没有掩码检查，没有反弹，没有机密计算检查。',
  },
  'DMABUF-NOT-SUPPORTED': {
    title: '映射被拒绝',
    explanation: '不支持该映射类型，因此 map 失败。attach 时没有检查它。',
  },
  'DMABUF-IOVA': {
    title: '整个缓冲区用一个 IOVA',
    explanation: '对于 iommu-dma 的使用方，内核先尝试一个连续的 IOVA；没有时，各范围单独映射。',
  },
  'DMABUF-SAME-IOVA': {
    title: '第二个范围位于同一 IOVA',
    explanation: '每个范围都链接到 IOVA 的偏移 0，因此第二个范围碰到第一个的表项，整个 map 失败。',
  },
  'DMABUF-32BIT-LENGTH': {
    title: '长度以 32 位保存',
    explanation:
      '这一个 IOVA 的长度在 32 位变量中累加，因此 4 GiB 或更大的缓冲区看起来少了 4 GiB 的整数倍。导入方只看到表中所声明的长度。',
  },
  'DMABUF-SYNC': {
    title: 'IOTLB 已就绪',
    explanation: '在最后一个范围之后调用一次 dma_iova_sync()。',
  },
  'DMA-TO-PHYS-ALIAS': {
    title: 'dma_to_phys() 丢失共享别名',
    explanation:
      '反向转换时去掉了共享别名的最高地址位，因此查询共享映射物理地址的一方得到的是私有地址。',
  },
  'DMA-RANGE-WINDOW': {
    title: '根复合体的入站窗口',
    explanation:
      '根复合体逐窗口对进入的地址加上偏移；dev->dma_range_map 向 Linux 说明同样的内容。不在任何窗口内的地址无人接收。',
  },
  'VFIO-EXPORTED': {
    title: '已导出为 dma-buf',
    explanation: 'vfio-pci 为 BAR 的这些范围创建了文件描述符。',
  },
  'VFIO-NOT-BUILT': {
    title: '此内核没有 vfio dma-buf',
    explanation: '该特性随 6.19 引入，需要 PCI_P2PDMA；没有它，内核不认识此调用。',
  },
  'VFIO-NO-HOOK': {
    title: '驱动没有 get_dmabuf_phys 钩子',
    explanation: '该变体驱动没有说明其 BAR 的位置，因此不能导出。',
  },
  'VFIO-BAD-CALL': {
    title: '特性调用有误',
    explanation: '不支持 SET，必须请求 GET 或 PROBE，且头部大小必须相符。',
  },
  'VFIO-COPY': { title: '从用户空间复制失败', explanation: '无法读取头部或范围数组。' },
  'VFIO-MEMORY': { title: '内存不足', explanation: '一次分配失败。' },
  'VFIO-FD': { title: '没有剩余的文件描述符', explanation: '进程没有剩余的文件描述符。' },
  'VFIO-NO-RANGES': {
    title: '没有范围，或设置了 flags',
    explanation: '至少需要一个范围，且 flags 必须为 0。',
  },
  'VFIO-REGION': { title: '不是 BAR', explanation: '只有 BAR 0 到 5 可以导出。' },
  'VFIO-RANGE-SHAPE': {
    title: '范围未按页对齐或为空',
    explanation: '偏移和长度必须是页大小的倍数，长度不得为 0，且二者之和不得溢出。',
  },
  'VFIO-NOT-MEMORY': { title: 'BAR 不是内存', explanation: 'I/O BAR 不能导出。' },
  'VFIO-RANGE-OVERFLOW': { title: '地址运算溢出', explanation: '某个范围的物理地址超出 64 位。' },
  'VFIO-RANGE-END': { title: '范围超出 BAR 末尾', explanation: '某个范围越过了 BAR 的末尾。' },
  'VFIO-UNREGISTERED': { title: '设备正在移除', explanation: '设备的注册已经撤销。' },
  'VFIO-ATTACH-P2P': {
    title: '导入方不允许对等访问',
    explanation: '导出方没有页面，因此没有声明 peer2peer 的导入方不能 attach。',
  },
  'VFIO-ATTACH-REVOCABLE': {
    title: '导入方不能被撤销',
    explanation: '从 7.1 起，导入方需要真正的 invalidate 回调。',
  },
  'VFIO-ATTACHED': {
    title: '已 attach',
    explanation: 'attach 时不查询映射类型：不可行的拓扑在 map 时才被拒绝。',
  },
  'VFIO-PIN': {
    title: 'Pin',
    explanation: '6.19 没有 pin 钩子，7.0 拒绝 pin，从 7.1 起由可撤销规则取代。',
  },
  'VFIO-MAPPED': { title: '已映射', explanation: '导入方持有缓冲区的 DMA 地址。' },
  'VFIO-MAP-FAILED': { title: '映射失败', explanation: '整个 map 失败，一切都已撤回。' },
  'VFIO-REVOKED': {
    title: '已撤销',
    explanation: 'BAR 此刻不可访问：任何一方都不能 attach 或 map。',
  },
  'VFIO-INVALIDATE': {
    title: '通知导入方失效',
    explanation: '每个导入方都收到回调，必须停止使用该缓冲区。',
  },
  'VFIO-DRAIN': {
    title: '等待映射解除',
    explanation: '从 7.1 起，复位会等待 fence 和每个映射；从不 unmap 的导入方会将其阻塞。',
  },
  'VFIO-RESTORED': {
    title: '已恢复',
    explanation: '内存译码重新打开，导入方收到回调，可以再次 map。',
  },
  'VFIO-ORPHAN': {
    title: '永久关闭',
    explanation: '设备关闭之后，文件描述符仍在，但永久处于已撤销状态。',
  },
  'IOMMUFD-ONE-RANGE': {
    title: 'iommufd 只接受一个范围',
    explanation: '多于一个范围的缓冲区会被拒绝。',
  },
  'IOMMUFD-DEAD': {
    title: 'iommufd 映射已失效',
    explanation: '撤销之后，对象的长度永久为 0：之后的 attach 会成功，但什么也不映射。',
  },
  'IOMMUFD-MMIO': {
    title: 'iommufd 映射 BAR',
    explanation: '物理范围作为 MMIO 写入页表。不检查映射类型、允许名单或 ACS。',
  },
  'TYPE1-CACHE': {
    title: 'type1 将 BAR 映射为可缓存',
    explanation:
      '旧驱动按用户地址找到 BAR 并映射，始终带 IOMMU_CACHE，没有撤销，也没有 P2PDMA 检查。',
  },
  'CC-INTENDED': {
    title: '共享或私有 MMIO 与 T',
    explanation: '提供方记录 MMIO 是共享还是私有；使用方为 T=0 或 T=1；在映射时判定。',
  },
  'CC-PRIVATE-T0': {
    title: '私有 MMIO，使用方 T=0：拒绝',
    explanation: '不带 T 位的请求不得到达私有 MMIO；已锁定的导出方可能进入 ERROR。',
  },
  'CC-BUS-ADDR': {
    title: '总线地址且一方为私有：拒绝',
    explanation: 'Linux 没有说明会发生什么；本程序予以拒绝。',
  },
  'DMABUF-PROPOSED-ATTACH': {
    title: '在 attach 时拒绝（提议）',
    explanation:
      '已合入的代码在 map 时才发现。邮件列表的讨论提议：掩码或拓扑已经不允许时，让 attach 失败。',
  },
  'DMA-IOMMU-SG': {
    title: '经 iommu-dma 的散列表：未标记为 MMIO',
    explanation:
      '含对端页面的散列表在映射时没有 DMA_ATTR_MMIO：表项为 Normal 内存，使用方一致时为写回，因此相邻的写可能在途中合并。',
  },
};

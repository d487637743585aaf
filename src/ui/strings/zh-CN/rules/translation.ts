import type { TRANSLATION_RULES } from '../../../../core/rules/translation.ts';
import type { RuleWordsFor } from './types.ts';

export const TRANSLATION: RuleWordsFor<typeof TRANSLATION_RULES> = {
  'SMMU-S2': {
    title: '第 2 阶段转换',
    explanation: '此请求者的 STE 指明一个第 2 阶段页表；遍历该表得到物理地址。',
  },
  'SMMU-S1': {
    title: '第 1 阶段转换',
    explanation: 'STE 指向 CD，CD 指向第 1 阶段页表；其叶表项给出物理地址。',
  },
  'SMMU-NESTED': {
    title: '两个阶段',
    explanation:
      '属于客户机的第 1 阶段给出 IPA；属于 hypervisor 的第 2 阶段将其变为物理地址。每个第 1 阶段页表本身也经第 2 阶段读取。',
  },
  'SMMU-BYPASS': {
    title: '流绕过转换',
    explanation: 'STE 为 bypass（或跳过第 1 阶段），因此地址原样离开。',
  },
  'SMMU-OFF': {
    title: 'SMMU 未启用',
    explanation: 'CR0.SMMUEN 为 0 且 GBPA 不中止，因此没有任何转换或检查。',
  },
  'SMMU-ATS-UNCHECKED': {
    title: '已转换请求被直接采信',
    explanation:
      '设备声称地址已经转换（AT=10），且 CR0.ATSCHK 为 0，因此地址原样离开，连流表都不读取。',
  },
  'SMMU-ATS-CHECKED': {
    title: '已转换请求经过检查',
    explanation: '设备声称地址已经转换（AT=10）；CR0.ATSCHK 为 1，且 STE 允许 ATS。',
  },
  'SMMU-ATS-ANSWER': {
    title: '转换请求得到应答',
    explanation: '设备请求转换结果以存入自己的缓存；应答说明页面的位置以及设备在其中可做什么。',
  },
  'SMMU-GBPA-ABORT': {
    title: 'SMMU 关闭，全部中止',
    explanation: 'CR0.SMMUEN 为 0 且 GBPA.ABORT 为 1：事务被中止，没有事件。',
  },
  'SMMU-STE-ABORT': {
    title: '流被设为中止',
    explanation: 'STE 的 Config=0xx：此流的每个事务都被中止，不记录事件。',
  },
  'SMMU-GPF': {
    title: '颗粒保护故障',
    explanation:
      '转换后的地址位于另一个物理地址空间的颗粒中。访问被中止；没有事件队列得知此事，只有 SMMU_ROOT_GPF_FAR 记录。',
  },
  'SMMU-F_UUT': { title: '不支持的上游事务', explanation: 'SMMU 不处理此类事务。' },
  'SMMU-C_BAD_STREAMID': {
    title: 'StreamID 超出流表',
    explanation:
      '流表没有覆盖此 StreamID，因此请求者没有表项。仅当 CR2.RECINVSID 为 1 时才记录事件。',
  },
  'SMMU-F_STE_FETCH': { title: '无法读取 STE', explanation: '对流表的读以错误应答。' },
  'SMMU-C_BAD_STE': {
    title: 'STE 无效或非法',
    explanation: '此 StreamID 的表项 V=0，或含有架构禁止的字段组合。',
  },
  'SMMU-F_BAD_ATS_TREQ': {
    title: '不允许转换请求',
    explanation: '设备请求转换，但其流没有启用 ATS。',
  },
  'SMMU-F_STREAM_DISABLED': {
    title: '子流规则禁止',
    explanation: '该流有子流，其 S1DSS 字段禁止不带子流（或子流号为 0）的事务。',
  },
  'SMMU-F_TRANSL_FORBIDDEN': {
    title: '禁止已转换请求',
    explanation: '设备声称其地址已经转换，但其流不允许这样做。',
  },
  'SMMU-C_BAD_SUBSTREAMID': {
    title: 'SubstreamID 没有对应的 CD',
    explanation: 'PASID 超出 CD 表的大小，或没有 CD 表。',
  },
  'SMMU-F_CD_FETCH': { title: '无法读取 CD', explanation: '对上下文描述符（CD）的读以错误应答。' },
  'SMMU-C_BAD_CD': {
    title: 'CD 无效或非法',
    explanation: '上下文描述符（CD）的 V=0，或含有架构禁止的字段组合。',
  },
  'SMMU-F_WALK_EABT': { title: '无法读取页表', explanation: '对页表项的读以错误应答。' },
  'SMMU-F_TRANSLATION': {
    title: '此地址没有转换',
    explanation: '遍历遇到无效表项，或地址超出页表的覆盖范围：该处没有映射。',
  },
  'SMMU-F_ADDR_SIZE': {
    title: '地址过大',
    explanation: '某个表项指向的地址超出所配置的输出地址大小。',
  },
  'SMMU-F_ACCESS': { title: '访问标志为 0', explanation: '表项的 AF=0，以便软件得知首次访问。' },
  'SMMU-F_PERMISSION': { title: '没有权限', explanation: '页面已映射，但不允许此类访问。' },
  'SMMU-F_TLB_CONFLICT': {
    title: '同一地址有两个缓存的转换',
    explanation: '映射被替换，但没有先使旧映射失效；TLB 中两者并存。',
  },
  'SMMU-F_CFG_CONFLICT': {
    title: '同一流有两个缓存的配置',
    explanation: 'STE 或 CD 被替换，但没有先使旧表项失效；缓存中两者并存。',
  },
  'SMMU-E_PAGE_REQUEST': {
    title: '页面请求提示',
    explanation: '提示将需要某个页面；没有任何失败。',
  },
  'SMMU-F_VMS_FETCH': { title: '无法读取虚拟机结构', explanation: '对 VMS 的读以错误应答。' },
  'IOMMU-IDENTITY': {
    title: '恒等：不作转换',
    explanation: 'IOMMU 将每个地址映射到其自身，因此请求原样继续。',
  },
  'IOMMU-NO-TRUSTED': {
    title: '没有用于 T=1 的表',
    explanation: '请求带 T=1，但此 IOMMU 没有可信的表来说明它可以去哪里。',
  },
  'VTD-SECOND': {
    title: '第二级转换',
    explanation: '请求者的上下文（或 PASID）表项指明一个第二级页表；遍历它得到物理地址。',
  },
  'VTD-FIRST': {
    title: '第一级转换',
    explanation: 'PASID 表项指明一个采用 CPU 格式的第一级页表；遍历它得到物理地址。',
  },
  'VTD-NESTED': {
    title: '嵌套转换',
    explanation: '属于客户机的第一级给出一个地址，再由第二级转换；每个第一级页表都经第二级读取。',
  },
  'VTD-PASS-THROUGH': {
    title: 'Pass-through',
    explanation: '上下文表项的 TT=2（或 PASID 表项的 PGTT=4）：地址原样离开。',
  },
  'VTD-TRANSLATED': {
    title: '允许已转换请求',
    explanation: '设备声称地址已经转换，且其上下文表项允许设备 TLB。',
  },
  'VTD-ATS-ANSWER': {
    title: '转换请求得到应答',
    explanation: '设备请求转换结果以存入自己的缓存；应答说明页面的位置以及设备在其中可做什么。',
  },
  'VTD-ROOT': { title: '根表项不存在', explanation: '根表中没有此请求者所在总线的上下文表。' },
  'VTD-CONTEXT': { title: '上下文表项不存在', explanation: '上下文表中没有此请求者的表项。' },
  'VTD-CONTEXT-INVALID': {
    title: '上下文表项无效',
    explanation: '上下文表项的转换类型为保留值，或地址宽度不存在。',
  },
  'VTD-ADDRESS': {
    title: '地址超出客户机地址宽度',
    explanation: '地址超出此请求者的页表所覆盖的范围。',
  },
  'VTD-WRITE': {
    title: '没有写权限',
    explanation: '途经的某个页表项写位未置位；不存在的表项没有该位。',
  },
  'VTD-READ': {
    title: '没有读权限',
    explanation: '途经的某个页表项读位未置位；不存在的表项没有该位。',
  },
  'VTD-BLOCKED': {
    title: '已转换请求或转换请求被阻止',
    explanation: '上下文表项不允许此设备使用地址转换服务（ATS）。',
  },
  'VTD-PASID-DIRECTORY': {
    title: 'PASID 目录项不存在',
    explanation: '此请求者的 PASID 目录中没有该 PASID 的表。',
  },
  'VTD-PASID-ENTRY': { title: 'PASID 表项不存在', explanation: 'PASID 表中没有该 PASID 的表项。' },
  'VTD-PASID-INVALID': {
    title: 'PASID 表项无效',
    explanation: 'PASID 表项的转换类型为保留值，或地址宽度不存在。',
  },
  'VTD-FIRST-LEVEL': {
    title: '第一级表项不存在',
    explanation: '遍历第一级页表时遇到存在位为 0 的表项。',
  },
  'VTD-SECOND-LEVEL': {
    title: '第二级没有映射第一级给出的地址',
    explanation: '第一级给出的地址在第二级中没有映射。',
  },
  'AMDVI-PAGE': {
    title: '主机页表',
    explanation: '请求者的设备表项指明一个主机页表；遍历它得到物理地址。',
  },
  'AMDVI-MODE0': {
    title: 'Mode 0：没有页表',
    explanation: '设备表项的 Mode=0：地址原样离开，只检查读写权限。',
  },
  'AMDVI-V0': {
    title: '表项无效：不经转换通过',
    explanation: '设备表项的 V=0。与其他 IOMMU 不同，这会让请求原样通过。',
  },
  'AMDVI-TV0': {
    title: '没有转换信息',
    explanation: '设备表项的 V=1 但 TV=0：需要页表的请求被中止。',
  },
  'AMDVI-TRANSLATED': {
    title: '允许已转换请求',
    explanation: '设备声称地址已经转换，且其设备表项的 I=1。',
  },
  'AMDVI-ATS-ANSWER': {
    title: '转换请求得到应答',
    explanation: '设备请求转换结果以存入自己的缓存；应答说明页面的位置以及设备在其中可做什么。',
  },
  'AMDVI-ILLEGAL-DTE': {
    title: 'ILLEGAL_DEV_TABLE_ENTRY',
    explanation: '请求者的设备表项含有非法值。',
  },
  'AMDVI-PAGE-FAULT': {
    title: 'IO_PAGE_FAULT',
    explanation: '页表没有映射该地址，或不允许此类访问。',
  },
  'AMDVI-INVALID-REQUEST': {
    title: 'INVALID_DEVICE_REQUEST',
    explanation: '设备使用了地址转换服务（ATS），但其设备表项的 I=0。',
  },
  'TCE-TABLE': { title: 'TCE 表', explanation: '该页的转换控制表项（TCE）给出实页号。' },
  'TCE-BYPASS': {
    title: '旁路窗口',
    explanation:
      '地址位 59 选择不用表而一对一映射内存的窗口。它止于内存末尾，因此对端的 BAR 在窗口之外。',
  },
  'TCE-OUTSIDE': {
    title: '超出 DMA 窗口：PE 被冻结',
    explanation:
      '地址不在该可分区端点（PE）的任何 DMA 窗口中。Enhanced Error Handling 冻结整个 PE。',
  },
  'TCE-EEH': {
    title: 'TCE 不允许：PE 被冻结',
    explanation: '转换控制表项（TCE）为空或缺少权限。Enhanced Error Handling 冻结整个 PE。',
  },
  'TCE-NO-PE': {
    title: '请求者没有 PE：被冻结',
    explanation: '请求者不属于任何可分区端点（PE），或使用了此主桥不认识的特性（ATS、T=1）。',
  },
};

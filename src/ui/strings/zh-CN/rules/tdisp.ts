import type { TDISP_RULES } from '../../../../core/rules/tdisp.ts';
import type { RuleWordsFor } from './types.ts';

export const TDISP: RuleWordsFor<typeof TDISP_RULES> = {
  'TDISP-ISSUE': {
    title: '接口不得发送此请求',
    explanation:
      '处于 CONFIG_UNLOCKED 的 TDI 只发送 T=0，处于 RUN 时只发送 T=1，处于 CONFIG_LOCKED 或 ERROR 时不发送任何内存请求。没有 TDISP 的功能从不置 T。',
  },
  'TDISP-TEE-T0': {
    title: '对可信内存的 T=0 被拒绝',
    explanation:
      '该范围是已锁定接口的可信内存，只接受 T=1 的请求。读得到 Unsupported Request，写无声消失；数据不会移动。',
  },
  'TDISP-STATE': {
    title: 'T=1，但接口不在 RUN',
    explanation: '处于 CONFIG_LOCKED 或 ERROR 的接口，其可信内存拒绝所有请求，无论 T 位如何。',
  },
  'TDISP-UNLOCKED-T1': {
    title: '对未锁定接口的 T=1 被拒绝',
    explanation: '处于 CONFIG_UNLOCKED 的接口或没有 TDISP 的功能只接受 T=0 的请求。',
  },
  'TDISP-NON-TEE-T1': {
    title: '对非可信范围的 T=1 被拒绝',
    explanation: '接口报告将此范围标记为 IS_NON_TEE_MEM：它在任何状态下都接受 T=0，拒绝 T=1。',
  },
  'IDE-MISROUTED': {
    title: '误路由的 IDE TLP',
    explanation:
      '请求是为根端口加密保护的，但交换机将其直接送到了没有该流密钥的设备。它被丢弃，没有完成包。直达的 T=1 流量需要两端都绑定的对等流。',
  },
  'RP-T-NO-STREAM': {
    title: '没有通向目标的安全流',
    explanation:
      '目标位于 Realm 空间，因此根端口必须以 T=1 发送，但没有已锁定且安全的 IDE 流覆盖该设备：在根端口被拒绝。',
  },
  'RP-T-NO-REALM': {
    title: 'T=1 但没有 Realm IOMMU',
    explanation: '请求声称来自可信执行环境，但此根端口之后没有具备 Realm 侧的 IOMMU：被拒绝。',
  },
};

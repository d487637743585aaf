import type { Rule } from './types.ts';

/** TDISP states, the T bit, and IDE streams as they decide about one TLP. */
export const TDISP_RULES = {
  'TDISP-ISSUE': {
    title: 'The interface may not send this request',
    explanation:
      'A TDI in CONFIG_UNLOCKED sends only T=0, in RUN only T=1, and in CONFIG_LOCKED or ERROR no memory requests at all. A function without TDISP never sets T.',
    cites: 'PCIe Base §11.2.1, §11.4.3',
    confidence: 'spec',
  },
  'TDISP-TEE-T0': {
    title: 'T=0 to trusted memory is refused',
    explanation:
      'The range is trusted memory of a locked interface, which accepts only T=1 requests. A read gets Unsupported Request, a write vanishes without a sign; the data never move.',
    cites: 'PCIe Base §11.2.1',
    confidence: 'spec',
  },
  'TDISP-STATE': {
    title: 'T=1, but the interface is not in RUN',
    explanation:
      'Trusted memory of an interface in CONFIG_LOCKED or ERROR refuses every request, whatever its T bit.',
    cites: 'PCIe Base §11.2.1',
    confidence: 'spec',
  },
  'TDISP-UNLOCKED-T1': {
    title: 'T=1 to an unlocked interface is refused',
    explanation:
      'An interface in CONFIG_UNLOCKED, or a function without TDISP, accepts only T=0 requests.',
    cites: 'PCIe Base §11.2.1',
    confidence: 'spec',
  },
  'TDISP-NON-TEE-T1': {
    title: 'T=1 to a range that is not trusted is refused',
    explanation:
      'The interface report marks this range IS_NON_TEE_MEM: it takes T=0 in every state and refuses T=1.',
    cites: 'PCIe Base §11.2.1, §11.3.11',
    confidence: 'assumption',
  },
  'IDE-MISROUTED': {
    title: 'Misrouted IDE TLP',
    explanation:
      'The request was protected for the root port, but a switch delivered it straight to a device that holds no key for that stream. It is dropped without a completion. Direct T=1 traffic needs a peer-to-peer stream bound on both sides.',
    cites: 'PCIe Base §6.33.4, §7.8.4.2',
    confidence: 'spec',
  },
  'RP-T-NO-STREAM': {
    title: 'No secure stream leads to the target',
    explanation:
      'The target is in Realm space, so the root port would have to send T=1, but no locked and secure IDE stream covers that device: refused at the root port.',
    cites: 'Arm RME system architecture, root port rules',
    confidence: 'assumption',
  },
  'RP-T-NO-REALM': {
    title: 'T=1 without a Realm IOMMU',
    explanation:
      'The request claims to come from a trusted execution environment, but no IOMMU with a Realm side stands behind this root port: refused.',
    cites: 'Arm IHI 0070 §3.9.4',
    confidence: 'assumption',
  },
} as const satisfies Record<string, Rule>;

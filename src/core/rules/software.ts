import type { Rule } from './types.ts';

/** What software that owns devices and tables must keep to. Breaking one is not forbidden: it is simulated. */
export const SOFTWARE_RULES = {
  'SW-REALM-TABLE': {
    title: 'Realm traffic is translated by the RMM alone',
    explanation:
      'Requests with T=1 go through the Realm’s own translation table, which only the RMM writes. A stream that uses another actor’s table gives that actor the Realm’s memory.',
    cites: 'RMM A5.3; Arm IHI 0070 §3.9.4',
    confidence: 'spec',
  },
  'SW-NS-TABLE': {
    title: 'T=0 traffic is translated by the hypervisor',
    explanation:
      'Requests with T=0 belong to the Non-secure side, whose tables the host writes. The RMM’s table is not its to use.',
    cites: 'Arm IHI 0070 §3.9.4',
    confidence: 'spec',
  },
  'SW-STALE-MIRROR': {
    title: 'The hypervisor unmaps what it delegates',
    explanation:
      'A page that turned Realm is still mapped for T=0. Such a request ends in a granule protection fault: no event is recorded in any queue.',
    cites: 'Arm DDI 0487 D9; Arm IHI 0070 §3.25',
    confidence: 'spec',
  },
  'SW-RTT-HALF': {
    title: 'The top address bit says shared',
    explanation:
      'The lower half of a Realm’s address space leads to Realm memory, the upper half to Non-secure memory. An entry of the Realm’s table that says otherwise cannot come from an RMM.',
    cites: 'RMM A5.2',
    confidence: 'spec',
  },
  'SW-LOCKED-OWNER': {
    title: 'A locked interface belongs to a Realm',
    explanation:
      'Only the RMM locks and starts an interface, for the Realm that it was given to. This one is locked but no Realm owns it.',
    cites: 'RMM B4 (RMI_VDEV_LOCK)',
    confidence: 'spec',
  },
  'SW-REALM-PEER': {
    title: 'T=1 stays inside one Realm',
    explanation:
      'A Realm’s table maps only what that Realm was given. T=1 to a device of somebody else has no mapping that an RMM would make.',
    cites: 'RMM A5.3, B4 (RMI_RTT_DEV_MAP)',
    confidence: 'spec',
  },
  'SW-GROUP-SPLIT': {
    title: 'An IOMMU group has one owner',
    explanation:
      'Devices of one group reach each other without an IOMMU check, so Linux gives all of them to one guest. Here they belong to different ones.',
    cites: 'Linux drivers/iommu/iommu.c iommu_group_claim_dma_owner()',
    confidence: 'kernel',
  },
  'SW-I1': {
    title: 'I1: guest address, IPA and bus address of a peer BAR are the same',
    explanation:
      'Where no port forces requests to the root complex, the address that the guest’s device sends is what the wires decode. If it differs from the bus address, a write lands elsewhere, without a fault or a log line.',
    cites: 'dri-devel, 2025-07-30 discussion of peer-to-peer DMA',
    confidence: 'assumption',
  },
  'SW-I2': {
    title: 'I2: no guest RAM lies under a bridge window',
    explanation:
      'A window beside the requester claims DMA meant for RAM before any IOMMU sees it: a peer’s BAR is overwritten.',
    cites:
      'dri-devel, 2025-07-30 discussion; Linux drivers/iommu/dma-iommu.c iova_reserve_pci_windows()',
    confidence: 'assumption',
  },
  'SW-I3': {
    title: 'I3: whatever is reached directly belongs to the same guest',
    explanation:
      'A requester reaches a device of another owner without the root complex, so nothing checks the access.',
    cites: 'dri-devel, 2025-07-30 discussion; Linux drivers/iommu/iommu.c pci_device_group()',
    confidence: 'assumption',
  },
  'SW-I4': {
    title: 'I4: the guest’s bridge windows are the host’s',
    explanation:
      'A guest that assigns BARs anew computes windows that the wires do not have, and with them addresses that lead elsewhere.',
    cites: 'dri-devel, 2025-07-30 discussion of peer-to-peer DMA',
    confidence: 'assumption',
  },
} as const satisfies Record<string, Rule>;

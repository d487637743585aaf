import type { Rule } from './types.ts';

const P2PDMA = 'Linux drivers/pci/p2pdma.c';

/** What Linux decides about peer-to-peer DMA. */
export const LINUX_RULES = {
  'P2PDMA-BUS-ADDR': {
    title: 'Same switch, no redirect: bus address',
    explanation:
      'Both functions share an upstream bridge and no port between them redirects, so the client uses the bus address of the BAR and nothing is mapped.',
    cites: `${P2PDMA} calc_map_type_and_dist()`,
    confidence: 'kernel',
  },
  'P2PDMA-REDIRECT': {
    title: 'ACS redirect on the way',
    explanation:
      'A function on the way up to the shared bridge has RR, CR or EC set. Linux takes that as: the request goes to the root complex, so the host bridge must be able to turn it around.',
    cites: `${P2PDMA} pci_bridge_has_acs_redir()`,
    confidence: 'kernel',
  },
  'P2PDMA-NO-COMMON-BRIDGE': {
    title: 'No shared upstream bridge',
    explanation:
      'The two functions meet only in the root complex. ACS bits are not looked at; the processor or the host bridge decides.',
    cites: `${P2PDMA} calc_map_type_and_dist()`,
    confidence: 'kernel',
  },
  'P2PDMA-CPU': {
    title: 'AMD Zen: every host bridge will do',
    explanation:
      'On AMD processors of family 17h and newer Linux trusts every host bridge, also between host bridges and segments.',
    cites: `${P2PDMA} cpu_supports_p2pdma()`,
    confidence: 'kernel',
  },
  'P2PDMA-HOST-BRIDGE': {
    title: 'Host bridge is on the allow-list',
    explanation:
      'The first function of the root bus has a vendor and device ID that Linux knows to forward peer-to-peer requests, so the mapping goes through the host bridge.',
    cites: `${P2PDMA} host_bridge_whitelist()`,
    confidence: 'kernel',
  },
  'P2PDMA-NOT-LISTED': {
    title: 'Host bridge is not on the allow-list',
    explanation:
      'Linux does not know that this host bridge forwards peer-to-peer requests and refuses, whatever the hardware would do.',
    cites: `${P2PDMA} __host_bridge_whitelist()`,
    confidence: 'kernel',
  },
  'P2PDMA-SAME-ONLY': {
    title: 'Listed only for one host bridge',
    explanation:
      'This row of the allow-list holds only when both functions are below the same host bridge, and they are not.',
    cites: `${P2PDMA} __host_bridge_whitelist(), REQ_SAME_HOST_BRIDGE`,
    confidence: 'kernel',
  },
  'P2PDMA-NO-REPRESENTATIVE': {
    title: 'Host bridge has no representative',
    explanation:
      'Linux looks up the first function of the root bus, and only if it is device 00.0 or a root port. Here it is neither, so the host bridge cannot be looked up.',
    cites: `${P2PDMA} pci_host_bridge_dev()`,
    confidence: 'kernel',
  },
  'P2PDMA-HMAT': {
    title: 'HMAT describes the path between the host bridges',
    explanation:
      'A posted change lets the ACPI HMAT vouch for an ordered path from the client’s host bridge to the provider’s.',
    cites: 'posted, developer branch; linux-dma.md §1.8',
    confidence: 'assumption',
  },
  'P2PDMA-CONFIG-OFF': {
    title: 'Kernel without CONFIG_PCI_P2PDMA',
    explanation: 'The kernel was built without peer-to-peer DMA, so every mapping is refused.',
    cites: `${P2PDMA} pci_p2pdma_map_type()`,
    confidence: 'kernel',
  },
  'P2PDMA-NO-PROVIDER': {
    title: 'Provider has no p2pdma state',
    explanation: 'The driver of the function that owns the BAR never offered it for peer-to-peer.',
    cites: `${P2PDMA} pci_p2pdma_map_type()`,
    confidence: 'kernel',
  },
  'P2PDMA-NOT-PCI': {
    title: 'Client is not a PCI function',
    explanation:
      'A software, platform or auxiliary device cannot be a client, even when it sits on a PCI function.',
    cites: `${P2PDMA} pci_p2pdma_map_type()`,
    confidence: 'kernel',
  },
  'P2PDMA-CACHED': {
    title: 'Answer from the cache',
    explanation:
      'The first mapping’s answer is kept with the provider. A later ACS change has no effect until the provider’s driver is bound again.',
    cites: `${P2PDMA} map_types cache`,
    confidence: 'kernel',
  },
  'ACS-ENABLED-QUIRK': {
    title: 'Quirk table decides isolation',
    explanation:
      'Linux knows this device by its ID and takes it as isolated, or as not, whatever its ACS capability says. The P2PDMA decision does not look at this table.',
    cites: 'Linux drivers/pci/quirks.c pci_dev_specific_acs_enabled()',
    confidence: 'kernel',
  },
  'ACS-ENABLED-KIND': {
    title: 'Kind of function decides isolation',
    explanation:
      'Conventional PCI, bridges to it and event collectors never isolate; an endpoint or upstream port with a single function always does.',
    cites: 'Linux drivers/pci/pci.c pci_acs_enabled()',
    confidence: 'kernel',
  },
  'ACS-ENABLED-FLAGS': {
    title: 'ACS control bits decide isolation',
    explanation:
      'SV, RR, CR and UF must be set as far as the capability implements them. Without the capability nothing is isolated; a bit that is not implemented counts as satisfied.',
    cites: 'Linux drivers/pci/pci.c pci_acs_flags_enabled()',
    confidence: 'kernel',
  },
  'GROUP-OWN': {
    title: 'Group of its own',
    explanation:
      'Nothing above lets its requests reach a peer, and no other function shares its requester ID.',
    cites: 'Linux drivers/iommu/iommu.c pci_device_group()',
    confidence: 'kernel',
  },
  'GROUP-ALIAS': {
    title: 'Shared requester ID',
    explanation:
      'Its requests arrive at the IOMMU under the ID of another function or bridge, so they cannot be told apart and share a group.',
    cites: 'Linux drivers/iommu/iommu.c pci_device_group(); drivers/pci/search.c',
    confidence: 'kernel',
  },
  'GROUP-PATH': {
    title: 'A port above does not isolate',
    explanation:
      'Some port between this function and the root complex lacks an ACS bit, so the function joins the group of the highest such bridge.',
    cites: 'Linux drivers/iommu/iommu.c pci_device_group()',
    confidence: 'kernel',
  },
  'GROUP-SLOT': {
    title: 'Functions of one device that do not isolate',
    explanation:
      'Functions of one multi-function device without ACS between them may reach each other inside the device, so they share a group.',
    cites: 'Linux drivers/iommu/iommu.c get_pci_function_alias_group()',
    confidence: 'kernel',
  },
  'GROUP-NO-IOMMU': {
    title: 'No IOMMU driver is active',
    explanation: 'Without an active IOMMU there are no groups.',
    cites: 'linux-dma.md §5.5 (recorded kernels)',
    confidence: 'measured',
  },
  'GROUP-BYPASS': {
    title: 'Host bridge bypasses the IOMMU',
    explanation: 'Functions below this host bridge do not pass the IOMMU, so they have no group.',
    cites: 'linux-dma.md §5.5 (recorded kernels)',
    confidence: 'measured',
  },
  'GROUP-IOMMU-ITSELF': {
    title: 'The IOMMU itself',
    explanation: 'The PCI function of the AMD IOMMU is not translated by it and has no group.',
    cites: 'linux-dma.md §5.5 (recorded kernels)',
    confidence: 'measured',
  },
  'GROUP-STREAM-TAKEN': {
    title: 'Stream already taken',
    explanation:
      'SMMUv3 refuses a function one of whose requester IDs an earlier function holds. It gets no group and no translation.',
    cites: 'linux-dma.md §5.5 (recorded kernels)',
    confidence: 'measured',
  },
  'ACS-BOOT-FIRMWARE': {
    title: 'Firmware’s ACS bits',
    explanation: 'The control word that firmware left is where Linux starts.',
    cites: 'Linux drivers/pci/pci.c pci_enable_acs()',
    confidence: 'kernel',
  },
  'ACS-BOOT-ENABLE': {
    title: 'Linux turns ACS on',
    explanation:
      'With an IOMMU driver active (on arm64 device-tree machines also without) Linux sets SV, RR, CR and UF as far as the capability lists them.',
    cites: 'Linux drivers/pci/pci.c pci_std_enable_acs()',
    confidence: 'kernel',
  },
  'ACS-BOOT-NO-ATS': {
    title: 'No ATS: translated requests are blocked',
    explanation:
      'With pci=noats, or for an external or untrusted port, Linux also sets TB where it exists.',
    cites: 'Linux drivers/pci/pci.c pci_std_enable_acs()',
    confidence: 'kernel',
  },
  'ACS-BOOT-DISABLE-REDIR': {
    title: 'disable_acs_redir',
    explanation:
      'RR, CR and EC are cleared. From 6.12 on the other bits go back to what firmware left, so SV and UF that Linux had set are lost too.',
    cites: 'Linux drivers/pci/pci.c pci_disable_acs_redir() (6.1), __pci_config_acs()',
    confidence: 'kernel',
  },
  'ACS-BOOT-CONFIG': {
    title: 'config_acs',
    explanation:
      'Bits given as 0 or 1 are set so; bits given as x take the value that firmware left, not what Linux would have set.',
    cites: 'Linux drivers/pci/pci.c __pci_config_acs()',
    confidence: 'kernel',
  },
} as const satisfies Record<string, Rule>;

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
  'DMA-NO-MMIO': {
    title: 'Kernel cannot map MMIO',
    explanation:
      'DMA_ATTR_MMIO appeared in 6.18. Before, only the map type is known; there is no mapping of a BAR to speak of.',
    cites: 'Linux kernel/dma/mapping.c dma_map_phys()',
    confidence: 'kernel',
  },
  'DMA-NO-MASK': {
    title: 'Client has no DMA mask',
    explanation:
      'The driver never said which addresses its device can use, so the mapping fails with a warning.',
    cites: 'Linux kernel/dma/mapping.c dma_map_phys()',
    confidence: 'kernel',
  },
  'DMA-NOT-COHERENT': {
    title: 'Coherent DMA required',
    explanation: 'The caller asks for coherent DMA and the client is not coherent.',
    cites: 'Linux kernel/dma/mapping.c dma_map_phys()',
    confidence: 'assumption',
  },
  'DMA-CC-NOT-DIRECT': {
    title: 'Shared MMIO needs dma-direct',
    explanation: 'DMA_ATTR_CC_SHARED is refused for every client that is not served by dma-direct.',
    cites: 'Linux kernel/dma/mapping.c dma_map_phys() (7.1; later unverified)',
    confidence: 'assumption',
  },
  'DMA-DIRECT-PHYS': {
    title: 'dma-direct: the CPU physical address',
    explanation:
      'There is no page table: the device is given the CPU physical address of the BAR unchanged. Range maps, bus offsets and the shared bit are not applied.',
    cites: 'Linux kernel/dma/direct.h dma_direct_map_phys() (up to 7.2)',
    confidence: 'kernel',
  },
  'DMA-DIRECT-TRANSLATED': {
    title: 'dma-direct: through the range map',
    explanation:
      'There is no page table: the device is given the physical address as the range map and the sharing of the range translate it.',
    cites: 'Linux kernel/dma/direct.c dma_direct_map_phys() (7.3, inferred)',
    confidence: 'assumption',
  },
  'DMA-DIRECT-BOUNCE': {
    title: 'MMIO cannot bounce',
    explanation:
      'Bounce buffers are forced, and MMIO cannot be copied through one, so the mapping fails.',
    cites: 'Linux kernel/dma/direct.h dma_direct_map_phys()',
    confidence: 'kernel',
  },
  'DMA-DIRECT-CC-SHARED': {
    title: 'Shared attribute without forced bounce',
    explanation: '7.1 and 7.2 accept DMA_ATTR_CC_SHARED only where bounce is forced.',
    cites: 'Linux kernel/dma/direct.h dma_direct_map_phys() (7.1)',
    confidence: 'kernel',
  },
  'DMA-DIRECT-RANGE-MAP': {
    title: 'BAR outside the DMA range map',
    explanation:
      'From 7.3 on MMIO obeys the range map. Maps describe RAM, so a BAR outside every entry cannot be mapped.',
    cites: 'linux-dma.md §2.2 known defect 2',
    confidence: 'assumption',
  },
  'DMA-DIRECT-MASK': {
    title: 'Address beyond the DMA mask',
    explanation:
      'The last byte lies above what the device said it can reach; the kernel warns once and the mapping fails.',
    cites: 'Linux include/linux/dma-direct.h dma_capable()',
    confidence: 'kernel',
  },
  'DMA-DIRECT-NOT-SHARED': {
    title: 'Realm device needs shared memory',
    explanation:
      'In a Realm every device must use shared addresses, and this range was not said to be shared.',
    cites: 'linux-dma.md §7.2 (7.3)',
    confidence: 'assumption',
  },
  'DMA-IOMMU-MMIO': {
    title: 'iommu-dma: an IOVA to the BAR',
    explanation:
      'The device is given an IOVA; its page-table entry points to the BAR as Device memory (IOMMU_MMIO), readable or writable by direction.',
    cites: 'Linux drivers/iommu/dma-iommu.c iommu_dma_map_phys()',
    confidence: 'kernel',
  },
  'DMA-IOMMU-NO-IOVA': {
    title: 'No IOVA left',
    explanation: 'There is no free range of IOVAs below the limit of mask, bus and aperture.',
    cites: 'Linux drivers/iommu/dma-iommu.c',
    confidence: 'kernel',
  },
  'DMA-ARCH-NO-OP': {
    title: 'Arch ops cannot map MMIO',
    explanation: 'The architecture’s dma_ops have no function for MMIO, so the mapping fails.',
    cites: 'Linux kernel/dma/mapping.c dma_map_phys() (6.18)',
    confidence: 'kernel',
  },
  'DMA-TCE-MMIO': {
    title: 'TCE: an entry to the BAR',
    explanation:
      'POWER’s generic ops allocate a TCE without testing the attribute; a TCE has no memory type. Untested upstream.',
    cites: 'linux-dma.md §8',
    confidence: 'assumption',
  },
  'DMA-TCE-FULL': {
    title: 'TCE table missing or full',
    explanation: 'No TCE is free below the mask, so the mapping fails.',
    cites: 'linux-dma.md §8',
    confidence: 'assumption',
  },
  'DMABUF-NO-PROVIDER': {
    title: 'No attachment or provider',
    explanation:
      'The call needs an attachment and a provider record; without them it warns and fails.',
    cites: 'Linux drivers/dma-buf/dma-buf-mapping.c',
    confidence: 'kernel',
  },
  'DMABUF-MAP-TYPE': {
    title: 'Map type asked',
    explanation:
      'The importer’s device and the provider decide between bus address, host bridge and refusal.',
    cites: 'Linux drivers/dma-buf/dma-buf-mapping.c dma_buf_phys_vec_to_sgt()',
    confidence: 'kernel',
  },
  'DMABUF-BUS-ADDR': {
    title: 'Bus address: physical address plus bus offset',
    explanation:
      'The DMA API is not called at all: no mask check, no bounce, no confidential-computing check.',
    cites: 'Linux drivers/dma-buf/dma-buf-mapping.c',
    confidence: 'kernel',
  },
  'DMABUF-NOT-SUPPORTED': {
    title: 'Map refused',
    explanation: 'The map type is not supported, so the map fails. Attaching did not test it.',
    cites: 'Linux drivers/dma-buf/dma-buf-mapping.c',
    confidence: 'kernel',
  },
  'DMABUF-IOVA': {
    title: 'One IOVA for the whole buffer',
    explanation:
      'On an iommu-dma client the kernel first tries one contiguous IOVA; when there is none, each range is mapped on its own.',
    cites: 'Linux drivers/dma-buf/dma-buf-mapping.c dma_iova_try_alloc()',
    confidence: 'kernel',
  },
  'DMABUF-SAME-IOVA': {
    title: 'Second range at the same IOVA',
    explanation:
      'Every range is linked at offset 0 of the IOVA, so the second one meets the first one’s entry and the whole map fails.',
    cites: 'linux-dma.md §2.4 observed defects',
    confidence: 'assumption',
  },
  'DMABUF-32BIT-LENGTH': {
    title: 'Length kept in 32 bits',
    explanation:
      'The length of the one IOVA is added up in a 32-bit variable, so a buffer of 4 GiB or more seems to be smaller by a multiple of 4 GiB. The importer sees only what the table claims.',
    cites:
      'Linux drivers/dma-buf/dma-buf-mapping.c dma_buf_phys_vec_to_sgt(), trees through 2026-07',
    confidence: 'assumption',
  },
  'DMABUF-SYNC': {
    title: 'IOTLB made ready',
    explanation: 'One dma_iova_sync() after the last range.',
    cites: 'Linux drivers/dma-buf/dma-buf-mapping.c',
    confidence: 'kernel',
  },
  'DMA-TO-PHYS-ALIAS': {
    title: 'dma_to_phys() loses the shared alias',
    explanation:
      'The top address bit of a shared alias is stripped on the way back, so whoever asks for the physical address of a shared mapping gets the private one.',
    cites: 'Linux include/linux/dma-direct.h dma_to_phys(); linux-dma.md §2.2 known defect 3',
    confidence: 'kernel',
  },
  'DMA-RANGE-WINDOW': {
    title: 'Inbound window of the root complex',
    explanation:
      'The root complex adds an offset to addresses that come in, window by window; dev->dma_range_map says the same to Linux. An address outside every window is taken by nobody.',
    cites: 'Linux include/linux/dma-direct.h translate_phys_to_dma(); firmware dma-ranges',
    confidence: 'kernel',
  },
  'VFIO-EXPORTED': {
    title: 'Exported as dma-buf',
    explanation: 'vfio-pci made a file descriptor for these ranges of the BAR.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-NOT-BUILT': {
    title: 'No vfio dma-buf in this kernel',
    explanation:
      'The feature came with 6.19 and needs PCI_P2PDMA; without it the call is not known.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-NO-HOOK': {
    title: 'Driver has no get_dmabuf_phys hook',
    explanation: 'The variant driver does not say where its BARs are, so it cannot export them.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-BAD-CALL': {
    title: 'Feature called wrongly',
    explanation: 'SET is not supported, GET or PROBE must be asked, and the header must fit.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-COPY': {
    title: 'Copy from user space failed',
    explanation: 'The header or the array of ranges could not be read.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-MEMORY': {
    title: 'Out of memory',
    explanation: 'An allocation failed.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-FD': {
    title: 'No file descriptor left',
    explanation: 'The process has no file descriptor left.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-NO-RANGES': {
    title: 'No ranges, or flags set',
    explanation: 'At least one range is needed and flags must be 0.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-REGION': {
    title: 'Not a BAR',
    explanation: 'Only BARs 0 to 5 can be exported.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-RANGE-SHAPE': {
    title: 'Range not page aligned or empty',
    explanation:
      'Offset and length must be multiples of the page size, length must not be 0, and the sum must fit.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-NOT-MEMORY': {
    title: 'BAR is not memory',
    explanation: 'I/O BARs cannot be exported.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-RANGE-OVERFLOW': {
    title: 'Address arithmetic overflows',
    explanation: 'The physical address of a range does not fit into 64 bits.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-RANGE-END': {
    title: 'Range ends beyond the BAR',
    explanation: 'A range reaches past the end of the BAR.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-UNREGISTERED': {
    title: 'Device is going away',
    explanation: 'The registration of the device was already dropped.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-ATTACH-P2P': {
    title: 'Importer does not allow peer to peer',
    explanation:
      'The exporter has no pages, so an importer that did not say peer2peer cannot attach.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-ATTACH-REVOCABLE': {
    title: 'Importer cannot be revoked',
    explanation: 'From 7.1 on an importer needs a real invalidate callback.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-ATTACHED': {
    title: 'Attached',
    explanation:
      'Attaching does not ask for the map type: an impossible topology is refused when mapping.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-PIN': {
    title: 'Pin',
    explanation:
      '6.19 has no pin hook, 7.0 refuses pin, from 7.1 on the revocable rule replaces it.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-MAPPED': {
    title: 'Mapped',
    explanation: 'The importer holds DMA addresses of the buffer.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-MAP-FAILED': {
    title: 'Map failed',
    explanation: 'The whole map failed and everything was taken back.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-REVOKED': {
    title: 'Revoked',
    explanation: 'The BAR is not accessible now: nothing can attach or map.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-INVALIDATE': {
    title: 'Importer told to invalidate',
    explanation: 'Every importer is called back and must stop using the buffer.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-DRAIN': {
    title: 'Waiting for mappings to go',
    explanation:
      'From 7.1 on the reset waits for fences and for every mapping; an importer that never unmaps blocks it.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-RESTORED': {
    title: 'Restored',
    explanation: 'Memory decode is on again, importers are called back and may map again.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'VFIO-ORPHAN': {
    title: 'Closed for good',
    explanation: 'After the device was closed the file descriptor stays, permanently revoked.',
    cites: 'Linux drivers/vfio/pci/vfio_pci_dmabuf.c',
    confidence: 'kernel',
  },
  'IOMMUFD-ONE-RANGE': {
    title: 'iommufd takes one range',
    explanation: 'A buffer of more than one range is refused.',
    cites: 'Linux drivers/iommu/iommufd/pages.c',
    confidence: 'kernel',
  },
  'IOMMUFD-DEAD': {
    title: 'iommufd mapping is dead',
    explanation:
      'After a revoke the object has length 0 for good: later attaches succeed and map nothing.',
    cites: 'Linux drivers/iommu/iommufd/pages.c',
    confidence: 'kernel',
  },
  'IOMMUFD-MMIO': {
    title: 'iommufd maps the BAR',
    explanation:
      'The physical range goes into the page table as MMIO. No map type, allow-list or ACS test is made.',
    cites: 'Linux drivers/iommu/iommufd/pages.c',
    confidence: 'kernel',
  },
  'TYPE1-CACHE': {
    title: 'type1 maps the BAR as cacheable',
    explanation:
      'The legacy driver maps a BAR found by user address, always with IOMMU_CACHE, without revoke and without a P2PDMA test.',
    cites: 'Linux drivers/vfio/vfio_iommu_type1.c',
    confidence: 'kernel',
  },
  'CC-INTENDED': {
    title: 'Shared or private MMIO against T',
    explanation:
      'The provider records shared or private MMIO; the client has T=0 or T=1; they are judged when mapping.',
    cites: 'linux-dma.md §7.5 (discussion of 2025-07-30)',
    confidence: 'assumption',
  },
  'CC-PRIVATE-T0': {
    title: 'Private MMIO, client T=0: refused',
    explanation:
      'A request without the T bit must not reach private MMIO; the locked exporter could go to ERROR.',
    cites: 'linux-dma.md §7.5',
    confidence: 'assumption',
  },
  'CC-BUS-ADDR': {
    title: 'Bus address with a private side: refused',
    explanation: 'Linux does not say what happens; this program refuses.',
    cites: 'linux-dma.md §7.5 (policy of this program)',
    confidence: 'assumption',
  },
  'DMABUF-PROPOSED-ATTACH': {
    title: 'Refuse when attaching (proposed)',
    explanation:
      'The merged code finds out when mapping. The list discussion proposed to let the attach fail where the mask or the topology already says no.',
    cites: 'dri-devel, 2025-07-30; linux-dma.md §3.3',
    confidence: 'assumption',
  },
  'DMA-IOMMU-SG': {
    title: 'Scatterlist through iommu-dma: not marked as MMIO',
    explanation:
      'A scatterlist with peer pages is mapped without DMA_ATTR_MMIO: the entry is Normal memory, write-back where the client is coherent, so adjacent writes may be merged on their way.',
    cites: 'Linux drivers/iommu/dma-iommu.c iommu_dma_map_sg()',
    confidence: 'kernel',
  },
} as const satisfies Record<string, Rule>;

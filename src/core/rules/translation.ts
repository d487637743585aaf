import type { Rule } from './types.ts';

const IHI = 'Arm IHI 0070';

/** Translation by an IOMMU, physical address spaces and TDISP. */
export const TRANSLATION_RULES = {
  'SMMU-S2': {
    title: 'Stage 2 translation',
    explanation:
      'The stream table entry of this requester names a stage-2 table; the walk of that table gives the physical address.',
    cites: `${IHI} §3.3, §5.2`,
    confidence: 'spec',
  },
  'SMMU-S1': {
    title: 'Stage 1 translation',
    explanation:
      'The stream table entry leads to a context descriptor, and that to a stage-1 table; its leaf gives the physical address.',
    cites: `${IHI} §3.3, §5.4`,
    confidence: 'spec',
  },
  'SMMU-NESTED': {
    title: 'Both stages',
    explanation:
      'Stage 1, which the guest owns, gives an IPA; stage 2, which the hypervisor owns, turns it into the physical address. Every stage-1 table is itself read through stage 2.',
    cites: `${IHI} §3.3, §5.2`,
    confidence: 'spec',
  },
  'SMMU-BYPASS': {
    title: 'Stream bypasses translation',
    explanation:
      'The stream table entry says bypass (or skips stage 1), so the address leaves as it came.',
    cites: `${IHI} §5.2 (Config, S1DSS)`,
    confidence: 'spec',
  },
  'SMMU-OFF': {
    title: 'SMMU not enabled',
    explanation: 'CR0.SMMUEN is 0 and GBPA does not abort, so nothing is translated or checked.',
    cites: `${IHI} §6.3 (CR0, GBPA)`,
    confidence: 'spec',
  },
  'SMMU-ATS-UNCHECKED': {
    title: 'Translated request believed',
    explanation:
      'The device says that the address is translated already (AT=10) and CR0.ATSCHK is 0, so it leaves unchanged and not even the stream table is read.',
    cites: `${IHI} §3.9.1`,
    confidence: 'spec',
  },
  'SMMU-ATS-CHECKED': {
    title: 'Translated request checked',
    explanation:
      'The device says that the address is translated already (AT=10); CR0.ATSCHK is 1 and the stream table entry allows ATS.',
    cites: `${IHI} §3.9.1`,
    confidence: 'spec',
  },
  'SMMU-ATS-ANSWER': {
    title: 'Translation request answered',
    explanation:
      'The device asks for a translation to keep in its own cache; the answer says where the page is and what it may do there.',
    cites: `${IHI} §3.9.1.2`,
    confidence: 'spec',
  },
  'SMMU-GBPA-ABORT': {
    title: 'SMMU off, everything aborts',
    explanation:
      'CR0.SMMUEN is 0 and GBPA.ABORT is 1: the transaction is aborted without an event.',
    cites: `${IHI} §6.3 (GBPA)`,
    confidence: 'spec',
  },
  'SMMU-STE-ABORT': {
    title: 'Stream set to abort',
    explanation:
      'The stream table entry has Config=0xx: every transaction of this stream is aborted and no event is recorded.',
    cites: `${IHI} §5.2 (Config)`,
    confidence: 'spec',
  },
  'SMMU-GPF': {
    title: 'Granule protection fault',
    explanation:
      'The translated address lies in a granule of another physical address space. The access is aborted; no event queue learns of it, only SMMU_ROOT_GPF_FAR.',
    cites: `${IHI} §3.25; Arm DDI 0487 D9`,
    confidence: 'spec',
  },
  'SMMU-F_UUT': {
    title: 'Unsupported upstream transaction',
    explanation: 'The transaction is of a kind that the SMMU does not handle.',
    cites: `${IHI} §7.3`,
    confidence: 'spec',
  },
  'SMMU-C_BAD_STREAMID': {
    title: 'StreamID outside the stream table',
    explanation:
      'The stream table does not reach as far as this StreamID, so the requester has no entry. The event is recorded only where CR2.RECINVSID is 1.',
    cites: `${IHI} §3.3.1, §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_STE_FETCH': {
    title: 'Stream table entry could not be read',
    explanation: 'The read of the stream table was answered with an error.',
    cites: `${IHI} §7.3`,
    confidence: 'spec',
  },
  'SMMU-C_BAD_STE': {
    title: 'Stream table entry not valid or illegal',
    explanation:
      'The entry of this StreamID has V=0 or a combination of fields that the architecture forbids.',
    cites: `${IHI} §5.2, §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_BAD_ATS_TREQ': {
    title: 'Translation request not allowed',
    explanation: 'The device asks for translations, but ATS is not enabled for its stream.',
    cites: `${IHI} §3.9.1.2, §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_STREAM_DISABLED': {
    title: 'Substream rule forbids this',
    explanation:
      'The stream has substreams and its S1DSS field forbids transactions without one (or with number 0).',
    cites: `${IHI} §5.2 (S1DSS), §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_TRANSL_FORBIDDEN': {
    title: 'Translated request forbidden',
    explanation:
      'The device says that its address is translated already, but its stream may not do that.',
    cites: `${IHI} §3.9.1.3, §7.3`,
    confidence: 'spec',
  },
  'SMMU-C_BAD_SUBSTREAMID': {
    title: 'SubstreamID without a context descriptor',
    explanation: 'The PASID is larger than the table of context descriptors, or there is no table.',
    cites: `${IHI} §3.3.2, §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_CD_FETCH': {
    title: 'Context descriptor could not be read',
    explanation: 'The read of the context descriptor was answered with an error.',
    cites: `${IHI} §7.3`,
    confidence: 'spec',
  },
  'SMMU-C_BAD_CD': {
    title: 'Context descriptor not valid or illegal',
    explanation:
      'The context descriptor has V=0 or a combination of fields that the architecture forbids.',
    cites: `${IHI} §5.4, §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_WALK_EABT': {
    title: 'Translation table could not be read',
    explanation: 'The read of a translation table entry was answered with an error.',
    cites: `${IHI} §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_TRANSLATION': {
    title: 'No translation for this address',
    explanation:
      'The walk met an invalid entry, or the address is larger than the table covers: nothing is mapped there.',
    cites: `${IHI} §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_ADDR_SIZE': {
    title: 'Address too large',
    explanation: 'An entry points above the output address size that is configured.',
    cites: `${IHI} §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_ACCESS': {
    title: 'Access flag clear',
    explanation: 'The entry has AF=0, so that software learns of the first access.',
    cites: `${IHI} §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_PERMISSION': {
    title: 'Not permitted',
    explanation: 'The page is mapped, but not for this kind of access.',
    cites: `${IHI} §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_TLB_CONFLICT': {
    title: 'Two cached translations for one address',
    explanation:
      'A mapping was replaced without invalidating the old one first; the TLB holds both.',
    cites: `${IHI} §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_CFG_CONFLICT': {
    title: 'Two cached configurations for one stream',
    explanation:
      'A stream or context entry was replaced without invalidating the old one first; the cache holds both.',
    cites: `${IHI} §7.3`,
    confidence: 'spec',
  },
  'SMMU-E_PAGE_REQUEST': {
    title: 'Page request hint',
    explanation: 'A hint that a page will be needed; nothing failed.',
    cites: `${IHI} §7.3`,
    confidence: 'spec',
  },
  'SMMU-F_VMS_FETCH': {
    title: 'Virtual machine structure could not be read',
    explanation: 'The read of the VMS was answered with an error.',
    cites: `${IHI} §7.3`,
    confidence: 'spec',
  },
  'IOMMU-IDENTITY': {
    title: 'Identity: nothing is translated',
    explanation: 'The IOMMU maps every address to itself, so the request goes on as it came.',
    cites: 'smmu-cca.md §8.4',
    confidence: 'assumption',
  },
  'IOMMU-NO-TRUSTED': {
    title: 'No tables for T=1',
    explanation:
      'The request carries T=1, but this IOMMU has no trusted tables that would say where it may go.',
    cites: 'smmu-cca.md §8',
    confidence: 'assumption',
  },
  'VTD-SECOND': {
    title: 'Second-level translation',
    explanation:
      'The context (or PASID) entry of the requester names a second-level table; its walk gives the physical address.',
    cites: 'Intel VT-d §3.7, §9.8',
    confidence: 'spec',
  },
  'VTD-FIRST': {
    title: 'First-level translation',
    explanation:
      'The PASID entry names a first-level table, in the format of the CPU; its walk gives the physical address.',
    cites: 'Intel VT-d §3.6, §9.7',
    confidence: 'assumption',
  },
  'VTD-NESTED': {
    title: 'Nested translation',
    explanation:
      'The first level, which the guest owns, gives an address that the second level translates; every first-level table is read through the second level.',
    cites: 'Intel VT-d §3.8',
    confidence: 'assumption',
  },
  'VTD-PASS-THROUGH': {
    title: 'Pass-through',
    explanation:
      'The context entry has TT=2 (or the PASID entry PGTT=4): the address leaves as it came.',
    cites: 'Intel VT-d §9.3, §9.6',
    confidence: 'spec',
  },
  'VTD-TRANSLATED': {
    title: 'Translated request allowed',
    explanation:
      'The device says that the address is translated already, and its context entry allows device TLBs.',
    cites: 'Intel VT-d §4.2',
    confidence: 'spec',
  },
  'VTD-ATS-ANSWER': {
    title: 'Translation request answered',
    explanation:
      'The device asks for a translation to keep in its own cache; the answer says where the page is and what it may do there.',
    cites: 'Intel VT-d §4.1',
    confidence: 'spec',
  },
  'VTD-ROOT': {
    title: 'Root entry not present',
    explanation: 'The root table has no context table for the bus of this requester.',
    cites: 'Linux drivers/iommu/intel/dmar.c (reasons 01h, 39h)',
    confidence: 'kernel',
  },
  'VTD-CONTEXT': {
    title: 'Context entry not present',
    explanation: 'The context table has no entry for this requester.',
    cites: 'Linux drivers/iommu/intel/dmar.c (reasons 02h, 41h)',
    confidence: 'kernel',
  },
  'VTD-CONTEXT-INVALID': {
    title: 'Context entry invalid',
    explanation:
      'The context entry has a reserved translation type or an address width that does not exist.',
    cites: 'Linux drivers/iommu/intel/dmar.c (reasons 03h, 43h)',
    confidence: 'kernel',
  },
  'VTD-ADDRESS': {
    title: 'Address above the guest address width',
    explanation: 'The address is larger than the tables of this requester cover.',
    cites: 'Linux drivers/iommu/intel/dmar.c (reasons 04h, 84h)',
    confidence: 'kernel',
  },
  'VTD-WRITE': {
    title: 'No write permission',
    explanation:
      'A page-table entry on the way does not have its write bit set; an entry that is not there has none.',
    cites: 'Linux drivers/iommu/intel/dmar.c (reasons 05h, 85h)',
    confidence: 'kernel',
  },
  'VTD-READ': {
    title: 'No read permission',
    explanation:
      'A page-table entry on the way does not have its read bit set; an entry that is not there has none.',
    cites: 'Linux drivers/iommu/intel/dmar.c (reasons 06h, 86h)',
    confidence: 'kernel',
  },
  'VTD-BLOCKED': {
    title: 'Translated or translation request blocked',
    explanation:
      'The context entry does not allow this device to use address translation services.',
    cites: 'Linux drivers/iommu/intel/dmar.c (reasons 0Dh, 44h)',
    confidence: 'kernel',
  },
  'VTD-PASID-DIRECTORY': {
    title: 'PASID directory entry not present',
    explanation: 'The PASID directory of this requester has no table for the PASID.',
    cites: 'Linux drivers/iommu/intel/dmar.c (reason 51h)',
    confidence: 'assumption',
  },
  'VTD-PASID-ENTRY': {
    title: 'PASID entry not present',
    explanation: 'The PASID table has no entry for the PASID.',
    cites: 'Linux drivers/iommu/intel/dmar.c (reason 59h)',
    confidence: 'assumption',
  },
  'VTD-PASID-INVALID': {
    title: 'PASID entry invalid',
    explanation:
      'The PASID entry has a reserved translation type or an address width that does not exist.',
    cites: 'Linux drivers/iommu/intel/dmar.c (reason 5Bh)',
    confidence: 'assumption',
  },
  'VTD-FIRST-LEVEL': {
    title: 'First-level entry not present',
    explanation: 'The walk of the first-level table met an entry whose present bit is clear.',
    cites: 'Linux drivers/iommu/intel/dmar.c (reason 71h)',
    confidence: 'assumption',
  },
  'VTD-SECOND-LEVEL': {
    title: 'Second level does not map what the first gave',
    explanation: 'The first level gave an address that the second level does not map.',
    cites: 'Linux drivers/iommu/intel/dmar.c (reason 79h)',
    confidence: 'assumption',
  },
  'AMDVI-PAGE': {
    title: 'Host page table',
    explanation:
      'The device table entry of the requester names a host page table; its walk gives the physical address.',
    cites: 'AMD 48882 (host page tables)',
    confidence: 'spec',
  },
  'AMDVI-MODE0': {
    title: 'Mode 0: no tables',
    explanation:
      'The device table entry has Mode=0: the address leaves as it came, only read and write permission are checked.',
    cites: 'AMD 48882 (device table entry)',
    confidence: 'spec',
  },
  'AMDVI-V0': {
    title: 'Entry not valid: passes untranslated',
    explanation:
      'The device table entry has V=0. Unlike on other IOMMUs this lets the request through as it came.',
    cites: 'AMD 48882 (device table entry)',
    confidence: 'spec',
  },
  'AMDVI-TV0': {
    title: 'No translation information',
    explanation:
      'The device table entry has V=1 but TV=0: a request that needs a page table is aborted.',
    cites: 'AMD 48882 (device table entry)',
    confidence: 'assumption',
  },
  'AMDVI-TRANSLATED': {
    title: 'Translated request allowed',
    explanation:
      'The device says that the address is translated already, and its device table entry has I=1.',
    cites: 'AMD 48882 (IOTLB)',
    confidence: 'spec',
  },
  'AMDVI-ATS-ANSWER': {
    title: 'Translation request answered',
    explanation:
      'The device asks for a translation to keep in its own cache; the answer says where the page is and what it may do there.',
    cites: 'AMD 48882 (IOTLB)',
    confidence: 'spec',
  },
  'AMDVI-ILLEGAL-DTE': {
    title: 'ILLEGAL_DEV_TABLE_ENTRY',
    explanation: 'The device table entry of the requester has an illegal value.',
    cites: 'AMD 48882 (event 1)',
    confidence: 'spec',
  },
  'AMDVI-PAGE-FAULT': {
    title: 'IO_PAGE_FAULT',
    explanation: 'The page table does not map the address, or not for this kind of access.',
    cites: 'AMD 48882 (event 2)',
    confidence: 'spec',
  },
  'AMDVI-INVALID-REQUEST': {
    title: 'INVALID_DEVICE_REQUEST',
    explanation:
      'The device used address translation services, but its device table entry has I=0.',
    cites: 'AMD 48882 (event 8)',
    confidence: 'spec',
  },
  'TCE-TABLE': {
    title: 'TCE table',
    explanation: 'The translation control entry of the page gives the real page number.',
    cites: 'Linux arch/powerpc/platforms/powernv/pci-ioda-tce.c',
    confidence: 'kernel',
  },
  'TCE-BYPASS': {
    title: 'Bypass window',
    explanation:
      'Address bit 59 selects the window that maps memory one to one without a table. It ends with memory, so BARs of peers lie outside.',
    cites: 'Linux arch/powerpc/platforms/powernv/pci-ioda.c',
    confidence: 'kernel',
  },
  'TCE-OUTSIDE': {
    title: 'Outside the DMA window: PE frozen',
    explanation:
      'The address lies in no DMA window of the partitionable endpoint. Enhanced Error Handling freezes the whole PE.',
    cites: 'Linux arch/powerpc/platforms/powernv/pci-ioda.c; kernel/eeh.c',
    confidence: 'kernel',
  },
  'TCE-EEH': {
    title: 'TCE does not permit this: PE frozen',
    explanation:
      'The translation control entry is empty or lacks the permission. Enhanced Error Handling freezes the whole PE.',
    cites: 'Linux arch/powerpc/kernel/eeh.c',
    confidence: 'kernel',
  },
  'TCE-NO-PE': {
    title: 'Requester without a PE: frozen',
    explanation:
      'The requester belongs to no partitionable endpoint, or uses what this host bridge does not know (ATS, T=1).',
    cites: 'Linux arch/powerpc/platforms/powernv/pci-ioda.c',
    confidence: 'assumption',
  },
} as const satisfies Record<string, Rule>;

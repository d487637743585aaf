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
} as const satisfies Record<string, Rule>;

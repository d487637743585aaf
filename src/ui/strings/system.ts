/** Words about the system that Linux runs on. */
export const systemStrings = {
  commandLine: 'Command line',
  refused: (reason: string) => `Not taken over, the kernel would refuse config_acs: ${reason}`,
  assumed: 'Assumed, change it above',
  unknown: (value: string) => `${value}, not modelled`,
  listedAs: 'Host bridge ID',
  listMeaning: 'Linux looks it up in its P2PDMA list where the processor alone does not decide.',
  listed: (id: string, name: string, since: string | null) =>
    since === null ? `${id} ${name}` : `${id} ${name}, since ${since}`,
  unlisted: (id: string) => `${id}, not listed`,
  idUnknown: 'not known, taken as not listed',
  bypass: 'Bypasses the IOMMU',
} as const;

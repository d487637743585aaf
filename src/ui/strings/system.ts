/** Words about the system that Linux runs on. */
export const systemStrings = {
  commandLine: 'Command line',
  refused: (reason: string) => `Not taken over, the kernel would refuse config_acs: ${reason}`,
  assumed: 'Assumed, change it above',
  unknown: (value: string) => `${value}, not modelled`,
  bypass: 'Bypasses the IOMMU',
} as const;

/** Words about editing the tables of an IOMMU. */
export const tableStrings = {
  edit: 'Edit',
  write: 'Write',
  cancel: 'Cancel',
  restore: 'As built',
  byHand: 'Written by hand',
  legal: 'Legal.',
  event: (event: string) => `gives ${event}`,
  unread: (text: string) => `${text} is no number: write 0x1f, 4096 or 64K.`,
} as const;

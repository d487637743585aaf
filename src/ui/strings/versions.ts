/** What the versions of a document say. */
export const strings = {
  title: 'Versions of this document',
  name: 'Name of this version',
  keep: 'Keep this version',
  empty:
    'No earlier version yet. One is kept every minute while you edit, and each that you name stays.',
  unnamed: 'Kept by itself',
  open: (when: string) => `Go back to the version of ${when}`,
  devices: (count: number) => (count === 1 ? '1 component' : `${count} components`),
};

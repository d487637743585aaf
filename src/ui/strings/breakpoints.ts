/** What the breakpoints say. */
export const strings = {
  title: 'Breakpoints',
  none: 'Playing stops nowhere yet. Press B on a device, port or link, or add an address range.',
  at: (name: string) => `At ${name}`,
  onLink: (name: string) => `On link ${name}`,
  onRule: (rule: string, title: string) => `${rule}, ${title}`,
  inRange: (from: string, to: string) => `Address ${from} to ${to}`,
  onFault: 'Any fault',
  remove: (what: string) => `Remove breakpoint: ${what}`,
  from: 'First address',
  to: 'Last address',
  add: 'Add range',
  badAddress: 'This is no address: write 0x and hex digits, or a number with K, M or G.',
  badRange: 'That is no range: the first address is behind the last.',
  set: (count: number) => (count === 1 ? '1 breakpoint' : `${count} breakpoints`),
  marked: 'breakpoint',
};

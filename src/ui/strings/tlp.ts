/** Words of the commands that edit a header. */
export const TLP_COMMAND_WORDS = {
  'tlp.flip': 'Flip the header bit in hand',
  'tlp.revert': 'Take back the edits of the header',
  'tlp.inject': 'Re-inject the TLP',
  'tlp.onCanvas': 'Re-injected TLP: show its way on the canvas, or hide it',
  'tlp.withdraw': 'Forget the re-injected TLP',
} as const;

/** Words about editing a TLP and putting it on the wire again. */
export const tlpStrings = {
  bit: (dw: number, bit: number, name: string, value: number) =>
    `DW${dw} bit ${bit}, ${name}: ${value}`,
  bits: (dw: number) => `Bits of DW${dw}`,
  bitKeys: 'Arrows move, Space or Enter flips the bit.',
  byte: (offset: number, value: string) => `Byte ${offset}: ${value}`,
  bytes: 'Bytes of the TLP',
  byteKeys: 'Arrows move, hexadecimal digits overwrite.',
  was: (value: string) => `was ${value}`,
  isEdited: 'Edited.',
  malformed: 'Malformed:',
  raw: 'No known header',
  at: 'Re-inject at',
  inject: 'Re-inject',
  revert: 'Revert',
  title: 'Re-injected TLP',
  what: (type: string, where: string) => `${type} received by ${where}`,
  unknownType: 'Bytes',
  inPlace: 'A what-if: the document and its run stay as they are.',
  onCanvas: 'Show on canvas',
  close: 'Forget',
  gone: 'The port at which it was put on the wire is no longer there. Choose another one.',
  log: 'Logged',
  record: (where: string, bit: number, message: string) => `${where}: AER bit ${bit}, ${message}`,
  header: 'Header log',
  payload: {
    label: 'Payload sizes',
    policies: {
      set: 'As set by hand',
      default: 'Linux default',
      safe: 'pcie_bus_safe',
      performance: 'pcie_bus_perf',
      peer2peer: 'pcie_bus_peer2peer',
    },
    meaning: {
      set: 'No policy of Linux leaves these sizes.',
      default: 'A device takes the MPS of the port above it.',
      safe: 'Each hierarchy takes the largest MPS that all in it support.',
      performance:
        'Each device takes the largest MPS that its port allows; a peer may get more than it takes.',
      peer2peer: 'MPS 128 everywhere, so that every peer can take what any other sends.',
    },
    edit: (policy: string) => `MPS and MRRS: ${policy}`,
  },
  chip: (where: string) => `What if: a TLP re-injected at ${where}`,
} as const;

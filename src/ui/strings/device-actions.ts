/** Words of what is done to a device while transfers run, and of the dma-buf behind a transfer. */
export const actionStrings = {
  title: (name: string) => `Do to ${name} at this instant`,
  kinds: {
    reset: 'Reset',
    clearMemoryDecode: 'Clear memory decode',
    setMemoryDecode: 'Set memory decode',
    close: 'Close',
  },
  done: 'Done to it',
  at: (time: string) => `at ${time}`,
  remove: (what: string) => `Take back: ${what}`,
  goTo: 'Go to this instant',
  life: 'The dma-buf behind it',
  phases: {
    exported: 'exported',
    attached: 'attached',
    mapped: 'mapped',
    draining: 'revoked, draining',
    revoked: 'revoked',
    drained: 'drained',
    closed: 'closed',
  },
  now: 'now',
  piece: 'Piece of the transfer',
  pieceOf: (piece: number, count: number, outcome: string) => `${piece} of ${count}: ${outcome}`,
} as const;

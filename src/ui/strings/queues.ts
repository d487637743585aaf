/** Words about the queues of an SMMU during a run. */
export const queueStrings = {
  events: 'Event queue',
  realmEvents: 'Realm event queue',
  noEvents: 'No events: every translation of the run succeeds, or ends without a record.',
  held: (count: number, slots: number) =>
    `${count} of ${slots} records; nothing reads them during a run (assumption).`,
  overflow: (lost: number) =>
    `The queue is full: OVFLG is set and ${lost === 1 ? '1 record is' : `${lost} records are`} lost.`,
  later: 'later',
  fields: (tlp: number) => `Record of TLP ${tlp}`,
  follow: (tlp: number) => `Follow TLP ${tlp}`,
  commands: 'Command queue',
  noCommands: 'No commands: the tables stay as they are during a run.',
} as const;

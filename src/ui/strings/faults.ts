/** Words of the faults that a person injects. */
export const FAULT_COMMAND_WORDS = {
  'fault.linkDown': 'Fault: take this link down now',
  'fault.removal': 'Fault: pull this device out now',
  'fault.dropCompletion': 'Fault: lose the completion of the followed request',
  'fault.poison': 'Fault: poison the followed request',
  'fault.corrupt': 'Fault: flip a bit of the followed TLP on its link',
  'fault.corruptAgain': 'Fault: flip a bit of the followed TLP four times',
};

export const faultStrings = {
  title: 'Break something at this instant',
  list: 'Faults of this run',
  linkDown: 'Link down',
  removal: 'Pull it out',
  flip: 'Write ACS',
  flipBit: (bit: string) => `Flip ${bit} at this instant`,
  words: {
    linkDown: (link: string) => `Link ${link} goes down`,
    removal: (device: string) => `${device} is pulled out`,
    acsControl: (port: string, control: string) => `ACS control of ${port} becomes ${control}`,
    dropCompletion: (transfer: string, offset: string) =>
      `Completion of ${transfer} at byte ${offset} is lost`,
    poison: (transfer: string, offset: string) => `${transfer} at byte ${offset} is poisoned`,
    corrupt: (what: string, offset: string, link: string) =>
      `${what} at byte ${offset} has a bad LCRC on ${link}`,
    completionOf: (transfer: string) => `Completion of ${transfer}`,
    times: (text: string, times: string) => `${text}, ${times} times`,
  },
  at: (time: string) => `at ${time}`,
  goTo: 'Go to this instant',
  remove: (what: string) => `Take back: ${what}`,
};

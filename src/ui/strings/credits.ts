import type { LinkCredits } from '../../core/scenario/schema-credits.ts';

type CreditName = keyof NonNullable<LinkCredits['up']>;

const names: Readonly<Record<CreditName, string>> = {
  ph: 'Posted headers',
  pd: 'Posted data',
  nph: 'Non-posted headers',
  npd: 'Non-posted data',
  cplh: 'Completion headers',
  cpld: 'Completion data',
};

/** Words about the flow-control credits that receivers advertise. */
export const creditStrings = {
  title: (receiver: string) => `Credits that ${receiver} advertises`,
  explain: 'A data credit is 16 bytes; 0 is infinitely many. An empty field is the default.',
  names,
  infinite: 'infinite',
  notCredits: (text: string, most: string) =>
    `“${text}” is no number of credits: write a whole number from 0 to ${most}.`,
  edit: 'Credits',
  direction: { up: 'up', down: 'down' },
  ignore: (direction: string) => `Send ${direction} without credits`,
  ignored: (link: string, direction: string) => `What goes ${direction} on ${link} ignores credits`,
};

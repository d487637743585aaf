/** What an embedded picture says. */
export const embedStrings = {
  open: 'Open',
  openTip: 'Open in the playground, at this instant',
  hop: (number: number, count: number) => `hop ${number}/${count}`,
  hopSpoken: (number: number, count: number) => `Hop ${number} of ${count}`,
  badParameter: (name: string, value: string, allowed: string) =>
    `The address of this frame says ${name}=${value}, which means nothing; ${name} can be: ${allowed}.`,
};

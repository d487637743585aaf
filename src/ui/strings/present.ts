export const PRESENT_COMMAND_WORDS = {
  'present.start': 'Present',
  'present.next': 'Present: next step',
  'present.previous': 'Present: previous step',
  'present.laser': 'Laser pointer: next colour, or off',
  'present.spotlight': 'Spotlight, on or off',
  'present.legend': 'Legend while presenting',
  'present.leave': 'Leave the presentation',
};

/** What the presentation says. */
export const strings = {
  present: 'Present',
  label: 'Presentation',
  step: (n: number, count: number) => `${n}/${count}`,
  stepSpoken: (n: number, count: number) => `Step ${n} of ${count}`,
  noBookmarks: 'No bookmarks: the arrows step from hop to hop.',
  untold: 'A step without a caption',
  next: 'Next step',
  previous: 'Previous step',
  laser: (n: number | null) => (n === null ? 'Laser pointer' : `Laser pointer, colour ${n} of 3`),
  spotlight: 'Spotlight',
  legend: 'Legend',
  leave: 'Leave the presentation',
};

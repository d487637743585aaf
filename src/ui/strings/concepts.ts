/** Words of the pages about rules. */
export const conceptStrings = {
  title: 'Rules',
  find: 'Find a rule',
  list: 'All rules',
  none: 'No rule has these words.',
  source: 'Source',
  seen: 'Seen in',
  looking: 'Looking through the examples…',
  unseen: 'No example has this rule at a hop.',
};

/** What the lesson builder says. */
export const builderStrings = {
  title: 'Make a lesson from this document',
  intro:
    'The open document shows how it is done. The learner begins with another one, and is done when the chosen results hold, however they got there.',
  open: 'Make a lesson',
  name: 'Title',
  text: 'Task',
  textHint: 'What the learner reads, at most 60 words',
  start: 'Begins with',
  starts: {
    opened: 'This document as it was opened',
    kept: 'The document that was put aside',
    now: 'This document as it is now',
  },
  keep: 'Put this document aside as the start',
  kept: 'Put aside. Now change the document until it does what the learner is to reach.',
  transfer: 'Transfer',
  goal: 'Goal',
  goalHint: 'Results of this transfer that must hold, as the document runs it now',
  nothing: 'This transfer sends nothing that could be asked for. Choose another one.',
  question: 'Ask for a prediction first',
  ask: 'Question',
  right: 'Right: so at the start',
  wrong: 'Wrong: so at the goal',
  because: 'Said afterwards',
  hints: ['Hint 1: a nudge', 'Hint 2: where to look', 'Hint 3: the way'] as const,
  file: 'Save as a file',
  link: 'Copy the link',
  try: 'Try it',
  problems: {
    noTransfer: 'The document has no transfer to judge: add one first.',
    nothingChosen: 'Choose at least one result as the goal.',
    startMeetsGoal:
      'The start does it already, so nothing is left to do: choose another result, or let the learner begin with another document.',
    solvedMissesGoal: 'This document no longer does what was chosen: choose the goal again.',
    noAnswer:
      'No result tells the start from the goal, or the start sends nothing: let it send the same transfer, or leave the question out.',
  },
};

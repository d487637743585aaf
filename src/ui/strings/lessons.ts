/** What the lessons panel says beside the lessons' own texts. */
export const strings = {
  list: 'Lessons',
  intro:
    'Twelve short lessons. Each shows a machine, asks what will happen, and lets you change it.',
  progress: (done: number, all: number) => `${done} of ${all} finished. Kept in this browser only.`,
  finished: 'finished',
  stepOf: (step: number, count: number) => `Step ${step} of ${count}`,
  predict: 'Predict',
  right: 'Right.',
  wrong: 'Not quite.',
  truth: 'What happens',
  yours: 'Your prediction',
  task: 'Your task',
  met: 'Done: the goal is met.',
  metRevealed: 'This is one way to do it.',
  check: 'Check',
  hint: (shown: number) => (shown === 0 ? 'Hint' : 'Another hint'),
  hintNumber: (n: number) => `Hint ${n}`,
  reveal: 'Show me',
  next: 'Next',
  finish: 'Finish',
  previous: 'Back',
  restart: 'Begin this step again',
  leave: 'All lessons',
  copy: 'Copy state as text',
  strip: 'Task of the lesson',
  openPanel: 'Open the lesson',
  notYet: 'Not yet.',
  met1: 'met',
  unmet: 'not met',
  showHop: 'Show this hop',
  conditions: 'What is asked for',
  path: (from: string, to: string, op: string) =>
    op === '' ? `${from} to ${to}` : `${from} to ${to}, ${op}`,
  outcome: (path: string, outcome: string) => `${path}: ${outcome.toLowerCase()}`,
  rule: (path: string, title: string, at: string | null) =>
    at === null ? `${path}: “${title}” decides` : `${path}: “${title}” decides at ${at}`,
  completion: (path: string, status: string) =>
    status === 'none'
      ? `${path}: no completion comes back`
      : `${path}: a completion says ${status}`,
  direct: (path: string, is: boolean) =>
    is ? `${path}: stays below the root complex` : `${path}: passes the root complex`,
  mapType: (from: string, to: string, is: string) => `Linux maps ${to} for ${from} as ${is}`,
  pathClass: (from: string, to: string, is: string) => `${from} and ${to} are ${is} to each other`,
  oneGroup: (from: string, to: string, is: boolean) =>
    is ? `${from} and ${to} share an IOMMU group` : `${from} and ${to} are in two IOMMU groups`,
  parting: {
    noMachine: 'This is no machine that can run: see the problems in the status bar.',
    noTransfer: (path: string) => `Nothing is sent from ${path}.`,
    hop: (one: {
      readonly hop: number;
      readonly leg: string;
      readonly place: string;
      readonly verdict: string;
      readonly rule: string;
    }) =>
      `First difference: hop ${one.hop} of the ${one.leg}, at ${one.place}. ${one.verdict}: ${one.rule}.`,
    goalGoes: (place: string, verdict: string) =>
      `The goal: at ${place}, ${verdict.toLowerCase()}.`,
    goalEnds: 'The goal’s path has ended before.',
    ends: (hop: number, leg: string) => `First difference: the ${leg} ends before hop ${hop}.`,
    address: (mine: string, goal: string) => `The address here is ${mine}; the goal’s is ${goal}.`,
    pair: (rule: string, operands: string) => (operands === '' ? rule : `${rule} (${operands})`),
    pairBare: (what: string) => `Not so yet: ${what}.`,
    condition: (what: string) => `The path is the goal’s, yet this is missing: ${what}.`,
  },
  text: {
    title: (lesson: string, step: string) => `Lesson “${lesson}”, ${step}`,
    predicted: (text: string) => `Predicted: ${text}`,
    happened: (text: string) => `Happened: ${text}`,
    hints: (n: number) => `Hints used: ${n}`,
    revealed: 'The way was shown.',
    state: (isMet: boolean) => (isMet ? 'Goal met.' : 'Goal not met yet.'),
    link: (url: string) => `Document: ${url}`,
  },
};

/** The steps of an assigned device's life, in order. What each does stands in `life.ts`. */
export const LIFE_STEPS = [
  'assign',
  'unprotect',
  'mirror',
  'revokeImporters',
  'unprotectEnd',
  'lock',
  'delegate',
  'map',
  'measure',
  'ask',
  'validate',
  'start',
  'enable',
  'peer',
  'direct',
  'disable',
  'tooEarly',
  'unmap',
  'undelegate',
  'unlock',
  'unprotectAgain',
  'mirrorAgain',
] as const;

export type LifeStepId = (typeof LIFE_STEPS)[number];

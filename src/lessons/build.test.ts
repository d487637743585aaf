import { expect, test } from 'vitest';
import { REDIRECTED } from '../core/scenario/presets/redirected.ts';
import { SWITCH_LOCAL } from '../core/scenario/presets/switch-local.ts';
import { buildLesson, offeredConditions } from './build.ts';
import type { LessonDraft } from './build.ts';
import { checkTask, trueOptions } from './check.ts';
import { parseLesson, lessonFile } from './lesson.ts';
import { edited } from './content/made.ts';

const start = REDIRECTED.scenario;
const solved = edited(start, { kind: 'setAcsControl', id: 'sw0-dsp2', field: 'RR', value: 0 });
const transferId = solved.transfers[0]?.id ?? '';

const DRAFT: LessonDraft = {
  title: 'Keep it below',
  text: 'Make the write stay below the switch.',
  start,
  solved,
  transferId,
  must: [
    { kind: 'outcome', is: 'delivered' },
    { kind: 'direct', is: true },
  ],
  hints: ['Who decides?', 'Look at DSP2.', 'Clear RR on DSP2.'],
  question: {
    ask: 'Where does it go?',
    right: 'Through the root complex',
    wrong: 'Straight to GPU0',
    because: 'RR sends it up.',
  },
};

test('what is offered is what the run does: outcome, detour, and the rule of every hop', () => {
  const offered = offeredConditions(start, transferId);
  expect(offered).toContainEqual({ kind: 'outcome', is: 'delivered' });
  expect(offered).toContainEqual({ kind: 'direct', is: false });
  expect(offered).toContainEqual({ kind: 'rule', leg: 'request', rule: 'ACS-RR', at: 'sw0-dsp2' });
});

test('a made lesson is read back, fails at its start, is met by its way and by another', () => {
  const built = buildLesson(DRAFT);
  if (!built.ok) throw new Error(built.error.code);
  const read = parseLesson(JSON.parse(JSON.stringify(lessonFile(built.value))));
  expect(read).toEqual(built);
  const [step] = built.value.steps;
  if (step?.task == null || step.question === null) throw new Error('no task');
  expect(checkTask(step.task, start).isMet).toBe(false);
  expect(checkTask(step.task, solved).isMet).toBe(true);
  expect(checkTask(step.task, SWITCH_LOCAL.scenario).isMet).toBe(true);
  expect(trueOptions(step.question, start)).toEqual([1]);
});

test.each([
  ['noTransfer', { transferId: 'none' }],
  ['nothingChosen', { must: [] }],
  ['startMeetsGoal', { must: [{ kind: 'outcome', is: 'delivered' }] }],
  ['solvedMissesGoal', { must: [{ kind: 'outcome', is: 'dropped' }] }],
  ['noAnswer', { start: { ...start, transfers: [] } }],
  ['text', { text: 'word '.repeat(61) }],
  ['text', { hints: ['one', '', 'three'] }],
] as const)('no lesson: %s', (code, part) => {
  const built = buildLesson({ ...DRAFT, ...part } as LessonDraft);
  expect(built.ok ? null : built.error.code).toBe(code);
});

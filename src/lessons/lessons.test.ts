import { describe, expect, test } from 'vitest';
import { acsWord } from '../core/scenario/acs.ts';
import { ROOT_PORT_ACS_CAPABILITY, acs, newTransfer } from '../core/scenario/defaults.ts';
import { toExporter } from '../core/scenario/presets/realm.ts';
import type { Edit } from '../core/scenario/edit.ts';
import type { Scenario } from '../core/scenario/schema.ts';
import { LESSONS } from './catalogue.ts';
import { checkTask, trueOptions } from './check.ts';
import { edited } from './content/made.ts';
import { lessonFile, parseLesson } from './lesson.ts';
import type { Task } from './lesson.ts';
import { openedAt } from './opened-at.ts';

const tasks = LESSONS.flatMap((lesson) =>
  lesson.steps.flatMap((step, index) =>
    step.task === null
      ? []
      : [{ name: `${lesson.id} ${index + 1}`, task: step.task, start: openedAt(lesson, index) }],
  ),
);

const questions = LESSONS.flatMap((lesson) =>
  lesson.steps.flatMap(({ question }, index) =>
    question === null
      ? []
      : [{ name: `${lesson.id} ${index + 1}`, question, open: openedAt(lesson, index) }],
  ),
);

function taskNamed(name: string): { readonly task: Task; readonly start: Scenario } {
  const found = tasks.find((one) => one.name === name);
  if (found === undefined || found.start === null) throw new Error(`no task ${name}`);
  return { task: found.task, start: found.start };
}

const bit = (id: string, field: 'RR' | 'DT' | 'UF', value: number): Edit => ({
  kind: 'setAcsControl',
  id,
  field,
  value,
});

const gpu0 = { kind: 'bar', function: 'gpu0', bar: 2, offset: '0x0' } as const;
const transfer = (op: 'MRd' | 'FetchAdd'): Edit => ({
  kind: 'addTransfer',
  transfer: newTransfer({ id: 't', name: 't', op, from: 'nic0', to: gpu0, bytes: 8 }),
});

/** One wrong try for each task: what is done, and where it must be said to leave the goal's path. */
const WRONG: readonly {
  readonly task: string;
  readonly tried: readonly Edit[];
  readonly at: string;
  readonly rule: string;
}[] = [
  {
    task: 'what-is-a-tlp 2',
    tried: [
      transfer('MRd'),
      { kind: 'patchComponent', id: 'gpu0', patch: { memoryDecode: false } },
    ],
    at: 'gpu0',
    rule: 'ROUTE-MSE-OFF',
  },
  {
    task: 'same-switch 2',
    tried: [{ kind: 'patchComponent', id: 'cpu0', patch: { p2pRoute: 'internal' } }],
    at: 'rp1',
    rule: 'ACS-RR-OFF',
  },
  {
    task: 'rr-sends-it-up 2',
    tried: [bit('sw0-dsp1', 'RR', 1)],
    at: 'sw0-dsp2',
    rule: 'ACS-RR-OFF',
  },
  { task: 'ats-and-dt 2', tried: [bit('sw0-dsp1', 'DT', 1)], at: 'sw0-dsp2', rule: 'ACS-RR' },
  {
    task: 'iommu-groups 2',
    tried: [
      { kind: 'setAcs', id: 'peg0', acs: acs(ROOT_PORT_ACS_CAPABILITY, acsWord('SV', 'RR', 'CR')) },
    ],
    at: 'pair',
    rule: 'GROUP-PATH',
  },
  {
    task: 'two-root-ports 2',
    tried: [{ kind: 'patchComponent', id: 'cpu0', patch: { rcP2P: 'writesOnly' } }],
    at: 'cpu0',
    rule: 'RC-P2P-READ',
  },
  {
    task: 'two-root-ports 3',
    tried: [{ kind: 'patchSystem', patch: { cpu: 'arm' } }],
    at: 'pair',
    rule: 'P2PDMA-NOT-LISTED',
  },
  {
    task: 'shared-private 2',
    tried: [
      {
        kind: 'addTransfer',
        transfer: toExporter({ id: 't', name: 't', address: '0x4010001000' }),
      },
    ],
    at: 'smmu0',
    rule: 'SMMU-F_TRANSLATION',
  },
  {
    task: 'read-only-page 2',
    tried: [transfer('FetchAdd')],
    at: 'smmu0',
    rule: 'SMMU-F_PERMISSION',
  },
  {
    task: 'upstream-forwarding 2',
    tried: [bit('rp0', 'RR', 0)],
    at: 'rp0',
    rule: 'ACS-UF-OFF',
  },
  {
    task: 'payload 2',
    tried: [{ kind: 'patchComponent', id: 'nic0', patch: { mrrs: 128 } }],
    at: 'gpu0',
    rule: 'ROUTE-MALFORMED-MPS',
  },
  {
    task: 'lock-it 2',
    tried: [{ kind: 'patchComponent', id: 'acc0', patch: { memoryDecode: false } }],
    at: 'acc0',
    rule: 'ROUTE-MSE-OFF',
  },
  {
    task: 'locked-tdi 2',
    tried: [
      {
        kind: 'patchComponent',
        id: 'acc0',
        patch: { tdisp: { state: 'RUN', dmaEnabled: true } },
      },
    ],
    at: 'smmu0',
    rule: 'SMMU-C_BAD_STE',
  },
];

describe('every lesson', () => {
  test('there are twelve, from what a TLP is to T=1 to a locked TDI', () => {
    expect(LESSONS).toHaveLength(12);
    expect(new Set(LESSONS.map(({ id }) => id)).size).toBe(12);
    expect(LESSONS[0]?.id).toBe('what-is-a-tlp');
    expect(LESSONS.at(-1)?.id).toBe('locked-tdi');
  });

  test.each(LESSONS)('$id is a lesson file and comes back the same', (lesson) => {
    const read = parseLesson(JSON.parse(JSON.stringify(lessonFile(lesson))));
    expect(read).toEqual({ ok: true, value: lesson });
  });

  test.each(LESSONS)('$id asks to predict before it asks to do', ({ steps }) => {
    expect(steps[0]?.question).not.toBeNull();
    expect(steps.some(({ task }) => task !== null)).toBe(true);
  });

  test.each(questions)('$name has exactly one answer that is true', ({ question, open }) => {
    expect(open && trueOptions(question, open)).toHaveLength(1);
  });

  test.each(tasks)('$name: the start fails', ({ task, start }) => {
    expect(start && checkTask(task, start)).toMatchObject({ isMet: false });
  });

  test.each(tasks)('$name: what is revealed passes', ({ task }) => {
    const { judged, ...verdict } = checkTask(task, task.reveal);
    expect(judged.filter(({ isMet }) => !isMet)).toEqual([]);
    expect(verdict).toEqual({ isMet: true, parting: null });
  });

  test('every task has a wrong try here', () => {
    expect(WRONG.map(({ task }) => task)).toEqual(tasks.map(({ name }) => name));
  });

  test.each(WRONG)('$task: a wrong try is named at $at', ({ task: name, tried, at, rule }) => {
    const { task, start } = taskNamed(name);
    const { isMet, parting } = checkTask(task, edited(start, ...tried));
    expect(isMet).toBe(false);
    if (parting?.kind === 'pair') {
      expect({ at: 'pair', rule: parting.rule }).toEqual({ at, rule });
      return;
    }
    if (parting?.kind !== 'hop') throw new Error(`parts by ${parting?.kind}`);
    const now = parting.difference.now;
    expect({ at: now?.place.id, rule: now?.hop.rule }).toEqual({ at, rule });
  });
});

import { expect, test } from 'vitest';
import { LCRC_REPLAY } from '../scenario/presets/broken.ts';
import type { Fault } from '../scenario/schema-faults.ts';
import { enumerate } from './enumerate.ts';

const base = LCRC_REPLAY.scenario;

/** What is said about a document with one fault. */
const said = (fault: Fault): string[] =>
  enumerate({ ...base, faults: [fault] }).diagnostics.map(({ message }) => message);

const corrupt = {
  id: 'f',
  kind: 'corrupt',
  transfer: 'write',
  offsetBytes: 0,
  link: 'sw0-dsp2-nic0',
} as const;

test.each<[string, Fault, RegExp]>([
  ['a link that is not there', { ...corrupt, link: 'gone' }, /names gone, which is no link/],
  ['a transfer that is not there', { ...corrupt, transfer: 'gone' }, /gone, which is no transfer/],
  ['a byte behind the end', { ...corrupt, offsetBytes: 4096 }, /byte 4096 of write.*has 4096/],
  [
    'a completion of a posted write',
    { id: 'f', kind: 'dropCompletion', transfer: 'write', offsetBytes: 0 },
    /posted and get none/,
  ],
  [
    'a device that is not there',
    { id: 'f', kind: 'removal', function: 'gone', atPs: 0 },
    /names gone, which is no connected function/,
  ],
  [
    'a device in no slot',
    { id: 'f', kind: 'removal', function: 'rp0', atPs: 0 },
    /hangs on no link/,
  ],
  [
    'ACS of a function without it',
    { id: 'f', kind: 'acsControl', function: 'nic0', control: 0, atPs: 0 },
    /no ACS capability/,
  ],
])('a fault on %s is reported and not swallowed', (_what, fault, message) => {
  expect(said(fault)).toEqual([expect.stringMatching(message)]);
});

test('a fault that strikes something is no remark', () => {
  expect(said(corrupt)).toEqual([]);
});

test('an action on a function that is not there is reported', () => {
  const actions = [{ id: 'a', kind: 'reset' as const, function: 'gone', atPs: 0 }];
  const { diagnostics } = enumerate({ ...base, faults: [], actions });
  expect(diagnostics.map(({ code }) => code)).toEqual(['action-without-effect']);
});

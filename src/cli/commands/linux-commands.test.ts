import { describe, expect, test } from 'vitest';
import { parseArguments } from '../arguments.ts';
import type { Command, Outcome } from '../command.ts';
import { PRESETS } from '../../core/scenario/presets/index.ts';
import { GROUPS } from './groups.ts';
import { MATRIX } from './matrix.ts';
import { P2P } from './p2p.ts';
import { WHY } from './why.ts';

const preset = (id: string): string =>
  JSON.stringify(PRESETS.find((one) => one.id === id)?.scenario);

async function run(command: Command, text: string, words: readonly string[]): Promise<Outcome> {
  const args = parseArguments(words, command);
  if (!args.ok) return { kind: 'refused', sentence: args.error };
  return command.run(args.value, [{ name: 'machine.json', text }], () => {});
}

const parsed = (outcome: Outcome): unknown =>
  outcome.kind === 'refused' ? outcome.sentence : JSON.parse(outcome.output);

describe('p2p', () => {
  test('one pair that is supported exits 0 with one row', async () => {
    const outcome = await run(P2P, preset('switch-local'), ['--from', 'gpu0', '--to', 'nic0']);
    expect(outcome.kind).toBe('done');
    expect(parsed(outcome)).toMatchObject([{ mapType: 'BUS_ADDR', rule: 'P2PDMA-BUS-ADDR' }]);
  });

  test('a host bridge that 7.3 lists and 7.2 does not: exit 1, and what the kernel says', async () => {
    const words = ['--from', 'nic0', '--to', 'gpu0', '--kernel', '7.2'];
    const outcome = await run(P2P, preset('redirected'), words);
    expect(outcome.kind).toBe('no');
    expect(parsed(outcome)).toMatchObject([
      { mapType: 'NOT_SUPPORTED', distance: -1, message: expect.stringContaining('whitelist') },
    ]);
  });

  test.each([
    [['--kernel', '5.4'], 'older than 6.1'],
    [['--cpu', 'z80'], 'is not known'],
    [['--iommu', 'maybe'], 'neither on nor off'],
    [['--from', 'gpu'], 'together'],
    [['--from', 'gpu0', '--to', '0000:ff:1f.7'], 'no such function'],
  ])('%j is refused with one sentence', async (words, reason) => {
    const outcome = await run(P2P, preset('switch-local'), words);
    expect(outcome).toMatchObject({ kind: 'refused', sentence: expect.stringContaining(reason) });
  });
});

describe('groups', () => {
  test('without an IOMMU there are none', async () => {
    const outcome = await run(GROUPS, preset('redirected'), ['--iommu', 'off']);
    expect(parsed(outcome)).toMatchObject({ groups: [] });
  });

  test('with one, every function is in one group', async () => {
    const outcome = await run(GROUPS, preset('redirected'), ['--iommu', 'on']);
    const { groups } = parsed(outcome) as { groups: string[][] };
    const members = groups.flat();
    expect(members.length).toBeGreaterThan(3);
    expect(new Set(members).size).toBe(members.length);
  });
});

describe('matrix', () => {
  test.each([
    ['class', 'PIX'],
    ['maptype', 'THRU_HOST_BRIDGE'],
    ['verdict', 'redirected'],
  ])('--mode %s says %s for neighbours below one switch', async (mode, cell) => {
    const outcome = await run(MATRIX, preset('redirected'), ['--mode', mode]);
    const answer = parsed(outcome) as { endpoints: string[]; rows: string[][] };
    const [from, to] = ['0000:04:00.0', '0000:03:00.0'].map((bdf) => answer.endpoints.indexOf(bdf));
    expect(answer.rows[from ?? -1]?.[to ?? -1]).toBe(cell);
    expect(answer.rows.every((row, n) => row[n] === 'X')).toBe(true);
  });

  test('--text is a square with its legend', async () => {
    const outcome = await run(MATRIX, preset('redirected'), ['--mode', 'class', '--text']);
    expect(outcome.kind === 'done' && outcome.output.split('\n').slice(0, 3)).toEqual([
      '              0000:03:00.0  0000:04:00.0  0000:05:00.0  0000:07:00.0',
      '0000:03:00.0  X             PIX           PIX           PHB',
      '0000:04:00.0  PIX           X             PIX           PHB',
    ]);
    expect(outcome.kind === 'done' && outcome.output).toContain('SYS  = ');
  });

  test('--mode told says class, map type, groups and both ends, and marks what disagrees', async () => {
    const outcome = await run(MATRIX, preset('switch-local'), ['--mode', 'told', '--iommu', 'on']);
    const answer = parsed(outcome) as { endpoints: string[]; rows: unknown[][] };
    const [from, to] = ['0000:04:00.0', '0000:03:00.0'].map((bdf) => answer.endpoints.indexOf(bdf));
    expect(answer.rows[from ?? -1]?.[to ?? -1]).toEqual({
      class: 'PIX',
      mapType: 'BUS_ADDR',
      groups: [4, 3],
      write: 'delivered',
      read: 'delivered',
      disagreements: ['apartButDirect'],
    });
    const text = await run(MATRIX, preset('desktop'), ['--mode', 'told', '--text']);
    const printed = text.kind === 'done' ? text.output : '';
    expect(printed).toContain('PHB NOT_SUPPORTED none delivered/allOnes !RW');
    expect(printed).toContain('!W   = Linux refuses it, the hardware would deliver');
  });

  test('an unknown mode is refused', async () => {
    const outcome = await run(MATRIX, preset('redirected'), ['--mode', 'colour']);
    expect(outcome).toMatchObject({ sentence: expect.stringContaining('--mode colour') });
  });
});

describe('why', () => {
  const words = ['--from', 'nic0', '--to', 'gpu0'];

  test('gives the exact lines and what they cost', async () => {
    const outcome = await run(WHY, preset('redirected'), words);
    expect(parsed(outcome)).toMatchObject({
      want: 'direct',
      reached: false,
      now: { mapType: 'THRU_HOST_BRIDGE', redirectedBy: ['0000:02:01.0', '0000:02:02.0'] },
      fixes: expect.arrayContaining([
        expect.objectContaining({
          setpci: [
            'setpci -s 0000:02:01.0 ECAP_ACS+6.w=0011',
            'setpci -s 0000:02:02.0 ECAP_ACS+6.w=0011',
          ],
        }),
      ]),
    });
  });

  test('--text names the groups that merge', async () => {
    const outcome = await run(WHY, preset('redirected'), [...words, '--text']);
    expect(outcome.kind === 'done' && outcome.output).toContain(
      'groups merge: {0000:02:01.0} and {0000:03:00.0}',
    );
  });

  test.each([
    [['--want', 'magic'], '--want magic'],
    [['--from', 'nic0'], 'give --from and --to'],
  ])('%j is refused', async (given, reason) => {
    const outcome = await run(WHY, preset('redirected'), given);
    expect(outcome).toMatchObject({ sentence: expect.stringContaining(reason) });
  });
});

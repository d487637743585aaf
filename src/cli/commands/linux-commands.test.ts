import { describe, expect, test } from 'vitest';
import { parseArguments } from '../arguments.ts';
import type { Command, Outcome } from '../command.ts';
import { PRESETS } from '../../core/scenario/presets/index.ts';
import { GROUPS } from './groups.ts';
import { P2P } from './p2p.ts';

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

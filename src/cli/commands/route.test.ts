import { describe, expect, test } from 'vitest';
import { pcieScenario } from '../../../tests/pcie-fixture.ts';
import type { Changes } from '../../../tests/pcie-fixture.ts';
import { parseArguments } from '../arguments.ts';
import type { Outcome } from '../command.ts';
import { ROUTE } from './route.ts';

async function run(changes: Changes, words: string[]): Promise<Outcome> {
  const args = parseArguments(words, ROUTE);
  if (!args.ok) return { kind: 'refused', sentence: args.error };
  const text = JSON.stringify(pcieScenario(changes));
  return ROUTE.run(args.value, [{ name: 'machine.json', text }], () => undefined);
}

describe('route', () => {
  test('answers hop by hop with action, rule and reason', async () => {
    const outcome = await run({}, ['--from', 'EP1', '--to', 'EP2', '--op', 'MRd']);
    expect(outcome.kind).toBe('done');
    const answer = JSON.parse(outcome.kind === 'done' ? outcome.output : '{}') as {
      request: { at: string; action: string; rule: string; why: string }[];
      completion: unknown[];
    };
    expect(answer).toMatchObject({ outcome: 'delivered', status: 'SC', op: 'MRd', bytes: 256 });
    expect(answer.request[1]).toMatchObject({ action: 'direct', rule: 'ACS-RR-OFF' });
    expect(answer.request[1]?.why).toContain('RR=0');
    expect(answer.completion).toHaveLength(4);
  });

  test('a posted request has no completion', async () => {
    const outcome = await run({}, ['--from', 'EP1', '--to', 'EP2']);
    expect(outcome.kind === 'done' && JSON.parse(outcome.output)).not.toHaveProperty('completion');
  });

  test('a BDF names a function as its id does', async () => {
    const byId = await run({}, ['--from', 'EP3', '--to', 'EP2']);
    const from = byId.kind === 'done' ? (JSON.parse(byId.output) as { from: string }).from : '';
    expect(await run({}, ['--from', from, '--to', 'EP2'])).toEqual(byId);
  });

  test('names what the components log', async () => {
    const outcome = await run({ change: { EP2: { mps: 128 } } }, ['--from', 'EP1', '--to', 'EP2']);
    expect(outcome.kind === 'done' && JSON.parse(outcome.output)).toMatchObject({
      outcome: 'dropped',
      latencyNs: null,
      errors: [{ error: 'malformed', bit: 18, severity: 'fatal', message: 'ERR_FATAL' }],
    });
  });

  test('text is a table with the outcome below', async () => {
    const outcome = await run({}, ['--from', 'EP1', '--to', 'EP2', '--text']);
    expect(outcome.kind === 'done' && outcome.output).toMatch(
      /ACS-RR-OFF[\s\S]*outcome: delivered/,
    );
  });

  test.each([
    { words: ['--from', 'EP1'], sentence: '--from and --to' },
    { words: ['--from', 'EP1', '--to', 'EP9'], sentence: 'EP9' },
    { words: ['--from', 'EP1', '--to', 'A'], sentence: 'no memory BAR' },
    { words: ['--from', 'EP1', '--to', 'EP2', '--op', 'Swap'], sentence: 'MWr MRd FetchAdd' },
    { words: ['--from', 'EP1', '--to', 'EP2', '--bytes', '0'], sentence: '--bytes 0' },
    { words: ['--from', 'EP1', '--to', 'EP2', '--t', '2'], sentence: '--t 2' },
  ])('refuses $words with one sentence', async ({ words, sentence }) => {
    expect(await run({}, words)).toMatchObject({
      kind: 'refused',
      sentence: expect.stringContaining(sentence),
    });
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PRESETS } from '../../core/scenario/presets/index.ts';
import { parseArguments } from '../arguments.ts';
import type { Outcome } from '../command.ts';
import { RUN } from './run.ts';

const preset = (id: string): string =>
  JSON.stringify(PRESETS.find((one) => one.id === id)?.scenario);

async function run(text: string, words: readonly string[] = []): Promise<Outcome> {
  const args = parseArguments(words, RUN);
  if (!args.ok) return { kind: 'refused', sentence: args.error };
  return RUN.run(args.value, [{ name: 'machine.json', text }], () => {});
}

const parsed = (outcome: Outcome): unknown =>
  outcome.kind === 'refused' ? outcome.sentence : JSON.parse(outcome.output);

describe('run', () => {
  test('says per transfer what arrived, how fast, and how long it took', async () => {
    expect(parsed(await run(preset('switch-local')))).toMatchObject({
      isTruncated: false,
      transfers: [
        { id: 'write', outcome: 'delivered', bytesDelivered: 256, errors: 0 },
        { id: 'burst', outcome: 'delivered', bytesDelivered: 4096, errors: 0 },
        { id: 'fetch', outcome: 'delivered', bytesDelivered: 512, completions: 2 },
      ],
    });
  });

  test('the first TLP of a block walks, the others hit the TLB; a bypassed one reads its STE', async () => {
    // NIC0: L1STD, STE and two levels down to a block of 2 MiB; NVMe0: L1STD and STE.
    expect(parsed(await run(preset('redirected')))).toMatchObject({
      smmus: [{ id: 'smmu0', hits: 16, waits: 0, misses: 2, reads: 6, faults: {} }],
    });
  });

  test('translation faults are counted by the name of their event', async () => {
    expect(parsed(await run(preset('read-only-map')))).toMatchObject({
      smmus: [{ faults: { F_PERMISSION: expect.any(Number) } }],
    });
  });

  test('the same input gives the same bytes', async () => {
    expect(await run(preset('hgx-server'))).toEqual(await run(preset('hgx-server')));
  });

  test('--until stops there and says so', async () => {
    const answer = parsed(await run(preset('switch-local'), ['--until', '500']));
    expect(answer).toMatchObject({
      isTruncated: true,
      transfers: [{ errors: 0 }, { errors: 0 }, {}],
    });
  });

  test('--trace writes every event in order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trace-'));
    const path = join(folder, 'out.ndjson');
    const answer = parsed(await run(preset('switch-local'), ['--trace', path]));
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    rmSync(folder, { recursive: true });
    expect(answer).toMatchObject({ events: lines.length });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      seq: 0,
      tPs: 0,
      transfer: 'write',
      action: 'issue',
      rule: 'ROUTE-ISSUE',
    });
  });

  test.each([
    [['--until', 'soon'], 'not a number'],
    [['--seed', '-1'], 'not a number'],
    [['--trace', '/nowhere/at/all'], 'cannot be written'],
  ])('%j is refused with one sentence', async (words, sentence) => {
    expect(parsed(await run(preset('switch-local'), words))).toContain(sentence);
  });
});

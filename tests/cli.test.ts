import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { SWITCH_LOCAL } from '../src/core/scenario/presets/switch-local.ts';
import { writeScenario } from '../src/formats/scenario-file.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'playground-cli-'));
const machine = join(folder, 'machine.json');
writeFileSync(machine, writeScenario(SWITCH_LOCAL.scenario));
const CLI = join(ROOT, 'scripts', 'cli.mjs');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function cli(...words: readonly string[]) {
  return spawnSync('node', [CLI, ...words], { encoding: 'utf8' });
}

describe('the command line as a process', { timeout: 30_000 }, () => {
  test('answers on standard output and ends with 0', () => {
    const done = cli('route', machine, '--from', '04:00.0', '--to', '03:00.0');
    expect(done.stderr).toBe('');
    expect(JSON.parse(done.stdout)).toMatchObject({ outcome: 'delivered' });
    expect(done.status).toBe(0);
  });

  test.each([
    ['no such command', ['fly']],
    ['no file', ['route']],
    ['a file that is not there', ['show', join(folder, 'nothing.json')]],
    ['an option that it does not have', ['show', machine, '--wings', '2']],
  ])('refuses %s in one sentence with 2', (_name, words) => {
    const refused = cli(...words);
    expect(refused.status).toBe(2);
    expect(refused.stdout).toBe('');
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
  });

  test('is silent when its reader has heard enough', () => {
    const piped = spawnSync(
      'sh',
      ['-c', '{ node "$0" matrix "$1"; echo "ended $?" >&2; } | true', CLI, machine],
      {
        encoding: 'utf8',
      },
    );
    expect(piped.stderr).toBe('ended 0\n');
  });

  test('leaves functions without a memory BAR out of the matrix for a terminal, and says so', () => {
    const { stdout } = cli('matrix', machine, '--text');
    expect(stdout).toContain('0000:04:00.0');
    expect(stdout).not.toMatch(/^0000:\S+( +-)+ *$/m);
  });
});

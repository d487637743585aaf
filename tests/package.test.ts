import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SWITCH_LOCAL } from '../src/core/scenario/presets/switch-local.ts';
import { writeScenario } from '../src/formats/scenario-file.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'playground-package-'));
const command = join(folder, 'node_modules', '.bin', 'p2pdma-playground');
const shell = process.platform === 'win32';
let running: ChildProcess | undefined;

function npm(words: readonly string[], cwd: string): string {
  return execFileSync('npm', words, { cwd, shell, encoding: 'utf8', stdio: 'pipe' });
}

/** Packs as a release does and installs the archive into an empty folder, without a network. */
beforeAll(() => {
  npm(['pack', '--pack-destination', folder], ROOT);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(folder, 'package.json'), '{}');
  npm(['install', '--offline', '--no-audit', '--no-fund', `./${archive}`], folder);
}, 240_000);

afterAll(() => {
  running?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the server and gives the address that it prints. */
async function serve(words: readonly string[]): Promise<string> {
  running = spawn(command, words, { shell, stdio: ['ignore', 'pipe', 'inherit'] });
  if (running.stdout === null) throw new Error('no output');
  const [line] = await once(createInterface(running.stdout), 'line');
  return String(line);
}

describe('the packed package', () => {
  test('brings no other package', () => {
    expect(
      readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')),
    ).toEqual(['p2pdma-playground']);
  });

  test('answers on the command line', () => {
    const file = join(folder, 'machine.json');
    writeFileSync(file, writeScenario(SWITCH_LOCAL.scenario));
    const { functions } = JSON.parse(
      execFileSync(command, ['show', file], { shell, encoding: 'utf8' }),
    );
    const endpoints = functions.filter((f: { kind: string }) => f.kind === 'endpoint');
    const [from, to] = endpoints.map((f: { bdf: string }) => f.bdf);
    const route = JSON.parse(
      execFileSync(command, ['route', file, '--from', from, '--to', to], {
        shell,
        encoding: 'utf8',
      }),
    );
    expect(route.outcome).toBe('delivered');
    expect(route.request.length).toBeGreaterThan(2);
  });

  test('serves the app to this computer alone, and nothing outside its folder', async () => {
    const url = await serve(['serve', '--port', '0']);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const page = await fetch(url);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await page.text();
    expect(html).toBe(readFileSync(join(ROOT, 'dist', 'index.html'), 'utf8'));
    const script = /src="\.\/(assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
    const asset = await fetch(new URL(script, url));
    expect([asset.status, asset.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);
    const outside = ['%2e%2e/package.json', '..%2fpackage.json', 'assets/', '%00', '%ff', 'none'];
    const answers = await Promise.all(outside.map((path) => fetch(url + path)));
    expect(answers.map(({ status }) => status)).toEqual(outside.map(() => 404));
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    const taken = new URL(url).port;
    expect(() =>
      execFileSync(command, ['serve', '--port', taken], { shell, stdio: 'pipe' }),
    ).toThrow(/EADDRINUSE.*give another with --port/);
  });
});

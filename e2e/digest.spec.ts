import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { enumerate } from '../src/core/machine/enumerate.ts';
import type { Machine } from '../src/core/machine/types.ts';
import { PRESETS } from '../src/core/scenario/presets/index.ts';
import type { Scenario } from '../src/core/scenario/schema.ts';
import { expect, openQuietly, test } from './journey.ts';

/** What is the same on every machine: the digest of all delivery times, and how many TLPs and events there were. */
interface Fingerprint {
  readonly digest32: number;
  readonly tlps: number;
  readonly events: number;
  readonly endPs: number;
}

/** What the command line of the program says, under Node. */
function fromCommandLine(folder: string, id: string, scenario: Scenario): Fingerprint {
  const file = join(folder, `${id}.json`);
  writeFileSync(file, JSON.stringify(scenario));
  const out = execFileSync('node', ['scripts/cli.mjs', 'run', file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { digest32, tlps, events, endPs } = JSON.parse(out) as Fingerprint;
  return { digest32, tlps, events, endPs };
}

/** A machine as text: maps, sets and big integers by their kind, which JSON has no words for. */
function asText(machine: Machine): string {
  return JSON.stringify(machine, (_key, value: unknown) => {
    if (typeof value === 'bigint') return { '#big': value.toString() };
    if (value instanceof Map) return { '#map': [...value] };
    if (value instanceof Set) return { '#set': [...value] };
    return value;
  });
}

/** Runs a scenario in a simulation worker of its own, made as the page makes it. */
async function fromBrowser(page: Page, scenario: Scenario): Promise<Fingerprint> {
  const { machine } = enumerate(scenario);
  if (machine === null) throw new Error('an example is a machine');
  return await page.evaluate(async (text) => {
    const given: unknown = JSON.parse(text, (_key, value) => {
      if (typeof value !== 'object' || value === null) return value;
      if ('#big' in value) return BigInt(value['#big']);
      if ('#map' in value) return new Map(value['#map']);
      return '#set' in value ? new Set(value['#set']) : value;
    });
    const made: unknown = Reflect.get(window, 'simulationWorker');
    if (typeof made !== 'function') throw new Error('the page has made no worker');
    const worker = made() as Worker;
    const answer = await new Promise<Fingerprint>((resolve, reject) => {
      worker.addEventListener('message', ({ data }) => {
        if (data.kind === 'error') reject(new Error(data.message));
        if (data.kind !== 'loaded') return;
        const { digest32, tlpCount, eventCount, endPs } = data.run;
        resolve({ digest32, tlps: tlpCount, events: eventCount, endPs });
      });
      worker.postMessage({ kind: 'load', id: 1, epoch: 1, seed: 0, machine: given }, []);
    });
    worker.terminate();
    return answer;
  }, asText(machine));
}

test('the browser simulates every example as Node does, to the digit', async ({ page }) => {
  test.setTimeout(240_000);
  await page.addInitScript(() => {
    const Native = window.Worker;
    window.Worker = class extends Native {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (String(url).includes('sim.worker')) {
          Reflect.set(window, 'simulationWorker', () => new Native(url, options));
        }
      }
    };
  });
  await openQuietly(page);
  const folder = mkdtempSync(join(tmpdir(), 'digest-'));
  try {
    for (const { id, scenario } of PRESETS) {
      const [node, browser] = [
        fromCommandLine(folder, id, scenario),
        await fromBrowser(page, scenario),
      ];
      expect({ id, ...browser }).toEqual({ id, ...node });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

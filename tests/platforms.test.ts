import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { NOT_SIMULATED, PLATFORM_ROWS } from './platforms/rows.ts';
import type { PlatformRow } from './platforms/rows.ts';

/*
 * docs/platforms.md is written from runs of the simulator, so it cannot say anything else.
 * `UPDATE_DOCS=1 npx vitest run tests/platforms.test.ts` writes it anew.
 */

const PAGE = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'platforms.md');

const simulated = PLATFORM_ROWS.map((row) => ({ row, value: row.simulate() }));

/** Relative distance to the nearest published value; 0 within the published range. */
function errorOf({ published: [low, high] }: PlatformRow, value: number): number {
  if (value < low) return value / low - 1;
  return value > high ? value / high - 1 : 0;
}

function number(value: number, unit: PlatformRow['unit']): string {
  return unit === 'ns' ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

function cells({ row, value }: (typeof simulated)[number]): string {
  const { platform, path, quantity, unit, published, source, missing } = row;
  const [low, high] = published.map((one) => number(one, unit));
  const error = errorOf(row, value);
  const percent = `${error > 0 ? '+' : '−'}${(100 * Math.abs(error)).toFixed(1)} %`;
  return [
    platform,
    path,
    quantity,
    `${low === high ? low : `${low} to ${high}`} ${unit}`,
    `${number(value, unit)} ${unit}`,
    error === 0 ? 'in range' : percent,
    missing ?? '',
    source,
  ].join(' | ');
}

function page(): string {
  const head = 'Platform | Path | What | Published | Simulated | Error | Not in the model | Source';
  const rule = head.replaceAll(/[^|]+/g, ' --- ').trim();
  const rows = simulated.map((one) => `| ${cells(one)} |`);
  const left = NOT_SIMULATED.map(({ row, why }) => `- ${row}: ${why}.`);
  return `# Published measurements

Every peer-to-peer measurement whose source was read, beside a run of the simulator on the same machine. The error is
the distance to the nearest published value. Component latencies are calibrated on the rows of one switch, of two
switches and of one socket, so those agree by construction; everything else is foretold. A write of a ping-pong
includes 430 ns of polling by the GPU, which is an assumption.

| ${head} |
| ${rule} |
${rows.join('\n')}

## Not simulated

${left.join('\n')}
`;
}

test('docs/platforms.md says what the simulator gives', () => {
  const text = page();
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, text);
  expect(readFileSync(PAGE, 'utf8')).toBe(text);
});

test.each(simulated.filter(({ row }) => row.tolerance !== null))(
  '$row.platform, $row.path, $row.quantity is near what was measured',
  ({ row, value }) => {
    expect(Math.abs(errorOf(row, value))).toBeLessThanOrEqual(row.tolerance ?? 0);
  },
);

test('a row that is not held says what the model lacks', () => {
  const silent = PLATFORM_ROWS.filter(
    ({ tolerance, missing }) => tolerance === null && missing === null,
  );
  expect(silent.map(({ platform }) => platform)).toEqual([]);
});

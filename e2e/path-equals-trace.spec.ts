import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { SHARED, hasShared } from '../tests/shared.ts';
import { defined } from '../src/core/base/assert.ts';
import { enumerate } from '../src/core/machine/enumerate.ts';
import type { Machine } from '../src/core/machine/types.ts';
import type { Place } from '../src/core/pcie/types.ts';
import { parseScenario } from '../src/core/scenario/parse.ts';
import { createRun } from '../src/core/sim/create-run.ts';
import { drawnPath, expect, openQuietly, runByName, test } from './journey.ts';

/** The id of the component at a place of the machine. */
function idAt(machine: Machine, place: Place): string {
  const { index } = place;
  switch (place.kind) {
    case 'function':
      return defined(machine.functions[index], 'a function').id;
    case 'hostBridge':
      return defined(machine.hostBridges[index], 'a host bridge').id;
    case 'iommu':
      return defined(machine.iommus[index], 'an IOMMU');
    default:
      return defined(machine.memories[index], 'a memory').id;
  }
}

/** Where the first TLP's request went, by the trace of a run of the same document outside the browser. */
async function tracedPath(page: Page): Promise<readonly string[]> {
  const download = page.waitForEvent('download');
  await runByName(page, 'Download the document');
  const text = readFileSync(await (await download).path(), 'utf8');
  const parsed = parseScenario(JSON.parse(text));
  if (!parsed.ok) throw new Error(parsed.error.code);
  const machine = defined(enumerate(parsed.value).machine ?? undefined, 'a machine');
  const run = createRun(machine);
  const [first] = run.events(0, 1);
  const { flow, tlpId } = defined(first, 'an event');
  const hops = defined(run.flows[flow], 'a flow').route.request;
  const visited = run
    .transaction(tlpId)
    .filter((event) => event.flow === flow)
    .map((event) => event.hop);
  return [...new Set(visited)].map((hop) => idAt(machine, defined(hops[hop], 'a hop').place));
}

for (const title of ['Redirected by RR', 'Straight through the switch', 'Between two root ports']) {
  test(`the path drawn is the path traced: ${title}`, async ({ page }) => {
    await openQuietly(page);
    await runByName(page, `>${title}`);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(page.getByTestId('path')).toBeVisible();
    const traced = await tracedPath(page);
    await expect.poll(() => drawnPath(page)).toEqual(traced);
  });
}

const REAL = join(SHARED, 'data/real/lspci/plx8748-nested-fpga.vvnn.txt');

test('the path drawn is the path traced: a transfer on a real machine', async ({ page }) => {
  test.skip(!hasShared(), 'the real dumps are not beside the repository');
  await openQuietly(page);
  await runByName(page, 'Import a machine');
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles(REAL);
  await dialog.getByRole('button', { name: 'New document' }).click();
  await runByName(page, 'Add a transfer');
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByTestId('path')).toBeVisible();
  const traced = await tracedPath(page);
  expect(traced.length).toBeGreaterThan(2);
  await expect.poll(() => drawnPath(page)).toEqual(traced);
});

import { test as plain } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { newGpu, newLink, newScenario, newSwitchUpstream } from '../src/core/scenario/defaults.ts';
import { PRESETS } from '../src/core/scenario/presets/index.ts';
import type { Scenario } from '../src/core/scenario/schema.ts';
import { expect, openQuietly, runByName, test } from './journey.ts';

const opening = PRESETS[0].scenario;

const IMPOSSIBLE: readonly (readonly [name: string, scenario: Scenario])[] = [
  [
    'a loop',
    newScenario({
      title: 'loop',
      components: [
        newSwitchUpstream({ id: 'a', name: 'A' }),
        newSwitchUpstream({ id: 'b', name: 'B' }),
      ],
      links: [newLink({ from: 'a', to: 'b' }), newLink({ from: 'b', to: 'a' })],
    }),
  ],
  [
    'two parents',
    {
      ...opening,
      title: 'two parents',
      links: [...opening.links, newLink({ from: 'sw0-dsp4', to: 'gpu0' })],
    },
  ],
  [
    'no host bridge',
    newScenario({ title: 'alone', components: [newGpu({ id: 'g', name: 'GPU' })] }),
  ],
];

async function openFile(dialog: Locator, scenario: Scenario): Promise<void> {
  const buffer = Buffer.from(JSON.stringify(scenario));
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'machine.json', mimeType: 'application/json', buffer });
  await dialog.getByRole('button', { name: 'New document' }).click();
}

for (const [name, scenario] of IMPOSSIBLE) {
  test(`a graph that cannot exist says why over the canvas: ${name}`, async ({ page }) => {
    await openQuietly(page);
    await runByName(page, 'Import a machine');
    await openFile(page.getByRole('dialog'), scenario);
    await expect(page.getByRole('alert').filter({ hasText: 'Show' })).toBeVisible();
    await page.getByRole('button', { name: /^[1-9]\d* errors?/ }).click();
    const list = page.getByRole('region', { name: 'Problems' }).getByRole('listitem');
    await expect(list.first()).toBeVisible();
    await page.getByRole('button', { name: 'Examples' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button')
      .filter({ hasText: 'Redirected by RR' })
      .click();
    await expect(page.getByTestId('path')).toBeVisible();
  });
}

test('removing what a machine needs says so, and undo brings everything back', async ({ page }) => {
  await openQuietly(page);
  await runByName(page, '@CPU0');
  await runByName(page, 'Remove the selection');
  await expect(page.getByRole('status').filter({ hasText: 'Removed' })).toBeVisible();
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('14 components', { exact: true })).toBeVisible();
  await expect(page.getByTestId('path')).toBeVisible();
});

test('auto-layout places everything in one step', async ({ page }) => {
  await openQuietly(page);
  await runByName(page, 'Auto-layout');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeEnabled();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

// A worker that dies writes to the console itself, so this journey does not ask for a clean one.
plain('a simulation that stops leaves the document and starts again', async ({ page }) => {
  await page.route('**/sim.worker*.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("stopped");' }),
  );
  await page.goto('/');
  const banner = page.getByRole('alert').filter({ hasText: 'Simulation stopped' });
  await expect(banner).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Redirected by RR' })).toBeVisible();
  await page.unroute('**/sim.worker*.js');
  await banner.getByRole('button', { name: 'Restart' }).click();
  await expect(page.getByTestId('path')).toBeVisible();
  await expect(banner).toHaveCount(0);
});

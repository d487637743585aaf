import { existsSync } from 'node:fs';
import { firefox } from '@playwright/test';
import { drawnPath, expect, openQuietly, runByName, test } from './journey.ts';

/* The journey that every browser must carry: see a path, step, change a bit, see another path, undo, share. */

const NO_FIREFOX =
  'Firefox is not installed, so nothing is said about it: npx playwright install firefox';

test.skip(
  ({ browserName }) => browserName === 'firefox' && !existsSync(firefox.executablePath()),
  NO_FIREFOX,
);

test('see a path, step, flip RR, undo, share', async ({ page }) => {
  await openQuietly(page);
  const before = await drawnPath(page);
  expect(before.length).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Next hop' }).click();
  await expect(page.getByText('Hop 2 of').first()).toBeVisible();
  await runByName(page, '@DSP2');
  await runByName(page, 'Inspect the selection');
  await page.getByRole('checkbox', { name: /^RR/ }).last().uncheck();
  await expect.poll(() => drawnPath(page)).not.toEqual(before);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => drawnPath(page)).toEqual(before);
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.goto('about:blank');
  await openQuietly(page, new URL(link).hash);
  expect(await drawnPath(page)).toEqual(before);
});

import type { Page } from '@playwright/test';
import { expect, test } from './journey.ts';

/*
 * The log fetches what is in view and a filter goes through the run piece by piece: what it shows must be what it
 * would show if it held every row.
 */

const selected = (page: Page) => page.locator('[role=row][aria-selected=true]');
const shown = (page: Page) => page.getByRole('status').filter({ hasText: / events$/ });

test('the log is filtered, walked by keys and scrolled to its last row', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByTestId('path')).toBeAttached();
  await page.getByRole('tab', { name: 'Log' }).click();
  const grid = page.getByRole('grid', { name: 'Events of the run' });
  await expect(selected(page)).toHaveCount(1);
  const all = Number((await shown(page).textContent())?.split(' ')[0]);
  expect(all).toBeGreaterThan(1);

  await grid.focus();
  const before = Number(await selected(page).getAttribute('aria-rowindex'));
  await page.keyboard.press('ArrowDown');
  await expect(selected(page)).toHaveAttribute('aria-rowindex', String(before + 1));

  await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(page.locator(`[role=row][aria-rowindex="${all + 1}"]`)).toBeVisible();

  await page.getByLabel('Filter the log').fill('verdict:redirected');
  await expect(shown(page)).not.toHaveAttribute('aria-busy', 'true');
  await expect(shown(page)).toHaveText(/^\d+ of \d+ events$/);
  const [left] = ((await shown(page).textContent()) ?? '').split(' ');
  await expect(grid).toHaveAttribute('aria-rowcount', String(Number(left) + 1));
  const verdicts = await page.locator('[role=row][aria-selected] :nth-child(11)').allTextContents();
  expect(new Set(verdicts)).toEqual(new Set(['redirected']));

  await page.getByLabel('Filter the log').fill('verdict:fault');
  await expect(page.getByText(`0 of ${all} match.`)).toBeVisible();
});

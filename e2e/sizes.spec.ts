import type { Page } from '@playwright/test';
import { expect, expectAccessible, openQuietly, runByName, test } from './journey.ts';

/* Zoomed, in the person's own colours, and in a language that runs the other way. */

/** How far the page is wider than its window, CSS px. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

for (const [name, width, height] of [
  ['400 % of 1280x1024', 320, 256],
  ['200 % of 1280x720', 640, 360],
] as const) {
  test(`zoomed to ${name}: nothing is cut off sideways, and all of it can be reached`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await openQuietly(page);
    expect(await overflow(page)).toBe(0);
    await expect(page.getByRole('button', { name: 'Next hop' })).toBeInViewport();
    // The sheet grows to what is read in it.
    await page.getByRole('slider', { name: 'Resize bottom dock' }).focus();
    await page.keyboard.press('ArrowUp');
    const last = page.getByRole('tab', { name: 'Sequence' });
    await last.click();
    await expect(last).toBeInViewport();
    await expect(page.getByRole('tabpanel')).toBeInViewport();
    await runByName(page, 'Add a transfer');
    const dialog = page.getByRole('dialog', { name: 'Add a transfer' });
    const box = await dialog.boundingBox();
    expect(box?.width).toBeLessThanOrEqual(width);
    expect(box?.height).toBeLessThanOrEqual(height);
    const add = dialog.getByRole('button', { name: 'Add', exact: true });
    await add.scrollIntoViewIfNeeded();
    await expect(add).toBeInViewport();
    expect(await overflow(page)).toBe(0);
  });
}

test('in forced colours every word has another colour than its ground', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.goto('/');
  await expect(page.getByTestId('path')).toBeVisible();
  const chip = page.locator('[data-acs="RR"][data-on="true"]').first();
  await expect(chip).toBeVisible();
  const look = await chip.evaluate((one) => {
    const { color, backgroundColor, forcedColorAdjust } = getComputedStyle(one);
    return { isPlain: color === backgroundColor, forcedColorAdjust };
  });
  // `none`: the browser paints no plate of the ground's colour behind the letters.
  expect(look).toEqual({ isPlain: false, forcedColorAdjust: 'none' });
  await expectAccessible(page);
});

test('from right to left nothing is cut off, and what the machine says keeps its order', async ({
  page,
}) => {
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      document.documentElement.dir = 'rtl';
    });
  });
  await openQuietly(page);
  expect(await overflow(page)).toBe(0);
  const directions = await page.evaluate(() =>
    [...document.querySelectorAll('code, output, .font-mono, [data-region="canvas"]')].map(
      (one) => getComputedStyle(one).direction,
    ),
  );
  expect(new Set(directions)).toEqual(new Set(['ltr']));
  const play = await page.getByRole('button', { name: 'Play' }).boundingBox();
  const next = await page.getByRole('button', { name: 'Next hop' }).boundingBox();
  expect(play?.x).toBeLessThan(next?.x ?? 0);
  // A lane reads as one line of the time axis: its name, then its bars, later ones further right.
  const lane = page.getByTestId('lane').first();
  await expect(lane).toBeVisible();
  const name = await lane.getByRole('rowheader').boundingBox();
  const bars = await lane.getByRole('gridcell').boundingBox();
  expect(name?.x).toBeLessThan(bars?.x ?? 0);
});

import type { Page } from '@playwright/test';
import { PRESETS } from '../src/core/scenario/presets/index.ts';
import type { Bookmark, Scenario } from '../src/core/scenario/schema.ts';
import { encodeShareLink } from '../src/formats/share-link.ts';
import { expect, expectAccessible, openQuietly, runByName, test } from './journey.ts';

const BOOKMARKS: Bookmark[] = [
  { id: 'b1', caption: 'NIC0 sends a write', tPs: 0, tlp: 0 },
  {
    id: 'b2',
    caption: 'RR sends it upstream',
    tPs: 50_000,
    tlp: 0,
    selection: ['sw0-dsp2'],
    view: { x: 0, y: 100, width: 700, height: 400 },
  },
  { id: 'b3', caption: 'It arrives', tPs: 850_000, tlp: 0 },
];

/** The link that presents a document. */
function presentation(scenario: Scenario): string {
  const hash = encodeShareLink(scenario, { tPs: 0, selection: [], tlpId: null });
  return `?present=1${hash}`;
}

const redirected: Scenario = { ...PRESETS[0].scenario, bookmarks: BOOKMARKS };

/** Size on screen of the smallest word on the canvas, px. */
async function smallestWord(page: Page): Promise<number> {
  return page.evaluate(() => {
    const pane = document.querySelector('.react-flow__viewport');
    const zoom = pane === null ? 1 : new DOMMatrix(getComputedStyle(pane).transform).a;
    const walker = document.createTreeWalker(pane ?? document.body, NodeFilter.SHOW_TEXT);
    let least = Number.POSITIVE_INFINITY;
    while (walker.nextNode()) {
      const { parentElement: element, textContent } = walker.currentNode;
      if (element === null || textContent?.trim() === '' || element.closest('svg')) continue;
      const isSeen = element.checkVisibility({ visibilityProperty: true });
      const isForReaders = element.closest('.sr-only') !== null;
      if (!isSeen || isForReaders) continue;
      least = Math.min(least, Number.parseFloat(getComputedStyle(element).fontSize) * zoom);
    }
    return least;
  });
}

test('bookmarks: add, name, go, on the ruler, undone in one step', async ({ page }) => {
  await openQuietly(page);
  await page.getByRole('button', { name: 'Next hop' }).click();
  await runByName(page, 'Bookmark this instant');
  const dialog = page.getByRole('dialog', { name: 'Bookmarks' });
  await dialog.getByRole('textbox', { name: 'Caption of bookmark 1' }).fill('RR decides');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('bookmark-mark')).toHaveCount(1);
  const position = page.getByRole('slider', { name: 'Position in time' });
  const marked = await position.getAttribute('aria-valuenow');
  await page.getByRole('button', { name: 'Go to the end' }).click();
  await expect(position).not.toHaveAttribute('aria-valuenow', marked ?? '');
  await runByName(page, 'Bookmarks');
  await expect(dialog.getByRole('textbox')).toHaveValue('RR decides');
  await dialog.getByRole('button', { name: 'Go to bookmark 1' }).click();
  await expect(position).toHaveAttribute('aria-valuenow', marked ?? '');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('bookmark-mark')).toHaveCount(0);
});

test('presents bookmarks as steps by the keys of a remote control', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await openQuietly(page, presentation(redirected));
  const caption = page.getByTestId('caption');
  await expect(caption).toContainText('NIC0 sends a write');
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(0);
  await page.keyboard.press('PageDown');
  await expect(caption).toContainText('RR sends it upstream');
  await page.keyboard.press('ArrowRight');
  await expect(caption).toContainText('3/3');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowLeft');
  await expect(caption).toContainText('1/3');
  expect(await smallestWord(page)).toBeGreaterThanOrEqual(16);

  await page.keyboard.press('x');
  await page.mouse.move(600, 400);
  await expect(page.getByTestId('laser')).toHaveCSS('transform', 'matrix(1, 0, 0, 1, 600, 400)');
  const colors = new Set<string>();
  for (let n = 0; n < 3; n += 1) {
    colors.add(await page.getByTestId('laser').evaluate((one) => getComputedStyle(one).color));
    await page.keyboard.press('x');
  }
  expect(colors.size).toBe(3);
  await expect(page.getByTestId('laser')).toHaveCount(0);
  await page.keyboard.press('s');
  await expect(page.getByTestId('spotlight')).toBeVisible();
  await page.keyboard.press('s');
  await expect(page.locator('html')).toHaveAttribute('data-cursor', 'hidden');
  await page.mouse.move(500, 400);
  await expect(page.locator('html')).not.toHaveAttribute('data-cursor', 'hidden');

  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1, name: 'Redirected by RR' })).toBeVisible();
  expect(new URL(page.url()).search).toBe('');
});

/** Small, tall, wide, and with a switch below a switch. */
const WALL = ['root-ports', 'hgx-server', 'dual-socket', 'storage-box', 'power9'];

for (const { id, scenario } of PRESETS.filter((one) => WALL.includes(one.id))) {
  test(`words of ${id} are at least 16 px on the wall`, async ({ page }) => {
    await page.setViewportSize({ width: 1920, height: 1080 });
    await openQuietly(page, presentation(scenario));
    await expect.poll(() => smallestWord(page)).toBeGreaterThanOrEqual(16);
  });
}

test('the presentation is accessible', async ({ page }) => {
  await openQuietly(page, presentation(redirected));
  await expect(page.getByTestId('caption')).toContainText('NIC0 sends a write');
  await expectAccessible(page);
});

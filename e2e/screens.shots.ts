import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { runByName } from './journey.ts';

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
];
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

async function openAt(page: Page, width: number, theme: Theme, address = '/'): Promise<void> {
  const height = SIZES.find((size) => size.width === width)?.height ?? 320;
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.goto(address);
  await expect(page.getByTestId('path')).toBeVisible();
}

async function openExample(page: Page, title: string): Promise<void> {
  await runByName(page, title);
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

async function shoot(page: Page, name: string): Promise<void> {
  // What a screen loads when it is first shown has come, and so has what moves.
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(600);
  await page.screenshot({ path: `docs/images/${name}.png` });
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();

for (const { width, height } of SIZES) {
  for (const theme of THEMES) {
    test(`main screen at ${width}x${height}, ${theme}`, async ({ page }) => {
      await openAt(page, width, theme);
      await page.getByRole('list', { name: /hops/i }).getByRole('button').nth(1).click();
      await shoot(page, `main-${width}x${height}-${theme}`);
    });
  }
}

/** Every other screen of docs/screens.md, by the name of its picture. */
const SCREENS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  gallery: (page) => page.getByRole('button', { name: 'Examples' }).click(),
  inspect: async (page) => {
    await page.locator('[data-part="sw0-dsp2"]').click();
    await tab(page, 'Inspect');
  },
  query: async (page) => {
    await openExample(page, 'Redirected into a dead end');
    await tab(page, 'Query');
  },
  log: (page) => tab(page, 'Log'),
  addresses: (page) => tab(page, 'Addresses'),
  bytes: (page) => tab(page, 'Bytes'),
  matrix: (page) => tab(page, 'Matrix'),
  walk: async (page) => {
    await openExample(page, 'A guest with an SMMU of its own');
    await tab(page, 'Walk');
  },
  sequence: async (page) => {
    await openExample(page, 'T=0 to a private BAR');
    await tab(page, 'Sequence');
  },
  plan: (page) => openExample(page, 'A buffer of two ranges'),
  lessons: (page) => runByName(page, 'Lessons'),
  import: (page) => runByName(page, 'Import'),
  export: (page) => runByName(page, 'Export'),
  share: (page) => page.getByRole('button', { name: 'Share' }).click(),
  present: (page) => page.getByRole('button', { name: 'Present' }).click(),
};

for (const [name, show] of Object.entries(SCREENS)) {
  for (const theme of THEMES) {
    test(`${name}, ${theme}`, async ({ page }) => {
      await openAt(page, 1280, theme);
      await show(page);
      await shoot(page, `${name}-${theme}`);
    });
  }
}

test('embedded at 640x400', async ({ page }) => {
  await openAt(page, 1280, 'light', '/?embed=1');
  await page.setViewportSize({ width: 640, height: 400 });
  await shoot(page, 'embed');
});

import { expect, test } from '@playwright/test';

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
];

for (const { width, height } of SIZES) {
  for (const theme of ['light', 'dark'] as const) {
    test(`main screen at ${width}x${height}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.goto('/');
      await expect(page.getByRole('application')).toBeVisible();
      await expect(page.locator('.react-flow__node').first()).toBeVisible();
      await page.getByRole('list', { name: /hops/i }).getByRole('button').nth(1).click();
      await page.screenshot({ path: `docs/images/main-${width}x${height}-${theme}.png` });
    });
  }
}

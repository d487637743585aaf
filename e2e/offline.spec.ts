import { expect, test } from '@playwright/test';

test.use({ serviceWorkers: 'allow' });

test('once opened, the playground opens without a network', async ({ page, context }) => {
  await page.goto('/');
  await expect(page.getByRole('application')).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('application')).toBeVisible();
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
  await expect(page.getByTestId('path')).toBeAttached();
});

test('nothing is asked of another origin', async ({ page, baseURL }) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== baseURL) foreign.push(request.url());
  });
  await page.goto('/');
  await expect(page.getByTestId('path')).toBeAttached();
  expect(foreign).toEqual([]);
});

import type { Page } from '@playwright/test';
import { expect, expectAccessible, openQuietly, runByName, test } from './journey.ts';

async function openExample(page: Page, title: string): Promise<void> {
  await openQuietly(page);
  await runByName(page, `>${title}`);
  await expect(page.getByRole('button', { name: title })).toBeVisible();
}

test('a refused transfer says where Linux stopped, and sends nothing', async ({ page }) => {
  await openExample(page, 'A buffer of two ranges');
  await expect(page.getByTestId('outcome')).toContainText('-EEXIST');
  const steps = page.getByRole('list', { name: 'What Linux does before the first TLP, in order' });
  await expect(steps.locator('[aria-current=step]')).toContainText('Range 2: refused');
  await page.getByRole('button', { name: 'Next step' }).click();
  await expect(steps.locator('[aria-current=step]')).toContainText('Give the IOVA back');
  await expect(page.getByText('No TLP is sent').first()).toBeVisible();
  await expectAccessible(page);
});

test('the plan is stepped through to its TLPs, and another kernel answers again', async ({
  page,
}) => {
  await openExample(page, 'The DMA range map and MMIO');
  await expect(page.getByTestId('outcome')).toContainText('wrong target');
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await expect(page.getByText('Step 1 of 5')).toBeVisible();
  await runByName(page, 'Next step of the Linux plan');
  await expect(page.getByText('Step 2 of 5')).toBeVisible();
  for (let n = 0; n < 4; n++) await runByName(page, 'Next step of the Linux plan');
  await expect(page.getByText('Hop 1 of 6', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await page.getByRole('button', { name: '7.3 – intended' }).click();
  await expect(page.getByTestId('outcome')).toContainText('-ENOMEM');
  await runByName(page, 'Undo');
  await expect(page.getByTestId('outcome')).toContainText('wrong target');
});

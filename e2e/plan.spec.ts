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

test('a mask that does not fit: refused at map time as merged, at attach as proposed', async ({
  page,
}) => {
  await openExample(page, 'A 32-bit mask and a 64-bit BAR');
  const steps = page.getByRole('list', { name: 'What Linux does before the first TLP, in order' });
  await expect(page.getByTestId('outcome')).toContainText('-ENOMEM');
  await expect(steps.locator('[aria-current=step]')).toContainText('Range 1: refused');
  await page.getByRole('button', { name: 'Show it that way' }).click();
  await expect(page.getByTestId('outcome')).toContainText('-EINVAL');
  await expect(steps).toContainText('DMABUF-PROPOSED-ATTACH');
  await page.getByLabel('Refused at').selectOption('map time, as merged');
  await expect(page.getByTestId('outcome')).toContainText('-ENOMEM');
});

test('a reset in the middle revokes the buffer; it is taken back like any other edit', async ({
  page,
}) => {
  await openExample(page, 'A reset while writes are in flight');
  const pieces = page.getByLabel('Piece of the transfer');
  await expect(pieces.locator('option')).toHaveText([/delivered/, /unsupported request/]);
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  const life = page.getByRole('region', { name: 'The dma-buf behind it' });
  await expect(life.getByRole('listitem')).toHaveText([
    /exported/,
    /attached/,
    /mapped/,
    /revoked/,
    /drained/,
  ]);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Take back: Reset' }).click();
  await expect(life.getByRole('listitem')).toHaveCount(3);
  await expect(pieces).toHaveCount(0);
  await runByName(page, 'Undo');
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await expect(life.getByRole('listitem')).toHaveCount(5);
});

test('a drawn transfer is handed to Linux and taken back', async ({ page }) => {
  await openExample(page, 'Straight through the switch');
  await page.getByRole('button', { name: 'Let Linux map it' }).click();
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await expect(page.getByText('Step 1 of 5')).toBeVisible();
  await page.getByLabel('Ranges').selectOption('2');
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await page.getByRole('button', { name: 'Send it as it is drawn' }).click();
  await expect(page.getByRole('button', { name: 'Let Linux map it' })).toBeVisible();
});

import { expect, expectAccessible, openQuietly, test } from './journey.ts';

test('times are edited where they belong, and nonsense is not taken over', async ({ page }) => {
  await openQuietly(page);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Inspect' }).click();
  const timing = page.getByRole('region', { name: 'Timing' });
  const field = timing.getByLabel('Switch', { exact: true });
  await field.fill('fast');
  await field.press('Enter');
  await expect(timing.getByRole('alert')).toContainText('“fast” is no time');
  await expect(field).toHaveValue('');
  await field.fill('1.5 us');
  await field.press('Enter');
  await expect(field).toHaveValue('1.50 µs');
  await timing.getByRole('combobox', { name: 'Inputs' }).selectOption('weighted');
  await timing.getByRole('combobox', { name: 'Switches' }).selectOption('storeAndForward');
  await timing.getByRole('checkbox', { name: 'SKP sets' }).click();
  await expect(timing.getByText('No links wait for each other.')).toBeVisible();
  await expectAccessible(page);
  await page.getByTestId('rf__wrapper').getByText('DSP2', { exact: true }).click();
  await page.getByLabel('TLPs in a turn').fill('3');
  await page.getByLabel('TLPs in a turn').press('Enter');
  await page.getByTestId('rf__wrapper').getByText('NIC0', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Timeout' }).selectOption('16');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('combobox', { name: 'Timeout' })).toHaveValue('0');
});

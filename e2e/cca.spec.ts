import { expect, expectAccessible, openQuietly, runByName, test } from './journey.ts';

test.describe('the life of an assigned device', () => {
  test('is stepped by keys and by list, both ways; the BAR moves', async ({ page }) => {
    await openQuietly(page);
    await runByName(page, 'Show the life of an assigned device');
    const steps = page.getByRole('list', { name: 'Steps' });
    const bar = page.getByRole('row', { name: /BAR as the Realm sees it/ });
    await steps.getByRole('button', { name: 'The host maps the BAR as shared' }).click();
    await expect(bar).toContainText('0x80_1000_1000');
    await steps.getByRole('button', { name: 'The Realm asks for validation' }).click();
    await expect(bar).toContainText('at no address');
    await page.keyboard.press('PageDown');
    await expect(bar).toHaveAttribute('data-changed');
    await expect(bar).toContainText('0x00_1000_1000');
    await page.keyboard.press('PageUp');
    await expect(bar).not.toHaveAttribute('data-changed');
    await page.keyboard.press('ArrowDown');
    await expect(steps.getByRole('button', { name: 'The mapping becomes valid' })).toHaveAttribute(
      'aria-current',
      'step',
    );
  });

  test('a step goes on the canvas with its tables and both writes', async ({ page }) => {
    await openQuietly(page);
    await runByName(page, 'Show the life of an assigned device');
    await page.getByRole('button', { name: 'The importer goes the same way' }).click();
    await expect(page.getByTestId('life-probes')).toContainText('Delivered with T=1');
    await page.getByRole('button', { name: 'Show me' }).click();
    await expect(page.getByText('Assigned device, step 14').first()).toBeVisible();
    await expect(page.getByText('2 flows')).toBeVisible();
    await expectAccessible(page);
  });
});

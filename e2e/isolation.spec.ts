import { expect, expectAccessible, openQuietly, runByName, test } from './journey.ts';

test('groups that promise more than the wires keep are named with the pair that proves it', async ({
  page,
}) => {
  await openQuietly(page);
  await runByName(page, '>Straight through the switch');
  await runByName(page, 'IOMMU groups on the canvas');
  const gaps = page.getByRole('region', { name: 'Groups promise more than the wires keep' });
  await expect(gaps).toBeVisible();
  await gaps.getByRole('button').first().click();
  await expect(page.getByRole('tab', { name: 'Query' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tab', { name: 'Matrix' }).click();
  await page.getByRole('button', { name: 'Told / done' }).click();
  await page.getByRole('button', { name: /Only where they differ/ }).click();
  await expect(
    page.getByText('Different IOMMU groups, yet the request goes direct.').first(),
  ).toBeVisible();
  await expectAccessible(page);
});

test('a config_acs string that the kernel refuses is not taken over', async ({ page }) => {
  await openQuietly(page);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Inspect' }).click();
  const line = page.getByLabel('Command line');
  await line.fill('pci=config_acs=12x@0000:02:01.0');
  await line.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Invalid ACS flags');
  await expect(line).toHaveValue('');
  await line.fill('iommu.passthrough=1');
  await line.press('Enter');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(line).toHaveValue('iommu.passthrough=1');
});

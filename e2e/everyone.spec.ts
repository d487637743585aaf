import { expect, expectAccessible, openQuietly, runByName, test } from './journey.ts';

for (const theme of ['light', 'dark', 'contrast'] as const) {
  test(`axe finds nothing in the ${theme} theme`, async ({ page }) => {
    await page.addInitScript(
      (name) =>
        localStorage.setItem(
          'p2pdma.preferences.1',
          JSON.stringify({ theme: name, isLeftOpen: true }),
        ),
      theme,
    );
    await openQuietly(page);
    await expectAccessible(page);
  });
}

for (const [words, dialog] of [
  ['Open an example', 'Examples'],
  ['Import a machine', 'Import a machine'],
  ['Share a link', 'Share'],
  ['Keyboard shortcuts', 'Keyboard shortcuts'],
  ['Add a transfer', 'Add a transfer'],
  ['Connect or move', 'Connect or move'],
] as const) {
  test(`axe finds nothing in the dialog "${dialog}", and Escape gives focus back`, async ({
    page,
  }) => {
    await openQuietly(page);
    await page.getByRole('button', { name: 'Play', exact: true }).focus();
    await runByName(page, words);
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeFocused();
  });
}

test('F6 walks through the regions, and letters act only where they should', async ({ page }) => {
  await openQuietly(page);
  const regions = new Set<string>();
  for (let n = 0; n < 8; n += 1) {
    await page.keyboard.press('F6');
    const region = await page.evaluate(
      () => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region'] ?? '',
    );
    regions.add(region);
  }
  expect([...regions].sort()).toEqual([
    'bottom',
    'canvas',
    'left',
    'right',
    'status',
    'toolbar',
    'transport',
  ]);

  await page.getByRole('button', { name: 'Share' }).focus();
  await page.keyboard.press('q');
  await expect(page.getByRole('tab', { name: 'Explain' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('slider', { name: 'Position in time' }).focus();
  await page.keyboard.press('q');
  await expect(page.getByRole('tab', { name: 'Query' })).toHaveAttribute('aria-selected', 'true');
});

test('a machine is built, wired and run by keyboard alone', async ({ page }) => {
  await openQuietly(page);
  await runByName(page, 'New document');
  await expect(page.getByText('An empty machine')).toBeVisible();
  await runByName(page, 'Add a host bridge');
  await runByName(page, 'Add a switch');
  await runByName(page, 'Add a GPU');
  await runByName(page, '@SW0');
  await runByName(page, 'Add a NIC');
  await runByName(page, 'Add a transfer');
  await page.getByRole('button', { name: 'Add', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('path')).toBeVisible();
  await expect(page.getByText(/^[1-9]\d* events$/)).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('view and play first: hops by tap, panels in the sheet, the outline in a drawer', async ({
    page,
  }) => {
    await openQuietly(page);
    await page.getByRole('button', { name: 'Next hop' }).tap();
    await expect(page.getByText('P2P Request Redirect').first()).toBeVisible();
    await page.getByRole('tab', { name: 'Log' }).tap();
    await expect(page.getByRole('tabpanel')).toBeVisible();
    await runByName(page, 'Addresses');
    await expect(page.getByRole('tab', { name: 'Addresses', selected: true })).toBeInViewport();
    await page.getByRole('button', { name: 'Left dock' }).tap();
    await expect(page.getByRole('tree', { name: 'Machine' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('tree', { name: 'Machine' })).toHaveCount(0);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(390);
    await expectAccessible(page);
  });
});

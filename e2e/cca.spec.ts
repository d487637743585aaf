import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, openQuietly, runByName, test } from './journey.ts';

async function openExample(page: Page, title: string): Promise<void> {
  await runByName(page, `>${title}`);
  await expect(page.getByRole('button', { name: title }).first()).toBeVisible();
}

/** Drags from the middle of one thing to the middle of another. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [a, b] = [await from.boundingBox(), await to.boundingBox()];
  if (a === null || b === null) throw new Error('nothing to drag');
  await page.mouse.move(a.x + a.width / 2, a.y + a.height - 8);
  await page.mouse.down();
  await page.mouse.move(a.x, a.y - 40, { steps: 4 });
  await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 8 });
  await page.mouse.up();
}

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

test.describe('software that owns devices', () => {
  test('a device dropped on a Realm belongs to it; the broken rule is named and simulated', async ({
    page,
  }) => {
    await openQuietly(page);
    await openExample(page, 'T=1 between two devices of a Realm');
    const realm = page.getByRole('button', { name: /^Realm Realm 0/ });
    await expect(realm).toHaveAccessibleName(/ACC0, NIC0/);
    await runByName(page, 'Add a VM');
    const vm = page.getByRole('button', { name: /^VM VM 0/ });
    const card = page.getByTestId('rf__node-nic0');
    await drag(page, card, vm);
    await expect(vm).toHaveAccessibleName(/NIC0/);
    await expect(realm).not.toHaveAccessibleName(/NIC0/);
    const rules = page.getByRole('list', { name: 'Broken rules' });
    await expect(rules).toContainText('SW-LOCKED-OWNER');
    await expect(rules).toContainText('NIC0 is in RUN, but belongs to VM 0');
    await expect(page.getByText('1 flow', { exact: true })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(realm).toHaveAccessibleName(/ACC0, NIC0/);
  });

  test('the same by form', async ({ page }) => {
    await openQuietly(page);
    await openExample(page, 'T=0 to a private BAR');
    await runByName(page, '@NIC0');
    await runByName(page, 'Inspect the selection');
    await page.getByRole('combobox', { name: 'Owner' }).selectOption('Realm 0');
    await expect(page.getByRole('button', { name: /^Realm Realm 0/ })).toHaveAccessibleName(/NIC0/);
  });

  test('a broken invariant names its ranges', async ({ page }) => {
    await openQuietly(page);
    await openExample(page, 'A guest address that is a neighbour’s');
    await runByName(page, 'Show the software');
    const rules = page.getByRole('list', { name: 'Broken rules' });
    await expect(rules).toContainText('SW-I1');
    await expect(rules).toContainText('0x60_0000_0000 to 0x6f_ffff_ffff');
  });
});

test.describe('the CCA matrix', () => {
  test('all rows are listed, filtered, tried and shown', async ({ page }) => {
    await openQuietly(page);
    await runByName(page, 'Show the matrix');
    await page.getByRole('button', { name: 'CCA', exact: true }).click();
    await page.getByRole('button', { name: 'All rows' }).click();
    await expect(page.getByText('158 of 158')).toBeVisible();
    await page.getByRole('searchbox', { name: 'Filter the rows' }).fill('GPF_ABORT T=0');
    const table = page.getByRole('table', { name: 'All rows of the CCA matrix' });
    await expect(table.getByRole('row', { name: /T0\.R\.bo\.m1\.F/ })).toContainText('SMMU-GPF');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Show T0.R.bo.m1.F on the canvas' }).click();
    await expect(page.getByText('Importer and exporter under CCA').first()).toBeVisible();
    await page.getByRole('button', { name: 'Set the form to T0.R.bo.m1.F' }).click();
    await expect(page.getByTestId('cca-outcome')).toContainText('Granule protection fault');
    await expect(page.getByTestId('cca-outcome')).toContainText('stated');
    await page.getByRole('checkbox', { name: 'Mirrored mapping' }).uncheck();
    await expect(page.getByTestId('cca-outcome')).toContainText('SMMU fault');
  });
});

test.describe('the invariants of a guest', () => {
  test('name whose memory is overwritten; a right guest address keeps them', async ({ page }) => {
    await openQuietly(page);
    await openExample(page, 'A guest address that is a neighbour’s');
    await expect(page.getByTestId('outcome')).toHaveText('Delivered to the wrong target: GPU1');
    await runByName(page, 'Show the matrix');
    await page.getByRole('button', { name: 'Invariants', exact: true }).click();
    const table = page.getByRole('table', { name: 'What VM 0 must keep' });
    const row = table.getByRole('row', { name: /^NIC0 .* GPU0 BAR2/ });
    await expect(row).toContainText('I1 broken');
    await expect(row.getByRole('cell').last()).toHaveText('GPU1');
    await expectAccessible(page);
    const gpa = row.getByRole('textbox', { name: 'GPA of GPU0 BAR2 in VM 0' });
    await gpa.fill('somewhere');
    await gpa.press('Enter');
    await expect(page.getByRole('alert')).toContainText('somewhere is no address');
    await gpa.fill('0x40_0000_0000');
    await gpa.press('Enter');
    await expect(row).toContainText('holds');
    await expect(row.getByRole('cell').last()).toHaveText('GPU0');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(row).toContainText('I1 broken');
    await row.getByRole('button', { name: /Ask for the path/ }).click();
    await expect(page.getByRole('tab', { name: 'Query' })).toHaveAttribute('aria-selected', 'true');
  });
});

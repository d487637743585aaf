import type { Page } from '@playwright/test';
import { expect, expectAccessible, openQuietly, runByName, test } from './journey.ts';

/** Opens an example with the walk of its first transfer. */
async function openWalk(page: Page, example: string): Promise<void> {
  await openQuietly(page);
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('dialog').getByRole('button').filter({ hasText: example }).first().click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await runByName(page, 'Show the table walk');
  await expect(page.getByTestId('walk-output')).toBeVisible();
}

const reads = (page: Page) => page.getByRole('listbox', { name: /Table reads in order/ });
const output = (page: Page) => page.getByTestId('walk-output');

/** Takes the entry of a read in hand. */
async function edit(page: Page, read: RegExp): Promise<void> {
  await reads(page).getByRole('option', { name: read }).click();
  await page.getByTestId('command-walk.edit').click();
}

test('an entry is edited in the walk: the event it gives, undone, and an unmapped page', async ({
  page,
}) => {
  await openWalk(page, 'A guest with an SMMU of its own');
  await expect(output(page)).toContainText('0x40_0000_3000');

  await edit(page, /, STE:/);
  await page.getByLabel('S2TG', { exact: true }).selectOption('3');
  await expect(page.getByTestId('entry-event')).toHaveText('gives C_BAD_STE');
  await expectAccessible(page);
  await page.getByTestId('command-walk.write').click();
  await expect(output(page)).toHaveText('C_BAD_STE');
  await expect(reads(page).getByRole('option')).toHaveCount(2);
  await expect(page.getByTestId('path')).toHaveAttribute('data-verdicts', /fault$/);
  await expectAccessible(page);

  await page.keyboard.press('Control+z');
  await expect(output(page)).toContainText('0x40_0000_3000');
  await expect(page.getByTestId('command-edit.undo')).toBeDisabled();

  await edit(page, /, S1 L3:/);
  await page.getByLabel('Valid', { exact: true }).selectOption('0');
  await page.getByTestId('command-walk.write').click();
  await expect(output(page)).toHaveText('F_TRANSLATION');

  await page.getByTestId('command-walk.restore').click();
  await expect(output(page)).toContainText('0x40_0000_3000');
});

test('an entry refuses what its bits cannot hold, and Escape lets it go unchanged', async ({
  page,
}) => {
  await openWalk(page, 'A guest with an SMMU of its own');
  await edit(page, /, STE:/);
  const vmid = page.getByLabel('S2VMID', { exact: true });
  await vmid.fill('0x10000');
  await vmid.press('Enter');
  await expect(page.getByText('S2VMID has bits 143:128: give at most 0xffff.')).toBeVisible();
  await expect(page.getByTestId('command-walk.write')).toBeDisabled();
  await page.getByLabel('V', { exact: true }).selectOption('0');
  await expect(page.getByTestId('command-walk.write')).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('command-walk.edit')).toBeVisible();
  await expect(output(page)).toContainText('0x40_0000_3000');
});

test('a range is unmapped and mapped again in Inspect, and its memory type reaches the output', async ({
  page,
}) => {
  await openWalk(page, 'A guest with an SMMU of its own');
  await page.getByRole('button', { name: /SMMU0/ }).first().click();
  await runByName(page, 'Inspect the selection');
  const host = page.getByRole('region', { name: 'Host, IPA to PA' });
  await host.getByText('0x20_0000_1000').click();
  await host.getByLabel('Memory type').selectOption('cache');
  await expect(output(page)).toContainText('Device-nGnRE');
  const guest = page.getByRole('region', { name: 'Guest, IOVA to IPA' });
  await guest.getByText('0x70_0000_0000').click();
  await guest.getByLabel('Memory type').selectOption('cache');
  await expect(output(page)).toContainText('Normal-WB');

  await host.getByLabel('Size').fill('1000');
  await host.getByLabel('Size').press('Enter');
  await expect(host.getByText(/not a multiple of 4 KiB pages/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expectAccessible(page);

  await guest.getByRole('button', { name: /^Unmap/ }).click();
  await expect(output(page)).toHaveText('F_TRANSLATION');
  await guest.getByRole('button', { name: 'Map a range' }).click();
  await guest.getByText('0x1000 → GPU0 BAR0').click();
  await guest.getByLabel('From').fill('0x70_0000_0000');
  await guest.getByLabel('From').press('Enter');
  await guest.getByLabel('Output').selectOption({ label: 'An address' });
  await guest.getByLabel('Address').fill('0x20_0000_1000');
  await guest.getByLabel('Address').press('Enter');
  await expect(output(page)).toContainText('0x40_0000_3000');
});

test('what a cache had is grey: a cold walk, a TLB hit, and the page behind it', async ({
  page,
}) => {
  await openWalk(page, 'A guest with an SMMU of its own');
  const told = page.getByTestId('walk-reads');
  await expect(told).toHaveText('16 memory reads, 4 from a cache');
  await runByName(page, 'Next TLP');
  await expect(told).toHaveText('TLB hit: nothing read; 20 reads with empty caches');
  await runByName(page, 'Next TLP');
  await expect(told).toHaveText('3 memory reads, 17 from a cache');
  await expect(reads(page).locator('[data-cached="true"]')).toHaveCount(17);
});

test('the event queue lists the records of a run, field by field', async ({ page }) => {
  await openWalk(page, 'A stage-2 fault');
  await page.getByRole('button', { name: /SMMU0/ }).first().click();
  await runByName(page, 'Inspect the selection');
  const queue = page.getByRole('region', { name: 'Event queue' });
  await expect(queue.getByRole('listitem')).toHaveCount(2);
  const first = queue.getByRole('listitem').first();
  await first.locator('summary').click();
  await expect(first.getByRole('row', { name: /^CLASS/ })).toContainText('IN');
  await expect(first.getByRole('row', { name: /^RnW/ })).toContainText('write');
  await first.getByRole('button', { name: /^Follow TLP/ }).click();
  await expect(output(page)).toHaveText('F_TRANSLATION');
  await expectAccessible(page);
});

test('the addresses of both worlds stand side by side, folded or to scale, with owners', async ({
  page,
}) => {
  await openQuietly(page);
  await page.getByRole('button', { name: 'Examples' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button').filter({ hasText: 'A shared BAR, reached with T=0' }).click();
  await runByName(page, 'Show the addresses');
  const hypervisor = page.getByRole('list', { name: 'IPA, T=0' });
  await expect(hypervisor).toContainText('0x80_1000_1000');
  await expect(page.getByRole('list', { name: 'IPA, T=1' })).toContainText('Realm stage 2');
  await expectAccessible(page);
  const band = page.getByRole('list', { name: 'PA' }).getByRole('listitem').first();
  const folded = await band.boundingBox();
  await page.getByLabel('Fold gaps').click();
  await expect.poll(async () => (await band.boundingBox())?.height).not.toBe(folded?.height);
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(page.getByRole('row', { name: /ACC0 BAR2/ })).toContainText('ACC0');
});

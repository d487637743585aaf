import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, openQuietly, runByName, test } from './journey.ts';
import { SHARED, hasShared } from '../tests/shared.ts';

const LSPCI = `00:00.0 Host bridge [0600]: Intel Corporation Device [8086:09a2]
00:01.0 PCI bridge [0604]: Intel Corporation Device [8086:352a] (prog-if 00 [Normal decode])
\tControl: I/O- Mem+ BusMaster+ SpecCycle- MemWINV- VGASnoop- ParErr- Stepping- SERR- FastB2B- DisINTx-
\tBus: primary=00, secondary=01, subordinate=01, sec-latency=0
\tMemory behind bridge: 90000000-901fffff [size=2M] [32-bit]
\tPrefetchable memory behind bridge: 4000000000-4fffffffff [size=64G] [64-bit]
\tCapabilities: [40] Express (v2) Root Port (Slot+), IntMsgNum 0
\t\tLnkCap:\tPort #1, Speed 32GT/s, Width x16, ASPM L1, Exit Latency L1 <16us
\t\tLnkSta:\tSpeed 32GT/s, Width x16
\tCapabilities: [100 v1] Access Control Services
\t\tACSCap:\tSrcValid+ TransBlk+ ReqRedir+ CmpltRedir+ UpstreamFwd+ EgressCtrl- DirectTrans-
\t\tACSCtl:\tSrcValid+ TransBlk- ReqRedir+ CmpltRedir+ UpstreamFwd+ EgressCtrl- DirectTrans-
01:00.0 3D controller [0302]: NVIDIA Corporation Device [10de:2330]
\tControl: I/O- Mem+ BusMaster+ SpecCycle- MemWINV- VGASnoop- ParErr- Stepping- SERR- FastB2B- DisINTx-
\tRegion 0: Memory at 90000000 (32-bit, non-prefetchable) [size=16M]
\tRegion 2: Memory at 4000000000 (64-bit, prefetchable) [size=64G]
\tCapabilities: [60] Express (v2) Endpoint, IntMsgNum 0
\t\tLnkSta:\tSpeed 32GT/s, Width x16
\tone line that nobody understands
`;

async function openImport(page: Page): Promise<Locator> {
  await runByName(page, 'Import a machine');
  return page.getByRole('dialog', { name: 'Import a machine' });
}

async function paste(dialog: Locator, text: string): Promise<void> {
  await dialog.getByRole('textbox', { name: 'Text of the machine' }).fill(text);
  await dialog.getByRole('button', { name: 'Read the text' }).click();
}

test('a pasted lspci is previewed with its lines and opens as that machine', async ({ page }) => {
  await openQuietly(page);
  const dialog = await openImport(page);
  await paste(dialog, LSPCI);
  const preview = dialog.getByRole('region', { name: 'Preview' });
  await expect(preview.getByText('3 functions')).toBeVisible();
  await expect(preview.getByRole('button', { name: 'line 19' })).toBeVisible();
  await dialog.getByRole('button', { name: 'New document' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Outline' }).click();
  const tree = page.getByRole('tree', { name: 'Machine' });
  await expect(tree.getByRole('treeitem', { name: /3D controller.*01:00\.0/ })).toBeVisible();
  await expect(page.getByText(/^Sav(ing|ed)/)).toBeVisible();
});

test('a text that is no listing is refused in one sentence, and the document stays', async ({
  page,
}) => {
  await openQuietly(page);
  const dialog = await openImport(page);
  await paste(dialog, 'Dear all,\nthe meeting is at ten.\n');
  await expect(dialog.getByRole('alert')).toContainText('lspci');
  await expect(dialog.getByRole('button', { name: 'New document' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1, name: 'Redirected by RR' })).toBeVisible();
});

test('more than 5 MB is refused with its size; a reading can be stopped', async ({ page }) => {
  await openQuietly(page);
  const dialog = await openImport(page);
  const big = LSPCI.repeat(Math.ceil(5_200_000 / LSPCI.length));
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'big.txt', mimeType: 'text/plain', buffer: Buffer.from(big) });
  await expect(dialog.getByRole('alert')).toContainText('5.2 MB');
});

test('a saved document comes back through the same dialog', async ({ page }) => {
  await openQuietly(page);
  const download = page.waitForEvent('download');
  await runByName(page, 'Download the document');
  const text = readFileSync(await (await download).path(), 'utf8');
  const dialog = await openImport(page);
  await paste(dialog, text);
  await expect(dialog.getByText('"Redirected by RR" with 14 components.')).toBeVisible();
  await dialog.getByRole('button', { name: 'New document' }).click();
  await expect(page.getByText('14 components', { exact: true })).toBeVisible();
});

test('a second paste merges into the open machine, says where they disagree, and is one undo step', async ({
  page,
}) => {
  await openQuietly(page);
  let dialog = await openImport(page);
  await paste(dialog, LSPCI);
  await dialog.getByRole('button', { name: 'New document' }).click();
  await expect(dialog).toBeHidden();
  dialog = await openImport(page);
  const second = LSPCI.replace('[10de:2330]', '[10de:2331]').replace(
    '01:00.0 3D',
    '01:00.1 Audio device [0403]: NVIDIA Corporation Device [10de:1aef]\n\tCapabilities: <access denied>\n01:00.0 3D',
  );
  await paste(dialog, second);
  const preview = dialog.getByRole('region', { name: 'Preview' });
  await expect(preview.getByText('1 new function, 1 contradiction.')).toBeVisible();
  await expect(preview.getByText(/01:00\.0 deviceId "2330" here, "2331" there/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Merge into the open machine' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Outline' }).click();
  const tree = page.getByRole('tree', { name: 'Machine' });
  await expect(tree.getByRole('treeitem', { name: /01:00\.1/ })).toBeVisible();
  await expect(tree.getByRole('treeitem', { name: /01:00\.0/ })).toBeVisible();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(tree.getByRole('treeitem', { name: /01:00\.1/ })).toBeHidden();
});

test('what names no function of its own can be merged all the same', async ({ page }) => {
  await openQuietly(page);
  const dialog = await openImport(page);
  await paste(dialog, 'BOOT_IMAGE=/vmlinuz root=/dev/sda1 intel_iommu=on iommu=pt quiet\n');
  await expect(dialog.getByRole('button', { name: 'New document' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Merge into the open machine' }).click();
  await expect(dialog).toBeHidden();
});

const REAL = join(SHARED, 'data/real/lspci');

test('a real dump opens as a machine that can be looked at', async ({ page }) => {
  test.skip(!hasShared(), 'the real dumps are not beside the repository');
  await openQuietly(page);
  const dialog = await openImport(page);
  await dialog
    .locator('input[type=file]')
    .setInputFiles(join(REAL, 'plx8748-nested-fpga.vvnn.txt'));
  await dialog.getByRole('button', { name: 'New document' }).click();
  await page.getByRole('button', { name: 'Outline' }).click();
  await expect(page.getByRole('tree', { name: 'Machine' }).getByRole('treeitem')).not.toHaveCount(
    0,
  );
});

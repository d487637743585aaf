import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { PRESETS } from '../src/core/scenario/presets/index.ts';
import { writeScenario } from '../src/formats/scenario-file.ts';
import { expect, expectAccessible, openQuietly, runByName, test } from './journey.ts';

async function openExport(page: Page): Promise<Locator> {
  await runByName(page, 'Export');
  return page.getByRole('dialog', { name: 'Export' });
}

async function save(page: Page, dialog: Locator, name: string): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: new RegExp(`^${name}:`) }).click();
  return readFileSync(await (await download).path());
}

/** Drops a file on the window as a file manager does. */
async function drop(page: Page, name: string, type: string, bytes: Buffer): Promise<void> {
  await page.evaluate(
    ([fileName, mime, text]) => {
      const content = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([content], fileName, { type: mime }));
      const init = { dataTransfer: data, bubbles: true, cancelable: true };
      const canvas = document.querySelector('.react-flow__pane');
      canvas?.dispatchEvent(new DragEvent('dragover', init));
      canvas?.dispatchEvent(new DragEvent('drop', init));
    },
    [name, type, bytes.toString('base64')] as const,
  );
}

const DOCUMENT = writeScenario(PRESETS[0].scenario);

for (const [format, type] of [
  ['PNG', 'image/png'],
  ['SVG', 'image/svg+xml'],
] as const) {
  test(`a ${format} holds the document: dropped on the window it opens the same`, async ({
    page,
  }) => {
    await openQuietly(page);
    const dialog = await openExport(page);
    const picture = await save(page, dialog, format);
    await page.keyboard.press('Escape');
    await runByName(page, 'New document');
    await expect(page.getByTestId('path')).toBeHidden();
    await drop(page, `picture.${format.toLowerCase()}`, type, picture);
    await expect(page.getByRole('heading', { level: 1, name: 'Redirected by RR' })).toBeVisible();
    const again = await openExport(page);
    expect((await save(page, again, 'JSON')).toString()).toBe(DOCUMENT);
  });
}

test('a picture without a document is refused in one sentence', async ({ page }) => {
  await openQuietly(page);
  const plain = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  await drop(page, 'holiday.png', 'image/png', plain);
  await expect(page.getByRole('alert')).toContainText(
    'holiday.png: this picture holds no document',
  );
});

const SAME: readonly (readonly [entry: string, format: string])[] = [
  ['JSON', 'scenario'],
  ['Markdown', 'markdown'],
  ['lspci', 'lspci'],
  ['QEMU', 'qemu'],
  ['Mermaid', 'mermaid'],
  ['CSV', 'csv'],
  ['NDJSON', 'ndjson'],
  ['Perfetto', 'perfetto'],
  ['pcapng', 'pcapng'],
];

test('every file is byte for byte what the command line writes', async ({ page }) => {
  test.slow();
  const file = join(mkdtempSync(join(tmpdir(), 'export-')), 'document.json');
  writeFileSync(file, DOCUMENT);
  await openQuietly(page);
  const dialog = await openExport(page);
  for (const [entry, format] of SAME) {
    const mine = await save(page, dialog, entry);
    const theirs = execFileSync('node', ['scripts/cli.mjs', 'export', file, '--to', format], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(mine.equals(theirs), entry).toBe(true);
    await expect(dialog.getByRole('status')).toContainText('is saved');
  }
});

test('what a file lacks is said beside it; an empty document says why there is none', async ({
  page,
}) => {
  await openQuietly(page);
  const dialog = await openExport(page);
  await save(page, dialog, 'QEMU');
  await expect(dialog.getByRole('status')).toContainText('remarks');
  await page.keyboard.press('Escape');
  await runByName(page, 'New document');
  const empty = await openExport(page);
  await empty.getByRole('button', { name: /^Markdown:/ }).click();
  await expect(empty.getByRole('status')).toContainText('Nothing was saved');
});

test('a film of the run is a WebM', async ({ page }) => {
  test.slow();
  await openQuietly(page);
  const dialog = await openExport(page);
  const started = page.waitForEvent('download', { timeout: 60_000 });
  await dialog.getByRole('button', { name: /^WebM:/ }).click();
  await dialog.getByRole('button', { name: 'Stop' }).click({ timeout: 30_000, delay: 1500 });
  const bytes = readFileSync(await (await started).path());
  expect(bytes.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
  expect(bytes.length).toBeGreaterThan(2_000);
});

test('the printed page is the picture and the hops, without the program around them', async ({
  page,
}) => {
  await openQuietly(page);
  await page.evaluate(() => {
    window.print = () => window.dispatchEvent(new Event('beforeprint'));
  });
  await runByName(page, 'Print');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('table')).toContainText('ACS-RR');
  await expect(page.locator('#print-sheet > svg')).toBeVisible();
  await expect(page.locator('#root')).toBeHidden();
});

test('the export dialog is accessible', async ({ page }) => {
  await openQuietly(page);
  const dialog = await openExport(page);
  await expect(dialog.getByRole('img', { name: 'Preview of the picture' })).toBeVisible();
  await expectAccessible(page);
});

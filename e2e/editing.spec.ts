import { expect, openQuietly, runByName, test } from './journey.ts';

test.describe('copy and paste', () => {
  test('by keys: a GPU is duplicated into a free port, undone, cut and pasted back', async ({
    page,
  }) => {
    await openQuietly(page);
    const gpus = page.locator('[data-part^="gpu"]');
    await expect(gpus).toHaveCount(2);
    await page.locator('[data-part="gpu0"]').click();
    await page.keyboard.press('Control+d');
    await expect(gpus).toHaveCount(3);
    await page.keyboard.press('Control+z');
    await expect(gpus).toHaveCount(2);
    await page.locator('[data-part="gpu0"]').click();
    await page.keyboard.press('Control+x');
    await expect(gpus).toHaveCount(1);
    await page.locator('[data-part="sw0"]').first().click();
    await runByName(page, 'Paste');
    await expect(gpus).toHaveCount(2);
  });

  test('the text of a machine pasted onto the canvas opens the import preview', async ({
    page,
  }) => {
    await openQuietly(page);
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', '00:00.0 Host bridge: Intel Corporation Device 0000\n');
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await expect(page.getByRole('dialog')).toContainText('Host bridge');
  });
});

test('the selection moves by keys in one undo step, and Escape puts it back', async ({ page }) => {
  await openQuietly(page);
  const gpu = page.locator('[data-part="gpu0"]');
  const place = async () => (await gpu.boundingBox()) ?? { x: 0, y: 0 };
  await gpu.click();
  const before = await place();
  await page.keyboard.press('m');
  await expect(page.getByText('Arrows move it')).toBeVisible();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const after = await place();
  expect(after.x - before.x).toBeGreaterThan(4 * (after.y - before.y));
  expect(after.y).toBeGreaterThan(before.y);
  await page.keyboard.press('Control+z');
  await expect.poll(place).toEqual(before);
  await page.keyboard.press('m');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Escape');
  await expect.poll(place).toEqual(before);
});

test('playing stops at a breakpoint, forwards and backwards', async ({ page }) => {
  await openQuietly(page);
  await page.locator('[data-part="sw0-dsp1"]').click();
  await page.keyboard.press('b');
  await expect(page.locator('[data-part="sw0-dsp1"] [data-breakpoint]')).toBeVisible();
  await page.keyboard.press('F8');
  const here = page.locator('[aria-current="step"]');
  await expect(here).toContainText('DSP1');
  await page.keyboard.press('End');
  await page.keyboard.press('Shift+F8');
  await expect(here).toContainText('DSP1');
  await page.getByRole('button', { name: '1 breakpoint' }).click();
  const dialog = page.getByRole('dialog', { name: 'Breakpoints' });
  await expect(dialog).toContainText('At DSP1');
  await dialog.getByLabel('First address').fill('64 apples');
  await dialog.getByRole('button', { name: 'Add range' }).click();
  await expect(dialog.getByRole('alert')).toContainText('This is no address');
  await dialog.getByLabel('First address').fill('0x40_0000_0000');
  await dialog.getByLabel('Last address').fill('0x7f_ffff_ffff');
  await dialog.getByRole('button', { name: 'Add range' }).click();
  await expect(dialog).toContainText('Address 0x40_0000_0000 to 0x7f_ffff_ffff');
  await dialog.getByRole('button', { name: /Remove breakpoint: At DSP1/ }).click();
  await expect(page.locator('[data-breakpoint]')).toHaveCount(0);
});

test('a device whose memory decode is off says so on its card', async ({ page }) => {
  await openQuietly(page);
  await runByName(page, '@GPU0');
  await runByName(page, 'Inspect the selection');
  const card = page.getByRole('button', { name: /^GPU0, / });
  await expect(card).not.toHaveAccessibleName(/memory decode off/);
  await page.getByRole('checkbox', { name: 'Memory Space (MSE)' }).uncheck();
  await expect(card).toHaveAccessibleName(/memory decode off/);
  await expect(card).toContainText('MSE 0');
});

test('a note: added, its words edited by keyboard, removed, each one step to undo', async ({
  page,
}) => {
  await openQuietly(page);
  await runByName(page, 'Add a note');
  await runByName(page, 'Inspect the selection');
  const text = page.getByRole('textbox', { name: 'Text', exact: true });
  await text.fill('RR is on by policy');
  await page.keyboard.press('Enter');
  const note = page.getByRole('button', { name: 'RR is on by policy' });
  await expect(note).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(note).toHaveCount(0);
  await page.getByRole('button', { name: 'Redo' }).click();
  await note.click();
  await page.keyboard.press('Delete');
  await expect(note).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(note).toBeVisible();
});

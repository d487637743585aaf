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

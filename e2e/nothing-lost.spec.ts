import { drawnPath, expect, openQuietly, runByName, test } from './journey.ts';

test('a shared link reopens the same document at the same instant', async ({ page, context }) => {
  await openQuietly(page);
  await page.getByRole('button', { name: 'Next hop' }).click();
  await page.getByRole('button', { name: 'Next hop' }).click();
  await runByName(page, '@DSP3');
  const position = page.getByRole('slider', { name: 'Position in time' });
  const instant = await position.getAttribute('aria-valuenow');
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  expect(new URL(link).hash).toMatch(/^#s=1\./);

  const other = await context.newPage();
  await openQuietly(other, new URL(link).hash);
  await expect(other.getByRole('heading', { level: 1, name: 'Redirected by RR' })).toBeVisible();
  await expect(other.getByRole('slider', { name: 'Position in time' })).toHaveAttribute(
    'aria-valuenow',
    instant ?? '',
  );
  expect(await drawnPath(other)).toEqual(await drawnPath(page));
});

test('a change is saved and comes back after a reload; a link does not take it away', async ({
  page,
}) => {
  await openQuietly(page);
  await runByName(page, 'Add a GPU');
  await expect(page.getByText('15 components', { exact: true })).toBeVisible();
  await expect(page.getByText(/^Saved/)).toBeVisible();
  await page.reload();
  await expect(page.getByText('15 components', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.goto('about:blank');
  await page.goto(new URL(link).hash === '' ? '/' : `/${new URL(link).hash}`);
  await expect(page.getByText('15 components', { exact: true })).toBeVisible();
  await runByName(page, 'Recent documents');
  await expect(
    page.getByRole('dialog').getByText('15 components', { exact: true }),
  ).not.toHaveCount(0);
});

test.describe('a link that cannot be opened says so in one sentence and keeps the document', () => {
  for (const [name, fragment, words] of [
    ['truncated', '#s=1.jVTLbtswEPwVg', /damaged/],
    ['newer', '#s=9.AAAA', /newer version/],
  ] as const) {
    test(name, async ({ page }) => {
      await openQuietly(page, fragment);
      const alert = page.getByRole('alert').filter({ hasText: words });
      await expect(alert).toBeVisible();
      await expect(page.getByRole('heading', { level: 1, name: 'Redirected by RR' })).toBeVisible();
      const download = page.waitForEvent('download');
      await alert.getByRole('button', { name: 'Save its text' }).click();
      expect((await download).suggestedFilename()).toBe('unopened.txt');
    });
  }
});

test('storage that is denied shows a banner that offers the document as a file', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', {
      get: () => ({
        open: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      }),
    });
  });
  await openQuietly(page);
  await runByName(page, 'Add a GPU');
  const banner = page.getByRole('alert').filter({ hasText: 'Not saved' });
  await expect(banner).toBeVisible();
  const download = page.waitForEvent('download');
  await banner.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('redirected-by-rr.json');
});

test('a named version comes back, in one step to undo', async ({ page }) => {
  await openQuietly(page);
  await runByName(page, 'Versions of this document');
  const dialog = page.getByRole('dialog', { name: 'Versions of this document' });
  await dialog.getByLabel('Name of this version').fill('before the change');
  await dialog.getByRole('button', { name: 'Keep this version' }).click();
  await expect(dialog.getByText('before the change')).toBeVisible();
  await page.keyboard.press('Escape');
  await runByName(page, 'Add a GPU');
  await expect(page.getByText('15 components', { exact: true })).toBeVisible();
  await runByName(page, 'Versions of this document');
  await dialog.getByRole('button', { name: /before the change/ }).click();
  await expect(page.getByText('14 components', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('15 components', { exact: true })).toBeVisible();
});

test('the link of an example opens it where a rule decides; an unknown one says so', async ({
  page,
}) => {
  await openQuietly(page, '#example=redirected&rule=ACS-RR');
  await expect(page.getByRole('heading', { level: 1, name: 'Redirected by RR' })).toBeVisible();
  await expect(page.locator('[aria-current="step"]')).toContainText('DSP2');
  await expect(page.getByText('ACS-RR', { exact: true }).first()).toBeVisible();
  expect(new URL(page.url()).hash).toBe('');
  await page.goto('about:blank');
  await page.goto('/#example=nothing');
  await expect(page.getByRole('alert').filter({ hasText: 'no example' })).toBeVisible();
});

import type { Page } from '@playwright/test';
import { expect, expectAccessible, openQuietly, runByName, test } from './journey.ts';

async function openLesson(page: Page, title: string): Promise<void> {
  await openQuietly(page);
  await runByName(page, 'Lessons');
  await page.getByRole('button', { name: title }).click();
  await expect(page.getByRole('heading', { level: 2, name: title })).toBeFocused();
}

test('a lesson by keyboard alone: predict, fail with the hop named, do it, finish', async ({
  page,
}) => {
  await openQuietly(page);
  await runByName(page, 'Lessons');
  const item = page.getByRole('button', { name: 'RR sends it up' });
  await item.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'RR sends it up' })).toBeFocused();
  const option = page.getByRole('button', { name: 'It sends it up to the root complex' });
  await option.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not quite.')).toBeVisible();
  await page.getByRole('button', { name: 'Next', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Step 2 of 3')).toBeVisible();

  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('parting')).toContainText('hop 2 of the request, at DSP2');
  for (const hint of [/decides/, /Select DSP2/, /tick RR/]) {
    await page.getByRole('button', { name: /hint/i }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText(hint).last()).toBeVisible();
  }
  await runByName(page, '@DSP2');
  await runByName(page, 'Inspect the selection');
  await page.getByRole('checkbox', { name: /^RR/ }).last().focus();
  await page.keyboard.press('Space');
  await expect(page.getByText('Done: the goal is met.')).toBeVisible();

  await runByName(page, 'Next step of the lesson');
  await page.getByRole('button', { name: /^THRU_HOST_BRIDGE/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Right.')).toBeVisible();
  await page.getByRole('button', { name: 'Finish' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 of 12 finished')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('path')).toBeVisible();
  await runByName(page, 'Lessons');
  await expect(page.getByText('1 of 12 finished')).toBeVisible();
});

test('the task stays in sight when the panel is not, and the way can be shown and undone', async ({
  page,
}) => {
  await openLesson(page, 'Same switch, no ACS');
  await page.getByRole('button', { name: 'In the root complex' }).click();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.getByRole('tab', { name: 'Outline' }).click();
  await expect(page.getByRole('region', { name: 'Task of the lesson' })).toBeVisible();
  await page.getByRole('button', { name: 'Open the lesson' }).click();
  for (let n = 0; n < 3; n += 1) await page.getByRole('button', { name: /hint/i }).click();
  await page.getByRole('button', { name: 'Show me' }).click();
  await expect(page.getByText('This is one way to do it.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('parting')).toContainText('at RP1');
});

test('the lessons panel is accessible', async ({ page }) => {
  await openLesson(page, 'ATS and DT');
  await page.getByRole('button', { name: 'No', exact: true }).click();
  await expect(page.getByText('Right.')).toBeVisible();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('parting')).toBeVisible();
  await expectAccessible(page);
});

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

test('a lesson is made from a document, tried as a file and as a link, and judged by its outcome', async ({
  page,
  context,
}) => {
  test.slow();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openQuietly(page);
  await runByName(page, 'Make a lesson from this document');
  const dialog = page.getByRole('dialog', { name: 'Make a lesson from this document' });
  const problem = dialog.getByTestId('builder-problem');
  await expect(problem).toContainText('Choose at least one result');
  await dialog.getByRole('button', { name: 'Put this document aside' }).click();
  await dialog.getByRole('checkbox', { name: /delivered/i }).check();
  await expect(problem).toContainText('The start does it already');
  await expect(dialog.getByRole('button', { name: 'Save as a file' })).toBeDisabled();
  await page.keyboard.press('Escape');

  await runByName(page, '@DSP2');
  await runByName(page, 'Inspect the selection');
  await page.getByRole('checkbox', { name: /^RR/ }).last().uncheck();
  await runByName(page, 'Make a lesson from this document');
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Keep it below');
  await dialog.getByRole('textbox', { name: 'Task' }).fill('Make the write stay below SW0.');
  await dialog.getByRole('checkbox', { name: /stays below the root complex/ }).check();
  await dialog.getByRole('checkbox', { name: 'Ask for a prediction first' }).check();
  await dialog.getByRole('textbox', { name: 'Question' }).fill('Which way does it go?');
  await dialog.getByRole('textbox', { name: 'Right: so at the start' }).fill('Through the CPU');
  await dialog.getByRole('textbox', { name: 'Wrong: so at the goal' }).fill('Straight across');
  await dialog.getByRole('textbox', { name: 'Said afterwards' }).fill('RR sends it up.');
  for (const n of [1, 2, 3]) {
    await dialog.getByRole('textbox', { name: new RegExp(`^Hint ${n}`) }).fill(`Hint text ${n}`);
  }
  await expect(problem).toHaveText('');
  await expectAccessible(page);
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as a file' }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe('keep-it-below.lesson.json');
  const path = await download.path();
  await dialog.getByRole('button', { name: 'Copy the link' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain('#lesson=1.');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.keyboard.press('Escape');

  const learn = async (learner: Page): Promise<void> => {
    await expect(learner.getByRole('heading', { level: 2, name: 'Keep it below' })).toBeVisible();
    await learner.getByRole('button', { name: 'Straight across' }).click();
    await expect(learner.getByText('Not quite.')).toBeVisible();
    await learner.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(learner.getByTestId('parting')).toContainText('at DSP2');
    await runByName(learner, '@DSP2');
    await runByName(learner, 'Inspect the selection');
    await learner.getByRole('checkbox', { name: /^RR/ }).last().uncheck();
    await expect(learner.getByText('Done: the goal is met.')).toBeVisible();
  };
  await runByName(page, 'Import a machine');
  await page.locator('dialog input[type=file]').setInputFiles(path);
  await learn(page);

  const other = await context.newPage();
  await openQuietly(other, new URL(link).hash);
  await learn(other);

  await other.goto('about:blank');
  await openQuietly(other, '#lesson=1.AAAA');
  await expect(other.getByRole('alert').filter({ hasText: 'damaged' })).toBeVisible();
});

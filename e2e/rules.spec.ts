import { expect, expectAccessible, openQuietly, runByName, test } from './journey.ts';

test('from a hop to the page of its rule, to another rule, and to an example that shows it', async ({
  page,
}) => {
  await openQuietly(page);
  const step = page.locator('[aria-current="step"]').locator('xpath=..');
  const link = step.locator('dl button').first();
  const rule = await link.innerText();
  await link.click();
  const dialog = page.getByRole('dialog', { name: 'Rules' });
  await expect(dialog.getByTestId('rule-page')).toContainText(rule);
  await expectAccessible(page);
  await dialog.getByRole('searchbox').fill('acs-rr');
  await dialog.getByRole('button', { name: 'ACS-RR', exact: true }).click();
  const shown = dialog.getByTestId('rule-page');
  await expect(shown).toContainText('P2P Request Redirect');
  await shown.getByRole('button').first().click();
  await expect(dialog).toBeHidden();
  await expect(step.locator('dl')).toContainText('ACS-RR');
  await runByName(page, 'Rules and what they mean');
  await expect(dialog.getByTestId('rule-page')).toContainText('ACS-RR');
});

import { drawnPath, expect, expectAccessible, openQuietly, runByName, test } from './journey.ts';

test('a header bit is flipped by keyboard and the TLP re-injected; hops, log and canvas follow', async ({
  page,
}) => {
  await openQuietly(page);
  await runByName(page, 'Show the bytes');
  const fields = page.getByRole('listbox', { name: 'Header fields' });
  const before = await drawnPath(page);

  // The bit ruler is one stop of the keyboard: AT is bits 11:10 of DW0.
  await page.getByRole('group', { name: 'Bits of DW0' }).getByRole('button').first().focus();
  for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'DW0 bit 11, AT: 0' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(fields.getByRole('option', { name: /AT/ })).toContainText('10');
  await expect(fields.getByRole('option', { name: /AT/ })).toContainText('was 00');
  await expect(page.getByTestId('malformed')).toHaveCount(0);

  // A second bit makes AT=11, which is reserved.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(page.getByTestId('malformed')).toHaveAttribute('data-rule', 'AT_RESERVED');
  await runByName(page, 'Re-inject the TLP');
  const card = page.getByTestId('injected');
  await expect(card).toContainText('TLP-MALFORMED');
  await expect(card).toContainText('AER bit 18, ERR_FATAL');
  await expectAccessible(page);

  // Taken back, the TLP takes its old way from the port on.
  await runByName(page, 'Take back the edits');
  await runByName(page, 'Re-inject the TLP');
  await expect(card).toContainText('Delivered');
  await runByName(page, 'Re-injected TLP: show its way');
  await expect(page.getByText(/What if: a TLP re-injected at/)).toBeVisible();
  await expect.poll(() => drawnPath(page)).toEqual(before.slice(1));
});

test('hexadecimal digits typed over the bytes are decoded by the codec, at any port', async ({
  page,
}) => {
  await openQuietly(page);
  await runByName(page, 'Show the bytes');
  const fields = page.getByRole('listbox', { name: 'Header fields' });
  await expect(fields.getByRole('option', { name: /Type/ })).toContainText('MWr64');
  const first = page.getByRole('button', { name: 'Byte 0: 60' });
  await first.focus();
  // 5F has no meaning as Fmt and Type.
  await page.keyboard.type('5f');
  await expect(page.getByTestId('malformed')).toHaveAttribute('data-rule', 'RESERVED_FMT_TYPE');
  await page.getByRole('button', { name: 'Byte 0: 5F' }).focus();
  await page.keyboard.type('60');
  await expect(page.getByTestId('malformed')).toHaveCount(0);
  // A device that the TLP is not for.
  const port = page.getByRole('combobox', { name: 'Re-inject at' });
  const other = await port.locator('option').filter({ hasText: 'NIC0' }).getAttribute('value');
  await port.selectOption(other);
  await page.getByTestId('command-tlp.inject').click();
  await expect(page.getByTestId('injected')).toContainText('ROUTE-NO-BAR');
});

test('the menu of a port puts the TLP on the wire there', async ({ page }) => {
  await openQuietly(page);
  await runByName(page, 'Show the bytes');
  await expect(page.getByRole('listbox', { name: 'Header fields' })).toBeVisible();
  await page.locator('[data-part="nic0"]').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Re-inject the TLP here' }).click();
  await expect(page.getByTestId('injected')).toContainText('ROUTE-NO-BAR');
});

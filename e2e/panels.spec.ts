import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';

/** Opens the first example and waits until its path is explained. */
async function openExample(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./');
  await expect(page.getByTestId('outcome')).toContainText('Delivered');
}

test('a hop chosen in Explain is the hop whose bytes are shown', async ({ page }) => {
  await openExample(page);
  await page.getByRole('tab', { name: 'Bytes' }).click();
  const fields = page.getByRole('listbox', { name: 'Header fields' });
  await expect(fields.getByRole('option', { name: /Requester ID/ })).toContainText('04:00.0');
  await page
    .getByRole('list', { name: /Hops in the order/ })
    .getByRole('button', { name: /DSP2/ })
    .click();
  await expect(page.getByText(/MWr64 as it leaves DSP2, hop 2 of/)).toBeVisible();
});

test('arrow keys walk the header fields', async ({ page }) => {
  await openExample(page);
  await page.getByRole('tab', { name: 'Bytes' }).click();
  const fields = page.getByRole('listbox', { name: 'Header fields' });
  const address = fields.getByRole('option', { name: /Address/ });
  await expect(address).toHaveAttribute('aria-selected', 'true');
  await fields.focus();
  await page.keyboard.press('ArrowUp');
  await expect(address).toHaveAttribute('aria-selected', 'false');
  await expect(fields.getByRole('option', { name: /Requester ID/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
});

test('after an edit the matrix counts what changed and Explain names the first hop', async ({
  page,
}) => {
  await openExample(page);
  await page.getByRole('tab', { name: 'Matrix' }).click();
  await page.getByRole('button', { name: 'Pin baseline' }).click();
  await expect(page.getByText('Changed from baseline: 0')).toBeVisible();
  await expect(page.getByText('Same path as the baseline.')).toBeVisible();
  await page.getByTestId('rf__wrapper').getByText('DSP2', { exact: true }).click();
  await page.getByRole('tab', { name: 'Inspect' }).click();
  await page.getByRole('checkbox', { name: /RR control|P2P Request Redirect/ }).click();
  await expect(page.getByText(/Changed from baseline: [1-9]/)).toBeVisible();
  await page.getByRole('tab', { name: 'Explain' }).click();
  await expect(
    page.getByRole('button', { name: /First differs from the baseline at hop 2/ }),
  ).toBeVisible();
});

test('a cell of the matrix asks for its pair', async ({ page }) => {
  await openExample(page);
  await page.getByRole('tab', { name: 'Matrix' }).click();
  const table = page.getByRole('table', { name: 'All pairs of functions' });
  await page.getByRole('button', { name: 'Topology' }).click();
  await expect(table.getByRole('button', { name: 'NIC0 to GPU0: PIX' })).toBeVisible();
  await table.getByRole('button', { name: /NIC0 to GPU0/ }).click();
  await expect(page.getByTestId('map-type')).toHaveText('THRU_HOST_BRIDGE');
});

test('a CCA combination is judged as it is set, and opens as a scenario', async ({ page }) => {
  await openExample(page);
  await page.getByRole('tab', { name: 'Matrix' }).click();
  await page.getByRole('button', { name: 'CCA', exact: true }).click();
  const outcome = page.getByTestId('cca-outcome');
  await expect(outcome).not.toContainText('DELIVERED_T1');
  await page.getByRole('combobox', { name: 'T bit' }).selectOption('1');
  await expect(outcome).toContainText('DELIVERED_T1');
  await page.getByRole('button', { name: 'Show me' }).click();
  await expect(page.getByText('Importer and exporter under CCA').first()).toBeVisible();
  await expect(page.getByTestId('outcome')).toContainText('Delivered');
});

test('a payload policy of Linux sets every function, as one step that can be undone', async ({
  page,
}) => {
  await openExample(page);
  await page.keyboard.press('Escape');
  await page.getByTestId('rf__wrapper').click({ position: { x: 4, y: 4 } });
  await page.getByRole('tab', { name: 'Inspect' }).click();
  const choice = page.getByRole('combobox', { name: 'Payload sizes' });
  await choice.selectOption('peer2peer');
  await expect(choice).toHaveValue('peer2peer');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(choice).not.toHaveValue('peer2peer');
});

import { PRESETS } from '../src/core/scenario/presets/index.ts';
import { encodeShareLink } from '../src/formats/share-link.ts';
import { expect, expectAccessible, openQuietly, test } from './journey.ts';

test('what a run logs is listed for the machine and for each component', async ({ page }) => {
  const preset = PRESETS.find(({ id }) => id === 'pulled-out');
  if (preset === undefined) throw new Error('the example is gone');
  const hash = encodeShareLink(preset.scenario, { tPs: 0, selection: [], tlpId: null });
  await openQuietly(page, hash);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Inspect' }).click();
  const all = page.getByTestId('errors').getByRole('listitem');
  await expect(all).toHaveCount(2);
  await expect(all.first()).toContainText('DSP1: Surprise Down');
  await expect(all.first()).toContainText('ERR_FATAL goes to RP0');
  await expect(all.last()).toContainText('Unsupported Request');
  await expectAccessible(page);
  await all.first().getByRole('button').click();
  await page.getByTestId('rf__wrapper').getByText('NIC0', { exact: true }).click();
  await expect(page.getByTestId('errors')).toHaveCount(0);
});

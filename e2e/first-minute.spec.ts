import { enumerate } from '../src/core/machine/enumerate.ts';
import { PRESETS } from '../src/core/scenario/presets/index.ts';
import { createRun } from '../src/core/sim/create-run.ts';
import { drawnPath, expect, openQuietly, runByName, test } from './journey.ts';

const REDIRECTED = ['nic0', 'sw0-dsp2', 'sw0', 'rp0'];
const STRAIGHT = ['nic0', 'sw0-dsp2', 'sw0-dsp1', 'gpu0'];

test('opens on a running example, plays one transaction and comes back to hop 1 explained', async ({
  page,
}) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  const position = page.getByRole('slider', { name: 'Position in time' });
  await expect(position).not.toHaveAttribute('aria-valuenow', '0');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(page.getByText('Request issued').first()).toBeVisible();
  await expect(position).toHaveAttribute('aria-valuetext', /^0 ns of /);
});

test('paused means no animation frames', async ({ page }) => {
  await openQuietly(page);
  const frames = await page.evaluate(async () => {
    const original = window.requestAnimationFrame.bind(window);
    let count = 0;
    window.requestAnimationFrame = (callback) => {
      count += 1;
      return original(callback);
    };
    for (let n = 0; n < 20; n += 1) await new Promise((resolve) => original(resolve));
    return count;
  });
  expect(frames).toBe(0);
});

test('steps over hops, both ways, and the card follows', async ({ page }) => {
  await openQuietly(page);
  const position = page.getByRole('slider', { name: 'Position in time' });
  const start = await position.getAttribute('aria-valuenow');
  await page.getByRole('button', { name: 'Next hop' }).click();
  await expect(page.getByText('P2P Request Redirect').first()).toBeVisible();
  await expect(position).not.toHaveAttribute('aria-valuenow', start ?? '');
  await page.getByRole('button', { name: 'Previous hop' }).click();
  await expect(position).toHaveAttribute('aria-valuenow', start ?? '');
  await expect(page.getByText('Request issued').first()).toBeVisible();
});

test('clearing RR by keyboard changes the path, undo restores it', async ({ page }) => {
  await openQuietly(page);
  expect((await drawnPath(page)).slice(0, 4)).toEqual(REDIRECTED);
  await runByName(page, '@DSP2');
  await runByName(page, 'Inspect the selection');
  const bit = page.getByRole('checkbox', { name: /^RR/ }).last();
  await bit.focus();
  await page.keyboard.press('Space');
  await expect.poll(() => drawnPath(page)).toEqual(STRAIGHT);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await drawnPath(page)).slice(0, 4)).toEqual(REDIRECTED);
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect.poll(() => drawnPath(page)).toEqual(STRAIGHT);
});

test('every example opens with a drawn path, or with why Linux sends nothing', async ({ page }) => {
  test.slow();
  await openQuietly(page);
  for (const { title, scenario } of PRESETS) {
    await page.getByRole('button', { name: 'Examples' }).click();
    const card = page.getByRole('dialog').getByRole('button').filter({ hasText: title });
    await card.first().click();
    await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
    // What Linux refuses sends nothing: the step that it stopped at stands in the path's place.
    const { machine } = enumerate(scenario);
    const isSent = machine !== null && createRun(machine).flows.length > 0;
    if (isSent) await expect(page.getByTestId('path')).toBeVisible();
    else {
      await expect(page.getByTestId('outcome')).toContainText(/-E[A-Z]+/);
      await expect(page.getByTestId('refused-mark')).toContainText(/-E[A-Z]+/);
    }
  }
});

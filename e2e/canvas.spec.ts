import type { Page } from '@playwright/test';
import { enumerate } from '../src/core/machine/enumerate.ts';
import { translatorsOf } from '../src/core/iommu/translators.ts';
import { route } from '../src/core/pcie/route.ts';
import { transferRequest } from '../src/core/pcie/transfer-request.ts';
import type { Hop } from '../src/core/pcie/types.ts';
import { PRESETS } from '../src/core/scenario/presets/index.ts';
import { componentAt } from '../src/core/pcie/component-at.ts';
import { drawnPath, expect, openQuietly, test } from './journey.ts';

/** The places and verdicts of the first transfer of an example, as the router decides them. */
function decided(id: string) {
  const preset = PRESETS.find((one) => one.id === id);
  if (!preset) throw new Error(`no example ${id}`);
  const { machine } = enumerate(preset.scenario);
  const [transfer] = preset.scenario.transfers;
  const asked = machine && transfer ? transferRequest(machine, transfer) : null;
  if (!machine || !asked) throw new Error(`${id} asks for nothing`);
  const hops: readonly Hop[] = route({
    machine,
    translators: translatorsOf(machine),
    ...asked,
  }).request;
  return {
    title: preset.title,
    places: hops.map(({ place }) => componentAt(machine, place)),
    verdicts: hops.map(({ verdict }) => verdict),
    decidedBits: hops.map(({ operands }) =>
      operands.filter((one) => one.decided === true).map(({ name }) => name),
    ),
  };
}

async function openExample(page: Page, title: string): Promise<void> {
  await openQuietly(page);
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('dialog').getByRole('button').filter({ hasText: title }).first().click();
}

for (const id of ['redirected', 'switch-local', 'root-ports', 'private-t0']) {
  test(`the path drawn is the one decided: ${id}`, async ({ page }) => {
    const { title, places, verdicts } = decided(id);
    await openExample(page, title);
    await expect.poll(() => drawnPath(page)).toEqual(places);
    const path = page.getByTestId('path');
    await expect(path).toHaveAttribute('data-verdicts', verdicts.join(' '));
    await expect(path.locator('[data-hop]')).toHaveCount(places.length);
  });
}

test('the bit that decided is ringed on the port where it did, and only there', async ({
  page,
}) => {
  const { places, decidedBits } = decided('redirected');
  await openQuietly(page);
  const hop = decidedBits.findIndex((bits) => bits.includes('RR'));
  for (let step = 0; step < hop; step++)
    await page.getByRole('button', { name: 'Next hop' }).click();
  const ringed = page.locator('[data-decided="true"]');
  await expect(ringed).toHaveCount(1);
  await expect(ringed).toHaveText('RR');
  await expect(page.locator(`[data-part="${places[hop]}"]`)).toContainText('RR');
  await expect(page.locator(`[data-part="${places[hop]}"] [data-decided="true"]`)).toBeVisible();
});

test('packets are drawn and counted; nothing runs while paused', async ({ page }) => {
  await openQuietly(page);
  const packets = page.getByTestId('packets');
  await expect(packets).toHaveAttribute('data-tlps', /^[1-9]/);
  const frames = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0;
        const original = window.requestAnimationFrame.bind(window);
        window.requestAnimationFrame = (callback) => {
          count += 1;
          return original(callback);
        };
        setTimeout(() => {
          window.requestAnimationFrame = original;
          resolve(count);
        }, 400);
      }),
  );
  expect(frames).toBe(0);
});

test('a drag is one step to undo, and Escape takes it back', async ({ page }) => {
  await openQuietly(page);
  const card = page.locator('[data-part="nvme0"]');
  const undo = page.getByRole('button', { name: 'Undo' });
  const before = await card.boundingBox();
  if (!before) throw new Error('NVMe0 is not drawn');
  const [x, y] = [before.x + 60, before.y + 40];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 30, y + 20, { steps: 4 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(undo).toBeDisabled();
  await expect.poll(async () => (await card.boundingBox())?.x).toBeCloseTo(before.x, 0);

  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 40, y + 24, { steps: 4 });
  await page.mouse.up();
  await expect(undo).toBeEnabled();
  await expect.poll(async () => (await card.boundingBox())?.x).toBeLessThan(before.x - 20);
  await undo.click();
  await expect(undo).toBeDisabled();
});

test('shift and drag selects what lies inside; the menu acts on it', async ({ page }) => {
  await openQuietly(page);
  const gpu = await page.locator('[data-part="gpu1"]').boundingBox();
  if (!gpu) throw new Error('GPU1 is not drawn');
  await page.keyboard.down('Shift');
  await page.mouse.move(gpu.x - 6, gpu.y - 20);
  await page.mouse.down();
  await page.mouse.move(gpu.x + gpu.width + 8, gpu.y + gpu.height + 6, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(page.locator('[data-part][aria-pressed="true"]')).toHaveCount(1);
  await page.locator('[data-part="gpu1"]').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /Remove/ }).click();
  await expect(page.locator('[data-part="gpu1"]')).toHaveCount(0);
});

test('a small screen shows the path alone, and the whole machine on demand', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openQuietly(page);
  await expect(page.locator('[data-part="nvme0"]')).toHaveCount(0);
  await expect(page.getByText('2 more ports')).toBeVisible();
  await page.getByRole('button', { name: 'Show the whole machine' }).click();
  await expect(page.locator('[data-part="nvme0"]')).toBeVisible();
});

test('the legend opens and closes', async ({ page }) => {
  await openQuietly(page);
  await page.locator('[data-part]').first().focus();
  await page.keyboard.press('l');
  await expect(page.getByRole('region', { name: 'Legend' })).toBeVisible();
  await page.getByRole('button', { name: 'Close the legend' }).click();
  await expect(page.getByRole('region', { name: 'Legend' })).toHaveCount(0);
});

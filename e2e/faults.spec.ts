import type { Page } from '@playwright/test';
import { test as plain } from '@playwright/test';
import { PRESETS } from '../src/core/scenario/presets/index.ts';
import { encodeShareLink } from '../src/formats/share-link.ts';
import { expect, openQuietly, runByName, test } from './journey.ts';

/* What can break around the program is broken here on purpose; nothing that a person made may be lost. */

const COMPONENTS = '15 components';

/** Makes a change that must survive. */
async function change(page: Page): Promise<void> {
  await runByName(page, 'Add a GPU');
  await expect(page.getByText(COMPONENTS, { exact: true })).toBeVisible();
}

/** Lets the page make workers that a test can break: `window.workers` lists them by name. */
async function watchWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const list: { readonly url: string; readonly worker: Worker }[] = [];
    const Original = window.Worker;
    window.Worker = class extends Original {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        list.push({ url: String(url), worker: this });
      }
    };
    Object.assign(window, { workers: list });
  });
}

/** Ends a worker as a crash does. */
async function crash(page: Page, name: string): Promise<void> {
  await page.evaluate((wanted) => {
    const { workers } = window as unknown as {
      readonly workers: readonly { readonly url: string; readonly worker: Worker }[];
    };
    const found = workers.findLast(({ url }) => url.includes(wanted));
    if (!found) throw new Error(`no worker ${wanted}`);
    found.worker.terminate();
    found.worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  }, name);
}

// A crash may say so in the console: these tests do not ask for a clean one.
plain.describe('a worker that dies', () => {
  plain('of the simulation: the document stays, and Restart runs it again', async ({ page }) => {
    await watchWorkers(page);
    await openQuietly(page);
    await change(page);
    await crash(page, 'sim');
    await expect(page.getByRole('alert')).toContainText('Simulation stopped');
    await expect(page.getByText(COMPONENTS, { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Restart' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await page.getByRole('button', { name: 'Next hop' }).click();
    await expect(page.getByText('P2P Request Redirect').first()).toBeVisible();
  });

  plain('of the drawing: packets go on on the page itself', async ({ page }) => {
    await watchWorkers(page);
    await openQuietly(page);
    await crash(page, 'render');
    const packets = page.getByTestId('packets');
    await packets.evaluate((element) => delete (element as HTMLElement).dataset['tlps']);
    await page.getByRole('button', { name: 'Next hop' }).click();
    await expect(packets).toHaveAttribute('data-tlps', /^[1-9]/);
    await expect(packets.locator('canvas')).toHaveCount(1);
  });
});

test('a browser without drawing in workers draws on the page', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(HTMLCanvasElement.prototype, 'transferControlToOffscreen');
  });
  await openQuietly(page);
  await expect(page.getByTestId('packets')).toHaveAttribute('data-tlps', /^[1-9]/);
});

test('a simulation that hangs is noticed by its silence, and can be started again', async ({
  page,
}) => {
  await page.clock.install();
  await page.addInitScript(() => {
    const state = { isDeaf: false };
    Object.assign(window, { deafen: (on: boolean) => (state.isDeaf = on) });
    const Original = window.Worker;
    window.Worker = class extends Original {
      override postMessage(
        message: unknown,
        options?: StructuredSerializeOptions | Transferable[],
      ) {
        const isSim = typeof message === 'object' && message !== null && 'epoch' in message;
        if (state.isDeaf && isSim) return;
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target origin.
        super.postMessage(message, options as Transferable[]);
      }
    };
  });
  await openQuietly(page);
  await page.evaluate(() =>
    (window as unknown as { readonly deafen: (on: boolean) => void }).deafen(true),
  );
  await change(page);
  await page.clock.runFor(30_000);
  await expect(page.getByRole('alert')).toContainText('Simulation stopped');
  await page.evaluate(() =>
    (window as unknown as { readonly deafen: (on: boolean) => void }).deafen(false),
  );
  await page.getByRole('button', { name: 'Restart' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText(COMPONENTS, { exact: true })).toBeVisible();
});

test('storage that is full says so and offers the document as a file', async ({ page }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
  });
  await openQuietly(page);
  await change(page);
  const alert = page.getByRole('alert').filter({ hasText: 'no room left' });
  await expect(alert).toBeVisible();
  const download = page.waitForEvent('download');
  await alert.getByRole('button').first().click();
  expect((await download).suggestedFilename()).toMatch(/\.json$/);
});

test('storage that holds nonsense is passed over', async ({ page }) => {
  await openQuietly(page);
  await change(page);
  await expect(page.getByText(/^Saved/)).toBeVisible();
  await page.evaluate(async () => {
    localStorage.setItem('p2pdma.preferences.1', '{"leftPx":"wide","__proto__":{"a":1}');
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('p2pdma-playground');
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(new Error('no database')));
    });
    const store = database.transaction('documents', 'readwrite').objectStore('documents');
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const request = store.getAllKeys();
      request.addEventListener('success', () => resolve(request.result));
    });
    for (const key of keys)
      if (typeof key === 'string' && key.startsWith('document:')) store.put({ scenario: 7 }, key);
    database.close();
  });
  await page.reload();
  await expect(page.getByTestId('path')).toBeVisible();
  await expect(page.getByRole('alert').first()).toBeVisible();
});

test('two tabs with one document: the other is told, and both can be kept', async ({
  page,
  context,
}) => {
  await openQuietly(page);
  await change(page);
  await expect(page.getByText(/^Saved/)).toBeVisible();
  const other = await context.newPage();
  await openQuietly(other);
  await expect(other.getByText(COMPONENTS, { exact: true })).toBeVisible();
  await runByName(other, 'Add a NIC');
  await expect(other.getByText('16 components', { exact: true })).toBeVisible();
  const told = page.getByRole('status').filter({ hasText: 'changed in another tab' });
  await expect(told).toBeVisible();
  await told.getByRole('button', { name: 'Keep both' }).click();
  await runByName(page, 'Add a note');
  await expect(page.getByText(/^Saved/)).toBeVisible();
  await runByName(page, 'Recent documents');
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
});

test('a machine that slept an hour while playing goes on where it was', async ({ page }) => {
  await page.clock.install();
  await page.goto('/');
  await expect(page.getByTestId('path')).toBeVisible();
  await page.clock.runFor(500);
  await page.clock.fastForward(3_600_000);
  await page.clock.runFor(500);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('14 components', { exact: true })).toBeVisible();
});

test('another zoom or pixel ratio draws the same packets', async ({ page }) => {
  await openQuietly(page);
  const packets = page.getByTestId('packets');
  const session = await page.context().newCDPSession(page);
  for (const deviceScaleFactor of [2, 0.75]) {
    await session.send('Emulation.setDeviceMetricsOverride', {
      width: 1280,
      height: 720,
      deviceScaleFactor,
      mobile: false,
    });
    await page.getByRole('button', { name: 'Next hop' }).click();
    await expect(packets).toHaveAttribute('data-tlps', /^[1-9]/);
  }
});

test('a long run says how far it is and can be stopped; the document and the last picture stay', async ({
  page,
}) => {
  await openQuietly(page);
  const [{ scenario }] = PRESETS;
  const [transfer] = scenario.transfers;
  const long = {
    ...scenario,
    title: 'A long run',
    transfers: [{ ...transfer, bytes: 100_000_000, outstanding: 64 }],
  };
  const hash = encodeShareLink(long as typeof scenario, { tPs: 0, selection: [], tlpId: null });
  await page.goto(`/${hash}`);
  const progress = page.getByRole('status').filter({ hasText: 'Simulating' });
  await expect(progress.getByRole('progressbar')).toBeVisible();
  await progress.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('alert')).toContainText('The run was stopped');
  await expect(page.getByRole('heading', { level: 1, name: 'A long run' })).toBeVisible();
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from '@playwright/test';
import { PRESETS } from '../src/core/scenario/presets/index.ts';
import { encodeShareLink } from '../src/formats/share-link.ts';
import { expect, expectAccessible, test } from './journey.ts';

/*
 * The playground in a page of another origin, which drives it by messages. The page is served here, from a port of its
 * own: another port is another origin.
 */

const [redirected] = PRESETS;
const other = PRESETS[1] ?? redirected;
const HASH = encodeShareLink(redirected.scenario, {
  tPs: 50_000,
  selection: ['sw0-dsp2'],
  tlpId: null,
});

/** A page that frames an address and keeps every message that comes from the frame. */
const hostPage = (src: string): string => `<!doctype html>
<html lang="en">
<title>Host</title>
<body style="margin:0;height:3000px">
<main>
<iframe id="playground" title="P2P DMA" src="${src}" style="width:480px;height:320px;border:0"></iframe>
</main>
<script>
  window.got = [];
  addEventListener('message', (event) => got.push({ origin: event.origin, data: event.data }));
  window.say = (message) => playground.contentWindow.postMessage(message, '*');
</script>`;

interface Host {
  readonly page: Page;
  readonly frame: FrameLocator;
  /** Sends a request and waits for its answer. */
  readonly ask: (message: Record<string, unknown>) => Promise<Record<string, unknown>>;
  readonly close: () => void;
}

interface Got {
  readonly origin: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const got = (page: Page): Promise<readonly Got[]> =>
  page.evaluate(() => (window as unknown as { readonly got: Got[] }).got);

/**
 * Frames the playground from another origin.
 *
 * @param isListed the host's origin is in the address.
 */
async function frame(
  page: Page,
  baseURL: string,
  {
    parameters = '',
    isListed = true,
  }: { readonly parameters?: string; readonly isListed?: boolean },
): Promise<Host> {
  let src = '';
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(hostPage(src));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  src = `${baseURL}/?embed=1${isListed ? `&origin=${origin}` : ''}${parameters}${HASH}`;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${origin}/`);
  const inner = page.frameLocator('#playground');
  await expect(inner.getByTestId('path')).toBeVisible();
  let id = 0;
  return {
    page,
    frame: inner,
    close: () => server.close(),
    ask: async (message) => {
      id += 1;
      await page.evaluate(
        (sent) => (window as unknown as { say: (m: unknown) => void }).say(sent),
        {
          playground: 1,
          id,
          ...message,
        },
      );
      await expect
        .poll(async () => (await got(page)).some(({ data }) => data['id'] === id))
        .toBe(true);
      return (await got(page)).find(({ data }) => data['id'] === id)?.data ?? {};
    },
  };
}

test.use({ viewport: { width: 520, height: 400 } });

test('a page of another origin drives the picture: load, seek, step, select, play, pause', async ({
  page,
  baseURL,
}) => {
  const host = await frame(page, baseURL ?? '', {});
  await expect.poll(async () => (await got(page))[0]?.data['type']).toBe('ready');
  expect((await got(page)).every(({ origin }) => origin === baseURL)).toBe(true);

  const sought = await host.ask({ type: 'seek', tPs: 0 });
  expect(sought).toMatchObject({ type: 'done', state: { tPs: 0, hop: { number: 1 } } });
  const stepped = await host.ask({ type: 'step', unit: 'hop', direction: 1 });
  expect(stepped).toMatchObject({ state: { hop: { number: 2 } } });
  await expect(host.frame.getByTestId('embed-hop')).toContainText('hop 2/');
  expect(await host.ask({ type: 'select', ids: ['gpu0'] })).toMatchObject({
    state: { selection: ['gpu0'] },
  });
  expect(await host.ask({ type: 'select', ids: ['nothing'] })).toMatchObject({ type: 'refused' });
  expect(await host.ask({ type: 'play' })).toMatchObject({ state: { isPlaying: true } });
  expect(await host.ask({ type: 'pause' })).toMatchObject({ state: { isPlaying: false } });

  const loaded = await host.ask({ type: 'load', document: other.scenario });
  expect(loaded).toMatchObject({
    type: 'done',
    state: { title: other.scenario.title, status: 'ready' },
  });
  const linked = await host.ask({ type: 'load', link: HASH });
  expect(linked).toMatchObject({
    state: { title: redirected.scenario.title, tPs: 50_000, selection: ['sw0-dsp2'] },
  });
  const events = (await got(page)).filter(({ data }) => data['type'] === 'event');
  expect(events.length).toBeGreaterThan(3);
  host.close();
});

test('hostile and broken messages change nothing and are answered with a reason', async ({
  page,
  baseURL,
}) => {
  const host = await frame(page, baseURL ?? '', {});
  const before = (await host.ask({ type: 'seek', tPs: 0 }))['state'];
  const polluting = JSON.parse(
    '{"playground":1,"type":"load","document":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
  ) as Record<string, unknown>;
  const refused = [
    { playground: 1, type: 'eval', code: 'window.hacked=1' },
    { playground: 2, type: 'play' },
    { playground: 1, type: 'seek', tPs: -1 },
    { playground: 1, type: 'seek', tPs: 'now' },
    { playground: 1, type: 'step', unit: 'hop', direction: 5 },
    { playground: 1, type: 'play', extra: true },
    { playground: 1, type: 'load' },
    { playground: 1, type: 'load', link: '#s=1.AAAA' },
    { playground: 1, type: 'load', link: 'javascript:alert(1)' },
    { playground: 1, type: 'load', document: '<img src=x onerror=alert(1)>' },
    polluting,
  ];
  const count = (await got(page)).length;
  for (const message of refused) {
    await page.evaluate(
      (sent) => (window as unknown as { say: (m: unknown) => void }).say(sent),
      message,
    );
  }
  const answers = async (): Promise<readonly Got[]> =>
    (await got(page)).slice(count).filter(({ data }) => data['type'] === 'refused');
  await expect.poll(async () => (await answers()).length).toBe(refused.length);
  for (const { data } of await answers()) expect(String(data['reason'])).toMatch(/\w+.*[.;]/);
  // Messages of other programs on the page are none of ours: no answer at all.
  for (const message of ['hello', 42, null, { type: 'play' }]) {
    await page.evaluate(
      (sent) => (window as unknown as { say: (m: unknown) => void }).say(sent),
      message,
    );
  }
  expect((await host.ask({ type: 'seek', tPs: 0 }))['state']).toEqual(before);
  const inside = page.frames().find((one) => one.url().includes('embed=1'));
  expect(await inside?.evaluate(() => 'hacked' in window || 'polluted' in {})).toBe(false);
  host.close();
});

test('a page that is not listed is not heard; the console says why and what to do', async ({
  page,
  baseURL,
}) => {
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  const host = await frame(page, baseURL ?? '', { isListed: false });
  const title = await host.frame.getByTestId('embed-hop').textContent();
  for (const type of ['ping', 'play', 'load']) {
    await page.evaluate((sent) => (window as unknown as { say: (m: unknown) => void }).say(sent), {
      playground: 1,
      type,
      document: other.scenario,
    });
  }
  await expect.poll(() => warnings.filter((one) => one.includes('is not listed')).length).toBe(1);
  expect(warnings.join(' ')).toMatch(/Add origin=http:\/\/127\.0\.0\.1:\d+/);
  expect(await got(page)).toEqual([]);
  expect(await host.frame.getByTestId('embed-hop').textContent()).toBe(title);
  host.close();
});

test('fits 480x320, is read-only, writes nothing, lets the page scroll', async ({
  page,
  baseURL,
}) => {
  const host = await frame(page, baseURL ?? '', {});
  const inside = page.frames().find((one) => one.url().includes('embed=1'));
  const overflow = await inside?.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
    return [scrollWidth - clientWidth, scrollHeight - clientHeight];
  });
  expect(overflow).toEqual([0, 0]);
  await expect(host.frame.getByRole('button', { name: 'Next hop' })).toBeInViewport();
  await expect(host.frame.getByRole('link', { name: /Open in the playground/ })).toBeInViewport();
  await expectAccessible(page);

  const part = host.frame.locator('[data-part="gpu0"]');
  const place = await part.boundingBox();
  await part.click();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+v');
  await part.hover();
  await page.mouse.down();
  await page.mouse.move(300, 60, { steps: 4 });
  await page.mouse.up();
  await expect(part).toBeVisible();
  await page.keyboard.press('0');
  await expect.poll(async () => (await part.boundingBox())?.width).toBe(place?.width);

  await page.mouse.move(240, 100);
  await page.mouse.wheel(0, 400);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(0);

  const kept = await inside?.evaluate(async () => {
    const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    const databases = await indexedDB.databases();
    return [localStorage.length, sessionStorage.length, databases.length, registrations.length];
  });
  expect(kept).toEqual([0, 0, 0, 0]);
  host.close();
});

test('the way out opens the exact document, instant and selection', async ({
  page,
  baseURL,
  context,
}) => {
  const host = await frame(page, baseURL ?? '', {});
  await host.ask({ type: 'load', document: other.scenario });
  await host.ask({ type: 'step', unit: 'hop', direction: 1 });
  const { state } = await host.ask({ type: 'step', unit: 'hop', direction: 1 });
  const { tPs } = state as { readonly tPs: number };
  expect(tPs).toBeGreaterThan(0);
  await host.ask({ type: 'select', ids: ['gpu0'] });
  const opening = context.waitForEvent('page');
  await host.frame.getByRole('link', { name: /Open in the playground/ }).click();
  const opened = await opening;
  await opened.setViewportSize({ width: 1280, height: 720 });
  await expect(opened.getByRole('heading', { level: 1, name: other.scenario.title })).toBeVisible();
  await expect(opened.getByRole('slider', { name: 'Position in time' })).toHaveAttribute(
    'aria-valuenow',
    String(tPs),
  );
  await expect(opened.locator('[data-part="gpu0"]')).toHaveAttribute('aria-pressed', 'true');
  expect(new URL(opened.url()).search).toBe('');
  host.close();
});

test('parameters: instant, selection, panel, theme, no controls; a wrong one is named', async ({
  page,
}) => {
  await page.setViewportSize({ width: 900, height: 500 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`/?embed=1&t=0&sel=gpu0&panel=explain&theme=dark&controls=0&speed=fast${HASH}`);
  await expect(page.getByTestId('embed-hop')).toContainText('hop 1/');
  await expect(page.locator('[data-part="gpu0"]')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('region', { name: 'Explain' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('button', { name: 'Next hop' })).toHaveCount(0);
  await expect(page.getByRole('alert')).toContainText('speed=fast');
  await expectAccessible(page);
});

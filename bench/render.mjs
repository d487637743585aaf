// What moving TLPs costs, drawn our way and in the usual ways, in one headless browser in one run.
//   node bench/render.mjs [--seconds 3]
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { bundle, root } from './build.mjs';

const { build, preview } = await import('vite');
const { default: react } = await import('@vitejs/plugin-react');
const seconds = Number(process.argv[process.argv.indexOf('--seconds') + 1]) || 3;
const COUNTS = [100, 1_000, 10_000, 50_000, 200_000];
const WAYS = [
  { id: 'worker', name: 'ours, in its worker', most: Infinity },
  { id: 'page', name: 'ours, on the page', most: Infinity },
  { id: 'reactFlow', name: 'React Flow, animated edges', most: 1_000 },
  { id: 'animateMotion', name: 'React Flow, animateMotion', most: 10_000 },
  { id: 'reactSvg', name: 'SVG that React moves', most: 10_000 },
];

const outDir = mkdtempSync(join(root, 'node_modules', '.bench-render-'));
const config = { root: join(root, 'bench', 'render'), configFile: false, logLevel: 'error' };
await build({
  ...config,
  plugins: [react()],
  base: './',
  worker: { format: 'es' },
  build: { outDir },
});
const server = await preview({
  ...config,
  build: { outDir },
  preview: { port: 0, host: '127.0.0.1' },
});
const address = server.resolvedUrls.local[0];

const finder = await bundle('../e2e/chromium');
const { executablePath, env } = (await import(finder.url)).resolveChromium();
finder.remove();
const browser = await chromium.launch({ executablePath, env: { ...process.env, ...env } });
const cdp = await browser.newBrowserCDPSession();

/** CPU time of all processes of the browser so far, ms. */
async function cpuMs() {
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
}

/** Frames a second and CPU per frame of one technique; null when it draws nothing in the time given. */
async function measure(way, tlps, busy = 0) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await page.goto(`${address}?way=${way}&tlps=${tlps}&busy=${busy}`);
    await page.waitForFunction('window.drawn > 10', undefined, { timeout: 60_000 });
    const before = {
      cpu: await cpuMs(),
      drawn: await page.evaluate('window.drawn'),
      at: performance.now(),
    };
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const drawn = (await page.evaluate('window.drawn')) - before.drawn;
    const elapsed = (performance.now() - before.at) / 1000;
    const cpu = (await cpuMs()) - before.cpu;
    return drawn === 0 ? null : { fps: drawn / elapsed, ms: cpu / drawn };
  } catch {
    return null;
  } finally {
    await page.close();
  }
}

const cell = (result) =>
  result === null ? '–' : `${result.fps.toFixed(0)} / ${result.ms.toFixed(1)}`;
const results = new Map();
console.log('frames a second / CPU ms a frame, all processes of the browser, 1280x800');
console.log(['technique', ...COUNTS.map((count) => count.toLocaleString('en'))].join(' | '));
for (const { id, name, most } of WAYS) {
  const row = [];
  for (const count of COUNTS) {
    const result = count > most ? null : await measure(id, count);
    results.set(`${id} ${count}`, result);
    row.push(cell(result));
  }
  console.log([name, ...row].join(' | '));
}
const ours = results.get('worker 10000');
for (const { id, name } of WAYS.slice(2)) {
  for (const count of [1_000, 10_000]) {
    const [a, b] = [results.get(`worker ${count}`), results.get(`${id} ${count}`)];
    if (a && b)
      console.log(`CPU a frame at ${count}: ours is 1/${(b.ms / a.ms).toFixed(1)} of ${name}`);
  }
}
for (const way of ['worker', 'page']) {
  const busy = await measure(way, 10_000, 0.6);
  if (busy && ours) {
    console.log(
      `page busy 60 % of its time, 10,000 TLPs, ${way}: ${(busy.fps / ours.fps).toFixed(2)} of the frames`,
    );
  }
}
await browser.close();
await server.close();
rmSync(outDir, { recursive: true, force: true });
process.exit(0);

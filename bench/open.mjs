// Time to interactive of the built app against an empty React Flow page built the same way, in one run, interleaved.
// Interactive: the first node is seen, and no long task follows within a second.
//   node bench/open.mjs [--rounds 7]
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { launch, serveApp, servePreview } from './browser.mjs';
import { root } from './build.mjs';

const { build } = await import('vite');
const { default: react } = await import('@vitejs/plugin-react');
const rounds = Number(process.argv[process.argv.indexOf('--rounds') + 1]) || 7;

const outDir = mkdtempSync(join(root, 'node_modules', '.bench-open-'));
const config = { root: join(root, 'bench', 'open'), configFile: false, logLevel: 'error' };
const target = { outDir, target: 'es2023' };
await build({ ...config, plugins: [react()], base: './', build: target });
const [app, empty] = [await serveApp(), await servePreview({ ...config, build: target })];
const browser = await launch();

/** ms from navigation to interactive, in a window that has nothing cached or stored. */
async function open(address, throttle) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  await page.addInitScript(() => {
    window.seenAt = 0;
    window.longEnd = 0;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        window.longEnd = startTime + duration;
    }).observe({ type: 'longtask' });
    const look = () => {
      const node = document.querySelector('.react-flow__node');
      if (node !== null && getComputedStyle(node).visibility === 'visible') {
        requestAnimationFrame(() => (window.seenAt = performance.now()));
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(address);
  await page.waitForFunction(
    () => window.seenAt > 0 && performance.now() > Math.max(window.seenAt, window.longEnd) + 1000,
    undefined,
    { timeout: 60_000 },
  );
  const [seen, end] = await page.evaluate(() => [window.seenAt, window.longEnd]);
  await context.close();
  return { seen, interactive: Math.max(seen, end) };
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
for (const throttle of [1, 4]) {
  const ours = [];
  const theirs = [];
  for (let round = 0; round <= rounds; round++) {
    const pair = [await open(app.address, throttle), await open(empty.address, throttle)];
    // The first round warms up the browser.
    if (round > 0) {
      ours.push(pair[0]);
      theirs.push(pair[1]);
    }
  }
  for (const what of ['seen', 'interactive']) {
    const [a, b] = [ours, theirs].map((list) => median(list.map((one) => one[what])));
    const rate = `${throttle}x CPU throttle`;
    console.log(`${what}, ${rate}: ${(a / b).toFixed(2)} x the empty page (${a.toFixed(0)} ms)`);
  }
}
await browser.close();
await app.stop();
await empty.stop();
rmSync(outDir, { recursive: true, force: true });
process.exit(0);

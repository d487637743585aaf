// Panning, zooming and dragging large machines in the built app: frames against the idle page, long tasks.
//   node bench/canvas.mjs
import { execFileSync } from 'node:child_process';
import { during, launch, serveApp, told, watch } from './browser.mjs';
import { bundle } from './build.mjs';

const MACHINES = [
  ['100', '3'],
  ['112', '8'],
];

const maker = await bundle('large-machine-link');
const machines = MACHINES.map((size) => JSON.parse(execFileSync('node', [maker.path, ...size])));
maker.remove();
const app = await serveApp();
const browser = await launch();

/** A point of the canvas where there is nothing, or the middle of a device. */
const pointOn = (page, selector) =>
  page.evaluate((wanted) => {
    const { left, top, width, height } = document
      .querySelector('[data-region=canvas]')
      .getBoundingClientRect();
    for (let y = top + 100; y < top + height - 60; y += 7) {
      for (let x = left + 60; x < left + width - 300; x += 11) {
        if (
          document.elementFromPoint(x, y)?.closest(wanted) &&
          document.elementFromPoint(x + 2, y)?.closest(wanted)
        )
          return { x, y };
      }
    }
    return null;
  }, selector);

const sweep = (page, from) => async () => {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let step = 1; step <= 60; step++) {
    await page.mouse.move(from.x + 120 * Math.sin(step / 10), from.y + 60 * Math.sin(step / 7));
  }
  await page.mouse.up();
};

for (const { devices, links, functions, link } of machines) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${app.address}${link}`);
  await page.getByTestId('path').waitFor({ state: 'attached', timeout: 120_000 });
  await page.waitForTimeout(3000);
  await watch(page);
  const idle = await during(page, () => page.waitForTimeout(3000));
  const mounted = await page.locator('.react-flow__node').count();
  console.log(
    `${devices} devices, ${links} links, ${functions} functions; ${mounted} nodes mounted`,
  );
  const free = await pointOn(page, '.react-flow__pane');
  if (free) console.log(`  ${told('pan', await during(page, sweep(page, free)), idle)}`);
  const zoom = async () => {
    await page.mouse.move(600, 300);
    for (let step = 0; step < 40; step++) {
      await page.mouse.wheel(0, step < 20 ? -60 : 60);
      await page.waitForTimeout(25);
    }
  };
  console.log(`  ${told('zoom', await during(page, zoom), idle)}`);
  const device = await pointOn(page, '.react-flow__node');
  if (device) console.log(`  ${told('drag', await during(page, sweep(page, device)), idle)}`);
  await page.close();
}
await browser.close();
await app.stop();
process.exit(0);

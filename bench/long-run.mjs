// The log and the scrubber on a run of a million events, in a headless browser: frames against the idle page, long tasks.
//   node bench/long-run.mjs [--bytes N]
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { during, launch, serveApp, told, watch } from './browser.mjs';
import { bundle } from './build.mjs';

const { values } = parseArgs({ options: { bytes: { type: 'string' } } });
const maker = await bundle('long-run-link');
const made = execFileSync('node', [maker.path, ...(values.bytes ? [values.bytes] : [])]);
maker.remove();
const { eventCount, link } = JSON.parse(made);

const app = await serveApp();
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(`${app.address}${link}`);
const count = page.getByRole('status').filter({ hasText: / events$/ });
await page.getByRole('tab', { name: 'Log' }).click();
await count.filter({ hasText: `${eventCount} events` }).waitFor({ timeout: 120_000 });
await page.locator('[role=row][aria-rowindex="2"]').waitFor();
await watch(page);

const idle = await during(page, () => page.waitForTimeout(3000));
console.log(`${eventCount} rows; idle: ${idle.long} long tasks`);

const scroll = (step) =>
  page.evaluate(async (far) => {
    const grid = document.querySelector('[role=grid]');
    const until = performance.now() + 4000;
    let seed = 1;
    while (performance.now() < until) {
      seed = (seed * 48271) % 2147483647;
      grid.scrollTop = far ? (seed / 2147483647) * grid.scrollHeight : grid.scrollTop + 120;
      await new Promise(requestAnimationFrame);
    }
  }, step);
console.log(told('scrolling row by row', await during(page, () => scroll(false)), idle));
console.log(told('scrolling anywhere', await during(page, () => scroll(true)), idle));
const filter = async (text) => {
  await page.locator('#log-filter').fill(text);
  await page.waitForFunction(
    () => document.querySelector('[role=status][aria-busy]')?.getAttribute('aria-busy') !== 'true',
    undefined,
    { timeout: 300_000 },
  );
};
console.log(told('filter that few rows match', await during(page, () => filter('tlp:777')), idle));
console.log(`  ${await count.textContent()}`);
console.log(
  told('filter that most rows match', await during(page, () => filter('kind:mwr')), idle),
);
console.log(`  ${await count.textContent()}`);
console.log(told('scrolling what is left', await during(page, () => scroll(true)), idle));
await page.locator('#log-filter').fill('');

const box = await page.locator('[role=slider]').first().boundingBox();
const scrub = async () => {
  await page.mouse.move(box.x + 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 0; step < 120; step++) {
    const at = ((step * 37) % 120) / 120;
    await page.mouse.move(box.x + 2 + at * (box.width - 4), box.y + box.height / 2);
  }
  await page.mouse.up();
};
console.log(told('scrubbing', await during(page, scrub), idle));

await browser.close();
await app.stop();
process.exit(0);

// Random editing and playing in the built app, in a real browser: what it remembers at the end against the start, and
// that nothing breaks. After each round the same document is opened anew, so that only what leaked is left.
// usage: node scripts/soak-window.mjs [MINUTES] [SEED]
import { execFileSync } from 'node:child_process';
import { launch, serveApp } from '../bench/browser.mjs';
import { bundle } from '../bench/build.mjs';

const minutes = Number(process.argv[2] ?? 1);
let seed = Number(process.argv[3] ?? 1);
const ROUND_MS = 15_000;

/** A number below `below`; the same seed gives the same numbers. */
function random(below) {
  seed = (seed * 48271) % 2147483647;
  return seed % below;
}
const pick = (list) => list[random(list.length)];

const KEYS =
  'Space ArrowRight ArrowLeft ArrowDown ArrowUp Home End Escape Delete Control+z Control+z Control+Shift+Z Control+d ' +
  'Control+c Control+a BracketRight Comma Period Enter Control+k';
const ADD = [
  'Add a GPU',
  'Add a switch',
  'Add an SMMU',
  'Add a NIC',
  'Add a root port',
  'Add a note',
];

const maker = await bundle('long-run-link');
const { link } = JSON.parse(execFileSync('node', [maker.path, '65536']));
maker.remove();
const app = await serveApp();
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const errors = [];
page.on('pageerror', (error) => errors.push(error.message));
const cdp = await page.context().newCDPSession(page);
await cdp.send('Performance.enable');
await page.goto(`${app.address}${link}`);
await page.getByTestId('path').waitFor({ state: 'attached', timeout: 120_000 });

async function clickOn(locator) {
  const count = await locator.count();
  if (count > 0)
    await locator
      .nth(random(count))
      .click({ timeout: 2000, force: true })
      .catch(() => undefined);
}

async function act() {
  const kind = random(10);
  if (kind < 5) await page.keyboard.press(pick(KEYS.split(' ')));
  else if (kind < 6) await clickOn(page.getByRole('tab'));
  else if (kind < 8) await clickOn(page.locator('.react-flow__node'));
  else if (kind < 9) {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type(pick(ADD));
    await page.keyboard.press('Enter');
  } else await page.mouse.wheel(random(200) - 100, random(200) - 100);
}

/** Opens the document anew and counts what is left. */
async function measure() {
  for (let i = 0; i < 3; i++) await page.keyboard.press('Escape');
  await page.evaluate((hash) => (window.location.hash = hash), link);
  await page.waitForTimeout(1500);
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name) => metrics.find((one) => one.name === name)?.value ?? 0;
  return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

const seen = [];
let acts = 0;
const until = performance.now() + minutes * 60_000;
while (performance.now() < until || seen.length < 3) {
  const end = performance.now() + ROUND_MS;
  for (; performance.now() < end; acts++) await act();
  seen.push(await measure());
}
// The first round loads the panels.
const [, first] = seen;
const last = seen.at(-1);
const told = Object.keys(last).map((key) => `${key} ${(last[key] / first[key]).toFixed(2)}`);
console.log(
  `${acts} actions in ${seen.length} rounds; at the end against the start: ${told.join(', ')} x`,
);
console.log(`  heap by round, MB: ${seen.map(({ heap }) => (heap / 1e6).toFixed(1)).join(' ')}`);
for (const message of new Set(errors)) console.log(`error of the page: ${message}`);
await browser.close();
await app.stop();
process.exit(errors.length === 0 ? 0 : 1);

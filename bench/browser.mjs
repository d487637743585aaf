// The built app in a headless browser, with a count of long tasks and of frames. Used by the benchmarks of the window.
import { chromium } from '@playwright/test';
import { bundle, root } from './build.mjs';

const { build, preview } = await import('vite');

/** Builds the app as it is released and serves it; answers its address and how to stop. */
export async function serveApp() {
  await build({ root, logLevel: 'error' });
  return servePreview({ root, logLevel: 'error' });
}

/** Serves a folder that is built already. */
export async function servePreview(config) {
  const server = await preview({ ...config, preview: { port: 0, host: '127.0.0.1' } });
  return { address: server.resolvedUrls.local[0], stop: () => server.close() };
}

export async function launch() {
  const finder = await bundle('../e2e/chromium');
  const { executablePath, env } = (await import(finder.url)).resolveChromium();
  finder.remove();
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: ['--enable-precise-memory-info', '--js-flags=--expose-gc'],
  });
}

/** From now on the page counts its long tasks (over 50 ms) and the gaps between its frames, ms. */
export async function watch(page) {
  await page.evaluate(() => {
    window.longTasks = [];
    window.gaps = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration);
    }).observe({ type: 'longtask' });
    let before = performance.now();
    const frame = (now) => {
      window.gaps.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** What was seen while `act` went on. */
export async function during(page, act) {
  await page.evaluate(() => {
    window.longTasks.length = 0;
    window.gaps.length = 0;
  });
  await act();
  // The observer is told a moment later.
  await page.waitForTimeout(300);
  return page.evaluate(() => {
    const sorted = [...window.gaps].sort((a, b) => a - b);
    return {
      frames: sorted.length,
      p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
      long: window.longTasks.length,
      longest: Math.max(0, ...window.longTasks),
    };
  });
}

/** One line of a report: against the idle page in the same run. */
export function told(name, seen, idle) {
  return (
    `${name}: p95 of the frames ${(seen.p95 / idle.p95).toFixed(2)} x idle, ` +
    `${seen.long} long tasks${seen.long === 0 ? '' : `, the longest ${seen.longest.toFixed(0)} ms`}`
  );
}

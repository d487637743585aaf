import { existsSync } from 'node:fs';
import { defineConfig, firefox } from '@playwright/test';
import { resolveChromium } from './e2e/chromium.ts';

const browser = resolveChromium();
const port = Number(process.env['PORT'] ?? 4199);

// Once, not in every worker.
if (process.env['TEST_WORKER_INDEX'] === undefined && !existsSync(firefox.executablePath())) {
  process.stderr.write(
    'Firefox is not installed, so its smoke journey is skipped: npx playwright install firefox\n',
  );
}

export default defineConfig({
  testDir: 'e2e',
  timeout: 120_000,
  expect: { timeout: 30_000 },
  workers: 2,
  // On a busy machine only: .ci/run names every test that needed its second try.
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    // Only the offline test wants the worker that keeps every file.
    serviceWorkers: 'block',
    viewport: { width: 1280, height: 720 },
  },
  projects: [
    {
      name: 'chromium',
      use: {
        launchOptions: {
          executablePath: browser.executablePath,
          env: { ...process.env, ...browser.env },
          args: ['--disable-background-networking', '--no-first-run'],
        },
      },
    },
    // One journey, and only where Firefox is installed (`npx playwright install firefox`).
    { name: 'firefox', testMatch: 'smoke.spec.ts', use: { browserName: 'firefox' } },
  ],
  webServer: {
    command: `npx vite build --logLevel warn && npx vite preview --host 127.0.0.1 --port ${port} --strictPort`,
    url: `http://127.0.0.1:${port}`,
    reuseExistingServer: false,
    timeout: 120_000,
  },
});

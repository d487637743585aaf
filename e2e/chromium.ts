import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

/** Where a browser was found and what it needs in its environment. */
export interface BrowserChoice {
  readonly executablePath: string;
  readonly env: Record<string, string>;
}

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const NAMES = [
  'chromium',
  'chromium-browser',
  'chromium-headless-shell',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
];

function onPath(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of NAMES) {
      const candidate = join(folder, name);
      if (folder !== '' && existsSync(candidate)) return candidate;
    }
  }
  return null;
}

/** Unpacks the browser that comes as a package: needs neither root nor a download. Linux x64 only. */
function packaged(): BrowserChoice | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const cache = join(ROOT, 'node_modules', '.cache', 'chromium');
  mkdirSync(cache, { recursive: true });
  const script =
    "import c from '@sparticuz/chromium'; process.stdout.write(await c.executablePath());";
  const executablePath = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    // The package unpacks its own NSS libraries only where it believes to run in that runtime.
    env: { ...process.env, TMPDIR: cache, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
    encoding: 'utf8',
  });
  const fonts = join(cache, 'fonts.conf');
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(cache, 'fonts')}</dir><cachedir>${join(cache, 'fontcache')}</cachedir></fontconfig>`,
  );
  return {
    executablePath,
    env: { LD_LIBRARY_PATH: join(cache, 'al2023', 'lib'), FONTCONFIG_FILE: fonts },
  };
}

/**
 * Finds a Chromium: CHROMIUM_PATH, Playwright's own, one on PATH, the packaged one.
 *
 * @throws Error naming the ways to get one; tests never skip for want of a browser.
 */
export function resolveChromium(): BrowserChoice {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return { executablePath: named, env: {} };
  const own = chromium.executablePath();
  if (own !== '' && existsSync(own)) return { executablePath: own, env: {} };
  const found = onPath();
  if (found !== null) return { executablePath: found, env: {} };
  const fallback = packaged();
  if (fallback !== null && existsSync(fallback.executablePath)) return fallback;
  throw new Error(
    'No Chromium found. Set CHROMIUM_PATH, or run "npx playwright install chromium" or "apt-get install chromium".',
  );
}

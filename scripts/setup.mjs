// Installs the dependencies when one is missing or of another version than the lock says. Uses only Node's own modules.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function packages(...path) {
  try {
    return JSON.parse(readFileSync(join(root, ...path), 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/** What npm wrote down when it installed; optional packages are for some systems only. */
const installed = packages('node_modules', '.package-lock.json');
const isMissing = Object.entries(packages('package-lock.json')).some(
  ([path, { version, integrity, optional = false }]) =>
    path !== '' &&
    !optional &&
    (installed[path]?.version !== version || installed[path]?.integrity !== integrity),
);

if (isMissing) {
  process.stderr.write('Installing dependencies (npm ci) ...\n');
  const isWindows = process.platform === 'win32';
  // Output goes to standard error: standard output belongs to the command that asked for the set-up.
  execFileSync(isWindows ? 'npm.cmd' : 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: isWindows,
  });
}

// Bundles src/cli/main.ts with all that it imports into dist-cli/, when a source is newer than the last bundle.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The bundle: needs Node alone, no package. */
export const bundle = join(root, 'dist-cli', 'main.js');

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'ui') latest = Math.max(latest, newest(path));
    } else if (!entry.name.endsWith('.test.ts')) {
      latest = Math.max(latest, statSync(path).mtimeMs);
    }
  }
  return latest;
}

if (!existsSync(bundle) || statSync(bundle).mtimeMs < newest(join(root, 'src'))) {
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: join(root, 'src', 'cli', 'main.ts'),
      outDir: join(root, 'dist-cli'),
      emptyOutDir: true,
      target: 'node20',
      // As for the worker in vite.config.ts: typed arrays that stay `const` are faster.
      rolldownOptions: { output: { topLevelVar: false } },
    },
  });
}

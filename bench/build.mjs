// Bundles a TypeScript entry of this folder for Node the way the CLI and the worker are bundled.
import { mkdtempSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import '../scripts/setup.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Bundles `bench/<entry>.ts` into a folder of its own; returns the path of the bundle and how to remove it. */
export async function bundle(entry) {
  const { build } = await import('vite');
  const outDir = mkdtempSync(join(root, 'node_modules', '.bench-'));
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    build: {
      ssr: join(root, 'bench', `${entry}.ts`),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { topLevelVar: false } },
    },
  });
  const path = join(outDir, `${basename(entry)}.js`);
  return {
    path,
    url: pathToFileURL(path).href,
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}

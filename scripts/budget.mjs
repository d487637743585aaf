// Fails when the built app is larger than its budgets (compressed bytes). Run after `npm run build`.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const assets = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'assets');
const html = readFileSync(join(assets, '..', 'index.html'), 'utf8');
const files = readdirSync(assets);

/** What a file cannot run without: its static imports, and theirs. */
function withImports(names) {
  const all = new Set();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (all.has(name)) continue;
    all.add(name);
    const text = readFileSync(join(assets, name), 'utf8');
    for (const [, next] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
      queue.push(next);
  }
  return [...all];
}

/** The page's entry, and the window and canvas that it loads for the first picture. */
const entries = [...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.js)"/g)].map((m) => m[1]);
const first = files.filter((name) => /^(?:App|Canvas)-.*\.js$/.test(name));
const initial = withImports([...entries, ...first]);
const total = (names, compress) =>
  names.reduce((sum, name) => sum + compress(readFileSync(join(assets, name))).byteLength, 0);

const rows = [
  ['initial JS, gzip', total(initial, gzipSync), 260_000],
  ['initial JS, brotli', total(initial, brotliCompressSync), 200_000],
  [
    'CSS, gzip',
    total(
      files.filter((f) => f.endsWith('.css')),
      gzipSync,
    ),
    25_000,
  ],
  [
    'simulation worker, gzip',
    total(
      files.filter((f) => /^sim\.worker-.*\.js$/.test(f)),
      gzipSync,
    ),
    60_000,
  ],
];
let isOver = false;
for (const [name, bytes, limit] of rows) {
  const ok = bytes <= limit;
  if (!ok) isOver = true;
  process.stdout.write(`${ok ? 'within' : 'OVER  '}  ${name}: ${bytes} of ${limit} bytes\n`);
}
process.exitCode = isOver ? 1 : 0;

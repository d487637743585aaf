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
const starting = (pattern) =>
  withImports([...entries, ...files.filter((name) => pattern.test(name))]);
const initial = starting(/^(?:App|Canvas)-.*\.js$/);
/** The same of a picture in another page. */
const embedded = starting(/^(?:EmbedApp|Canvas)-.*\.js$/);
const total = (names, compress) =>
  names.reduce((sum, name) => sum + compress(readFileSync(join(assets, name))).byteLength, 0);

const named = (pattern) => files.filter((name) => pattern.test(name));

/**
 * Name, size now, budget, and the size that it must not exceed until it is within its budget: what is too large
 * already may shrink but not grow.
 */
const rows = [
  ['initial JS, gzip', total(initial, gzipSync), 260_000, 260_000],
  ['initial JS, brotli', total(initial, brotliCompressSync), 200_000, 200_000],
  ['embed JS, gzip', total(embedded, gzipSync), 190_000, 208_000],
  ['CSS, gzip', total(named(/\.css$/), gzipSync), 25_000, 25_000],
  [
    'simulation worker, gzip',
    total(withImports(named(/^sim\.worker-.*\.js$/)), gzipSync),
    60_000,
    60_000,
  ],
];
for (const [name, bytes, budget, ceiling] of rows) {
  const verdict = bytes <= budget ? 'within' : bytes <= ceiling ? 'over  ' : 'FAILED';
  if (bytes > ceiling) process.exitCode = 1;
  const rest = bytes > budget ? `, must stay below ${ceiling}` : '';
  process.stdout.write(`${verdict}  ${name}: ${bytes} of ${budget} bytes${rest}\n`);
}

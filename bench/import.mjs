// CPU time of the importer per 1,000 lines against JSON.parse of as many bytes, and peak memory as a multiple of the
// input. Usage: node bench/import.mjs FILE...   (default: a listing of 2,000 lines made here)
import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = mkdtempSync(join(root, 'node_modules', '.bench-import-'));
const RUNS = 20;

function sample() {
  const two = (n) => n.toString(16).padStart(2, '0');
  const record = (bus) =>
    [
      `${two(bus)}:00.0 3D controller [0302]: Example [10de:20b2] (rev a1)`,
      '\tControl: I/O- Mem+ BusMaster+ SpecCycle- MemWINV- VGASnoop- ParErr- Stepping- SERR- FastB2B- DisINTx+',
      `\tNUMA node: ${bus & 1}`,
      `\tIOMMU group: ${bus}`,
      `\tRegion 0: Memory at ${two(bus)}000000 (64-bit, prefetchable) [size=16M]`,
      '\tCapabilities: [60] Express (v2) Endpoint, MSI 00',
      '\t\tDevCap:\tMaxPayload 256 bytes, PhantFunc 0',
      '\t\t\tMaxPayload 256 bytes, MaxReadReq 512 bytes',
      '\t\tLnkCap:\tPort #0, Speed 16GT/s, Width x16, ASPM not supported',
      '\t\tLnkSta:\tSpeed 16GT/s, Width x16',
      '',
    ].join('\n');
  return Array.from({ length: 182 }, (_, i) => record(i + 16)).join('\n');
}

function cpuMs(run) {
  run();
  const start = process.cpuUsage();
  for (let i = 0; i < RUNS; i++) run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / RUNS;
}

try {
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    build: { ssr: join(root, 'src/formats/import.ts'), outDir: out, target: 'node20' },
  });
  const { importFiles } = await import(pathToFileURL(join(out, 'import.js')).href);
  const paths = process.argv.slice(2);
  const inputs =
    paths.length === 0
      ? [['2,000 lines made here', sample()]]
      : paths.map((path) => [path, readFileSync(path, 'utf8')]);
  for (const [name, text] of inputs) {
    const lines = text.split('\n').length;
    const rows = [];
    while (JSON.stringify(rows).length < text.length)
      for (let i = 0; i < 64; i++) rows.push({ id: i, name: 'row', on: true });
    const json = JSON.stringify(rows).slice(0);
    const files = [{ name, text }];
    const own = cpuMs(() => importFiles(files));
    const peer = cpuMs(() => JSON.parse(json)) * (text.length / json.length);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    // Memory is measured near the largest input that is read: below that it is garbage not yet collected.
    const large = `${text}\n`.repeat(Math.max(1, Math.floor(4_000_000 / text.length)));
    const kept = importFiles([{ name, text: large }]);
    const used = process.memoryUsage().heapUsed - before;
    console.log(
      JSON.stringify({
        name,
        lines,
        ok: kept.ok,
        cpuMsPer1000Lines: Number(((own * 1000) / lines).toFixed(3)),
        timesJsonParse: Number((own / peer).toFixed(1)),
        heapGrowthTimesInput: Number((used / large.length).toFixed(1)),
      }),
    );
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}

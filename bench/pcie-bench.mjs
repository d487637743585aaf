// The analytic model of pcie-bench (SIGCOMM'18) and the engine on the same link, in Gb/s of payload.
// usage: node bench/pcie-bench.mjs
import { execFileSync } from 'node:child_process';
import { bundle } from './build.mjs';

/** The values of its tables, to the digits that they give. */
const PUBLISHED = [
  ['8 GT/s x8 MPS 256', 64, '42.098', '44.103', '33.077'],
  ['8 GT/s x8 MPS 256', 128, '48.745', '50.063', '42.098'],
  ['8 GT/s x8 MPS 256', 256, '52.923', '53.690', '48.745'],
  ['8 GT/s x8 MPS 256', 512, '52.923', '53.690', '50.748'],
  ['8 GT/s x8 MPS 256', 1024, '52.923', '53.690', '50.748'],
  ['8 GT/s x8 MPS 256', 1500, '52.815', '53.597', '50.599'],
  ['8 GT/s x8 MPS 256', 2048, '52.923', '53.690', '50.748'],
  ['16 GT/s x16 MPS 256', 256, '207.91', '210.92', null],
  ['32 GT/s x16 MPS 512', 512, '437.96', '441.26', null],
];
const LARGEST_ERROR = 0.001;

const model = await bundle('pcie-bench-run');
const out = execFileSync('node', [model.path], { encoding: 'utf8' });
model.remove();
const rows = out
  .trim()
  .split('\n')
  .map((text) => JSON.parse(text));
const say = (text) => process.stdout.write(`${text}\n`);
const digits = (text) => text.split('.')[1].length;
let wrong = 0;
say('link                  bytes     write      read      both   simulated / model: write    read');
for (const [link, bytes, write, read, both] of PUBLISHED) {
  const row = rows.find((one) => one.link === link && one.bytes === bytes);
  const told = { write, read, both };
  for (const [key, text] of Object.entries(told)) {
    if (text !== null && row[key].toFixed(digits(text)) !== text) {
      wrong++;
      say(`WRONG ${link} ${bytes} ${key}: ${row[key]} for ${text}`);
    }
  }
  const ratios = [row.simulatedWrite / row.write, row.simulatedRead / row.read];
  wrong += ratios.filter((ratio) => Math.abs(ratio - 1) > LARGEST_ERROR).length;
  const cells = [write, read, both ?? '-'].map((text) => text.padStart(10)).join('');
  const shares = ratios.map((ratio) => ratio.toFixed(5).padStart(9)).join('');
  say(`${link.padEnd(20)}${String(bytes).padStart(7)}${cells}${' '.repeat(22)}${shares}`);
}
say(`values that differ from the tables, or simulated more than 0.1 % off: ${wrong}`);
process.exitCode = wrong === 0 ? 0 : 1;

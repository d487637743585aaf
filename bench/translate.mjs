// SMMU translations a second, warm and cold, beside the least that either can cost: a look into a hash map for
// a TLB hit, the bare memory reads for a cold nested walk; and what a look adds to a hop of the engine. Run: node bench/translate.mjs
import { execFileSync } from 'node:child_process';
import { bundle } from './build.mjs';

const { path, remove } = await bundle('translate-run');
try {
  const output = execFileSync(process.execPath, [path], { encoding: 'utf8' });
  const { coldReads, warm, cold, mapLooks, bareWalks, hits } = JSON.parse(output);
  const thousands = (rate) => `${Math.round(rate / 1000)}k/s`;
  const row = (name, rate, limit, what) =>
    console.log(`${name}: ${thousands(rate)}, ${(limit / rate).toFixed(1)} x the time of ${what}`);
  row('warm, TLB hit', warm, mapLooks, 'one look into a hash map');
  row(`cold, nested, ${coldReads} reads`, cold, bareWalks, 'these reads alone');
  console.log(`hit rate of the warm run: ${(hits * 100).toFixed(3)} %`);
} finally {
  remove();
}

const hop = await bundle('walk-hop-run');
try {
  const output = execFileSync(process.execPath, [hop.path], { encoding: 'utf8' });
  const { tlps, hops, lookUs, plainUs } = JSON.parse(output);
  const share = Math.round((100 * (lookUs / tlps)) / (plainUs / hops));
  console.log(`a warm hit adds to a hop of the engine: ${share} %`);
} finally {
  hop.remove();
}

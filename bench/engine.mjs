// The engine beside every peer that is installed, on every workload, interleaved; medians of CPU time.
// usage: node bench/engine.mjs [--rounds N] [--only NAME,NAME] [--shared DIR]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle, root } from './build.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    shared: { type: 'string', default: join(root, '..', 'shared') },
  },
});
const rounds = Number(values.rounds);
const workloads = join(values.shared, 'data', 'des');
const peers = join(values.shared, 'bench', 'peers');
const say = (text = '') => process.stdout.write(`${text}\n`);
if (!existsSync(workloads) || !existsSync(peers)) {
  process.stderr.write(
    `${values.shared}: no workloads or peers there; name the folder with --shared\n`,
  );
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), 'bench-engine-'));

/** Compiles a C++ peer; null where compiler or library is missing. */
function compiled(source, libraries = []) {
  const path = join(scratch, source.replace(/\..*/, ''));
  const made = spawnSync(
    'g++',
    ['-O2', '-march=native', '-std=c++17', join(peers, source), '-o', path, ...libraries],
    { stdio: 'ignore' },
  );
  return made.status === 0 ? [path] : null;
}

/** A Python peer; null where no Python has its module: the one of the system may have what another lacks. */
function python(source, module) {
  const has = (file) =>
    spawnSync(file, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;
  const found = ['python3', '/usr/bin/python3'].find(has);
  return found === undefined ? null : [found, join(peers, source)];
}

const engine = await bundle('engine-run');
// Built once before anything is measured.
execFileSync('node', [join(root, 'scripts', 'cli.mjs'), 'help'], { stdio: 'ignore' });
const ours = 'playground';
const contestants = [
  [ours, ['node', join(root, 'scripts', 'cli.mjs'), 'des']],
  ['js_obj_heap', ['node', join(peers, 'js_obj_heap.mjs')]],
  ['js_soa_heap4', ['node', join(peers, 'js_soa_heap4.mjs')]],
  ['cpp_pq', compiled('cpp_pq.cpp')],
  ['ns3_pkt', compiled('ns3_pkt.cc', ['-lns3-core', '-lns3-network'])],
  ['ns3_raw', compiled('ns3_raw.cc', ['-lns3-core', '-lns3-network'])],
  ['systemc_peq', compiled('systemc_peq.cpp', ['-lsystemc'])],
  ['simpy_proc', python('simpy_proc.py', 'simpy')],
];
const running = contestants.filter(([, command]) => command !== null);
const missing = contestants.filter(([, command]) => command === null).map(([name]) => name);

const names = readdirSync(workloads)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''))
  .filter((name) => values.only === undefined || values.only.split(',').includes(name));
const big = names.filter((name) => name.endsWith('-l'));
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const line = (command, args) => {
  const [file, ...rest] = [...command, ...args];
  const out = execFileSync(file, rest, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return JSON.parse(out.split('\n').find((text) => text.startsWith('{')));
};

/** Whether an answer is equal to the digit in everything that the format fixes. */
function isExact(answer, wanted) {
  const totals = ['tlps', 'hops', 'makespan_ps', 'digest32', 'sum_latency_ps'];
  const parts = ['tlps', 'bytes', 'first_ps', 'last_ps'];
  return (
    totals.every((key) => answer[key] === wanted[key]) &&
    wanted.flows.every((flow, i) => parts.every((key) => answer.flows?.[i]?.[key] === flow[key]))
  );
}

const rates = new Map(running.map(([name]) => [name, new Map()]));
let wrong = 0;
for (const name of names) {
  const file = join(workloads, `${name}.json`);
  const wanted = JSON.parse(readFileSync(file, 'utf8')).expect;
  const samples = new Map(running.map(([peer]) => [peer, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [peer, command] of running) {
      const answer = line(command, [file]);
      if (!isExact(answer, wanted)) {
        wrong++;
        say(`WRONG ${String(peer)} ${name}`);
      }
      samples.get(peer).push(answer.hops / answer.cpu_ms / 1000);
    }
  }
  for (const [peer, list] of samples) rates.get(peer).set(name, median(list));
}

const cell = (text) => String(text).padStart(13);
say('Million TLP-hops per CPU-second (median; cpu_ms of the event loop, JIT warm-up included)');
say(`${'workload'.padEnd(12)}${running.map(([peer]) => cell(peer)).join('')}`);
for (const name of names) {
  const row = running.map(([peer]) => cell(rates.get(peer).get(name).toFixed(2)));
  say(`${name.padEnd(12)}${row.join('')}`);
}
const geometric = (list) => Math.exp(list.reduce((sum, x) => sum + Math.log(x), 0) / list.length);
if (big.length > 0) {
  say();
  say(`Ratio of ${ours} to each, geometric mean over ${big.join(' ')}`);
  for (const [peer] of running.slice(1)) {
    const ratio = geometric(big.map((n) => rates.get(ours).get(n) / rates.get(peer).get(n)));
    say(`${peer.padEnd(14)}${ratio.toFixed(2)}x`);
  }
}
say(`not run (not installed here): ${missing.join(' ') || 'none'}`);
say(`answers that differ: ${wrong}`);

say();
say('Inside: rate against bare in the same rounds');
const MODES = ['bare', 'trace', 'full', 'bare-again', 'trace-again', 'full-again'];
const inside = (mode, name) => line(['node', engine.path], [mode, join(workloads, `${name}.json`)]);
const touchOf = (hops) => line(['node', engine.path], ['touch', String(hops)]).ms;
for (const name of big) {
  const touches = [];
  const samples = Object.fromEntries(MODES.map((mode) => [mode, []]));
  for (let round = 0; round < rounds; round++) {
    for (const mode of MODES) {
      const { hops, ms } = inside(mode, name);
      samples[mode].push(hops / ms / 1000);
      if (mode === 'trace') touches.push(touchOf(hops) / ms);
    }
  }
  const rate = Object.fromEntries(MODES.map((mode) => [mode, median(samples[mode])]));
  const share = (mode, of) => (rate[mode] / rate[of]).toFixed(2);
  say(
    `${name.padEnd(10)} first run: trace on ${share('trace', 'bare')}, ` +
      `full fidelity with trace ${share('full', 'bare')} (${rate.full.toFixed(2)} M/s)   ` +
      `second run: trace on ${share('trace-again', 'bare-again')}, ` +
      `full fidelity with trace ${share('full-again', 'bare-again')}`,
  );
  const touched = median(touches);
  say(
    `${''.padEnd(10)} fresh memory of its 10 bytes a hop, touched by itself: ${Math.round(100 * touched)} % of the ` +
      `traced first run; without it trace on ${(rate.trace / rate.bare / (1 - touched)).toFixed(2)}`,
  );
}
say('memory: 10 bytes a traced hop (start 4, row 2, TLP 4); 44 bytes a TLP in flight');
if (names.includes('u64-l')) {
  const { hops, p95Ms } = inside('seek', 'u64-l');
  say(`state at any instant of a run of ${hops} hops: p95 ${p95Ms.toFixed(1)} ms of CPU`);
}
if (names.includes('u64-s')) {
  const file = join(workloads, 'u64-s.json');
  const cold = median(Array.from({ length: rounds }, () => inside('cold', 'u64-s').ms));
  const heap = ['node', join(peers, 'js_obj_heap.mjs')];
  const peer = median(Array.from({ length: rounds }, () => line(heap, [file]).cpu_ms));
  say(`100 k hops in a fresh process, load included: ${(cold / peer).toFixed(2)} of js_obj_heap`);
}
say();
say('Cost per TLP-hop over the number of endpoints, the same number of hops each');
for (const endpoints of [8, 64, 512, 4096]) {
  const samples = Array.from({ length: rounds }, () => {
    const { hops, ms } = line(['node', engine.path], ['scale', String(endpoints)]);
    return (ms * 1e6) / hops;
  });
  say(`${String(endpoints).padEnd(10)}${median(samples).toFixed(0)} ns`);
}
engine.remove();
rmSync(scratch, { recursive: true, force: true });
process.exitCode = wrong === 0 ? 0 : 1;

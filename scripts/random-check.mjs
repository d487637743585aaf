// Random scenarios against the slow reference and the invariants. A failure names its seed and is shrunk.
// usage: npm run soak:random -- [COUNT] [FIRST SEED]
import { spawnSync } from 'node:child_process';

const [count = '1000', first = '1'] = process.argv.slice(2);
const { status } = spawnSync('npx', ['vitest', 'run', 'tests/random', '--testTimeout=36000000'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, RANDOM_SEEDS: count, RANDOM_FIRST: first },
});
process.exit(status ?? 1);

// Compares the engine with its slow reference, and random runs with their invariants, on 1,000 seeds (or another number).
// A failure names its seed.
import { spawnSync } from 'node:child_process';

const seeds = process.argv[2] ?? '1000';
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', 'tests/sim/soak.test.ts', '--testTimeout=36000000'],
  {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ENGINE_SEEDS: seeds },
  },
);
process.exit(status ?? 1);

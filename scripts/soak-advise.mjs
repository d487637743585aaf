// Compares the advisor with exhaustive search on 200 random machines (`npm run soak:advise`, or another number).
import { spawnSync } from 'node:child_process';

const seeds = process.argv[2] ?? '200';
const { status } = spawnSync('npx', ['vitest', 'run', 'src/core/advise/why.test.ts'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, ADVISE_SEEDS: seeds },
});
process.exit(status ?? 1);

// Random workloads: the engine against the slow, literal reference, equal to the digit.
// usage: node bench/oracle.mjs [--count N] [--shared DIR]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle, root } from './build.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    shared: { type: 'string', default: join(root, '..', 'shared') },
  },
});
const reference = join(values.shared, 'bench', 'ref');
if (!existsSync(join(reference, 'oracle.py'))) {
  process.stderr.write(`${reference}: no oracle.py there; name the folder with --shared\n`);
  process.exit(2);
}

/** Answers each line with the reference and says where the two part. */
const COMPARE = `
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import oracle
wrong = count = hops = 0
for line in sys.stdin:
    given = json.loads(line); count += 1
    wanted = oracle.run(given["workload"]); hops += wanted["hops"]
    for key, value in given["answer"].items():
        if str(wanted[key]) != str(value):
            wrong += 1
            print("WRONG", given["workload"]["name"], key)
print(count, "random workloads,", hops, "TLP-hops, answers that differ:", wrong)
sys.exit(0 if wrong == 0 and count > 0 else 1)
`;

const engine = await bundle('oracle-run');
const input = execFileSync('node', [engine.path, values.count], { maxBuffer: 1 << 30 });
engine.remove();
const { status } = spawnSync('python3', ['-c', COMPARE, reference], {
  input,
  stdio: ['pipe', 'inherit', 'inherit'],
});
process.exitCode = status ?? 1;

import { defined } from '../src/core/base/assert.ts';
import { enumerate } from '../src/core/machine/enumerate.ts';
import type { Machine } from '../src/core/machine/types.ts';
import { ACS_LINUX } from '../src/core/scenario/defaults.ts';
import { oneSwitch, toGpu0 } from '../src/core/scenario/presets/one-switch.ts';
import { busAddr } from '../src/core/base/address.ts';
import { translatorsOf } from '../src/core/iommu/translators.ts';
import { createRun } from '../src/core/sim/create-run.ts';
import { Walks } from '../src/core/sim/walks.ts';

/*
 * The looks of one long write into a warm SMMU, and the run of that write without any IOMMU, as one JSON line on standard output.
 */

const BYTES = 32 * 2 ** 20;
const ROUNDS = 9;

const scenario = oneSwitch({
  dspControl: ACS_LINUX,
  mappings: [
    {
      from: '0x4000000000',
      to: { function: 'gpu0', bar: 2 },
      sizeBytes: 2 * BYTES,
      read: true,
      write: true,
      attribute: 'mmio',
    },
  ],
  transfers: [toGpu0({ id: 'big', name: 'NIC0 writes', address: '0x4000000000', bytes: BYTES })],
});

function machineOf(hasSmmu: boolean): Machine {
  const components = scenario.components.filter(({ kind }) => hasSmmu || kind !== 'iommu');
  return defined(enumerate({ ...scenario, components }).machine ?? undefined, 'a machine');
}

/** CPU time of some work, µs. */
function cpuUs(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

const TLP_BYTES = 256;
const TLPS = BYTES / TLP_BYTES;
const PAGE = 4096;

const translated = machineOf(true);
const requester = defined(translated.functions[translated.functionById.get('nic0') ?? -1], 'nic0');
const translator = defined(translatorsOf(translated).get(0), 'a translator');
const request = {
  hostBridge: 0,
  requesterId: requester.requesterId,
  address: busAddr(0x40_0000_0000n),
  bytes: TLP_BYTES,
  write: true,
  at: 'untranslated',
  t: 0,
} as const;
const pages = BYTES / PAGE;
const flow = { iommu: 0, request, pages, from: 0, isPosted: true, fault: null };

/** Looks every TLP of the transfer up, as the engine does when it reaches the root port. */
function looks(): number {
  const walks = new Walks([flow], () => translator.newUnit?.() ?? null, [TLPS]);
  let delayPs = 0;
  for (let tlp = 0; tlp < TLPS; tlp++) {
    delayPs += walks.delayPs(tlp, 0, Math.floor((tlp * TLP_BYTES) / PAGE), 5_000 * tlp);
  }
  walks.release();
  return delayPs;
}

/** How often a TLP of the transfer starts over a link. */
function hopsOf(machine: Machine): number {
  const run = createRun(machine);
  let count = 0;
  run.visitSegments(0, run.endPs, () => count++);
  run.release();
  return count;
}

const plain = machineOf(false);
const hops = hopsOf(plain);
let sink = 0;
const times: [number[], number[]] = [[], []];
for (let round = 0; round < ROUNDS; round++) {
  times[0].push(cpuUs(() => (sink += looks())));
  times[1].push(
    cpuUs(() => {
      const run = createRun(plain);
      run.release();
    }),
  );
}
const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
process.stdout.write(
  `${JSON.stringify({ tlps: TLPS, hops, lookUs: median(times[0]), plainUs: median(times[1]), sink })}\n`,
);

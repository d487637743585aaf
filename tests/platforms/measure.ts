import { defined } from '../../src/core/base/assert.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { newTransfer } from '../../src/core/scenario/defaults.ts';
import type { Transfer } from '../../src/core/scenario/schema.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import type { Run } from '../../src/core/sim/run.ts';
import { machineDocument } from './machines.ts';
import type { MachineShape } from './machines.ts';

/** One stream of a measurement: who writes or reads what. A memory is named `ddr0`, `ddr1`. */
export interface Stream {
  readonly from: string;
  readonly to: string;
  readonly op: 'MWr' | 'MRd';
}

/** Bytes of a stream over which a rate is taken, after as many to fill the way. */
const RATE_BYTES = 1 << 19;
/** Reads in flight of a device that is built for bandwidth. @source pcie.md §5.5 (8-bit tags) */
const OUTSTANDING = 256;

/** The memory BAR of the devices of machines.ts. */
const BARS: Readonly<Record<string, number>> = { gpu: 2, nic: 0, nvme: 4 };

function transferOf({ from, to, op }: Stream, index: number, bytes: number): Transfer {
  const bar = BARS[/^[a-z]+/.exec(to)?.[0] ?? ''] ?? 0;
  const target: Transfer['to'] = to.startsWith('ddr')
    ? { kind: 'memory', memory: to, offset: `0x${(index * 2 * RATE_BYTES).toString(16)}` }
    : { kind: 'bar', function: to, bar, offset: `0x${(index * 2 * RATE_BYTES).toString(16)}` };
  const id = `t${index}`;
  return newTransfer({ id, name: id, from, to: target, op, bytes, outstanding: OUTSTANDING });
}

function simulate(shape: MachineShape, streams: readonly Stream[], bytes: number): Run {
  const document = machineDocument(shape);
  const transfers = streams.map((stream, index) => transferOf(stream, index, bytes));
  const { machine, diagnostics } = enumerate({ ...document, transfers });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const made = defined(machine ?? undefined, JSON.stringify(errors));
  const run = createRun(made);
  for (const flow of run.flows) {
    const { outcome } = flow.route;
    if (outcome !== 'delivered') throw new Error(`${flow.transferId}: ${outcome}`);
  }
  return run;
}

/** Sustained payload of all streams together, GB/s: the second half of a run twice as long as the first. */
export function bandwidth(shape: MachineShape, ...streams: readonly Stream[]): number {
  const endOf = (bytes: number): number => {
    const { transfers } = simulate(shape, streams, bytes);
    return Math.max(...transfers.map(({ lastPs }) => lastPs ?? 0));
  };
  const periodPs = endOf(2 * RATE_BYTES) - endOf(RATE_BYTES);
  return (streams.length * RATE_BYTES * 1000) / periodPs;
}

/** From issue to delivery of one access of `bytes`, ns: of a read to its last completion. */
export function latency(shape: MachineShape, stream: Stream, bytes: number): number {
  const { transfers } = simulate(shape, [stream], bytes);
  return (transfers[0]?.latencyPs?.max ?? 0) / 1000;
}

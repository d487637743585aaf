import { parts } from './state-part.ts';
import type { StatePart } from './state-part.ts';
import { MAX_FLOWS, MAX_ROWS, flowHash, flowStart, rowFlow, rowBytes } from './tables.ts';

/* What a run adds up while it runs: per flow and over all. */

const flowTlps = new Int32Array(MAX_FLOWS);
const flowBytes = new Float64Array(MAX_FLOWS);
const flowFirst = new Float64Array(MAX_FLOWS);
const flowLast = new Float64Array(MAX_FLOWS);

/** Transmissions per row. */
const rowSent = new Int32Array(MAX_ROWS);

const EVENTS = 0;
/** Sum of latencies, in two parts so that it stays exact. */
const LATENCY_LOW = 1;
const LATENCY_HIGH = 2;
const sums = new Float64Array(3);
const digest = new Int32Array(1);
const LATENCY_PART = 2 ** 52;
/** Per flow: from issue to delivery, or of a request to its last answer, ps; in order of completion. */
const latencies: number[][] = [];

export interface FlowResult {
  readonly tlps: number;
  readonly bytes: number;
  /** Delivery of the first and the last TLP, ps; null: none was delivered. */
  readonly firstPs: number | null;
  readonly lastPs: number | null;
}

export interface Results {
  readonly tlps: number;
  /** Transmissions of one TLP on one link. */
  readonly hops: number;
  readonly events: number;
  /** Latest delivery, ps. */
  readonly makespanPs: number;
  /** Order-independent digest of every delivery time, uint32. @source des-workload.md, Output */
  readonly digest32: number;
  /** Sum over TLPs of delivery minus start of their flow, ps. */
  readonly sumLatencyPs: bigint;
  readonly flows: readonly FlowResult[];
}

/** How much of the tables a program uses. */
interface Extent {
  readonly flows: number;
  readonly rows: number;
}

/** Sets every sum to nothing. */
export function clearResults({ flows, rows }: Extent): void {
  rowSent.fill(0, 0, rows);
  flowTlps.fill(0, 0, flows);
  flowBytes.fill(0, 0, flows);
  flowFirst.fill(0, 0, flows);
  flowLast.fill(0, 0, flows);
  sums.fill(0);
  digest[0] = 0;
  latencies.length = 0;
  for (let flow = 0; flow < flows; flow++) latencies.push([]);
}

/** Adds the latency of one transaction of `flow`, ps. */
export function sampleLatency(flow: number, latencyPs: number): void {
  latencies[flow]?.push(latencyPs);
}

/** Latencies of the finished transactions of `flow`, ps, in order of completion. */
export function latenciesOf(flow: number): readonly number[] {
  return latencies[flow] ?? [];
}

/** Counts events served. */
export function countEvents(count: number): void {
  sums[EVENTS] = (sums[EVENTS] ?? 0) + count;
}

/** Counts one transmission of a TLP of `row`. */
export function countHop(row: number): void {
  rowSent[row] = (rowSent[row] ?? 0) + 1;
}

/** Transmissions of each of the first `rows` rows so far. */
export function sentOf(rows: number): Int32Array {
  return rowSent.slice(0, rows);
}

/** Adds the delivery at `timePs` of the TLP whose last hop is `row`. */
export function deliver(row: number, timePs: number): void {
  const flow = rowFlow[row] ?? 0;
  const tlps = flowTlps[flow] ?? 0;
  if (tlps === 0) flowFirst[flow] = timePs;
  flowTlps[flow] = tlps + 1;
  flowBytes[flow] = (flowBytes[flow] ?? 0) + (rowBytes[row] ?? 0);
  flowLast[flow] = timePs;
  const low32 = timePs - Math.floor(timePs / 4294967296) * 4294967296;
  digest[0] = (digest[0] ?? 0) + (low32 ^ (flowHash[flow] ?? 0));
  const sum = (sums[LATENCY_LOW] ?? 0) + timePs - (flowStart[flow] ?? 0);
  if (sum < LATENCY_PART) {
    sums[LATENCY_LOW] = sum;
  } else {
    sums[LATENCY_LOW] = sum - LATENCY_PART;
    sums[LATENCY_HIGH] = (sums[LATENCY_HIGH] ?? 0) + 1;
  }
}

/** TLPs of a flow that were delivered so far. */
export function deliveredOf(flow: number): number {
  return flowTlps[flow] ?? 0;
}

/** What has been added up so far. */
export function readResults({ flows, rows }: Extent): Results {
  let hops = 0;
  for (let row = 0; row < rows; row++) hops += rowSent[row] ?? 0;
  const list: FlowResult[] = [];
  let tlps = 0;
  let makespanPs = 0;
  for (let flow = 0; flow < flows; flow++) {
    const count = flowTlps[flow] ?? 0;
    const lastPs = flowLast[flow] ?? 0;
    tlps += count;
    makespanPs = Math.max(makespanPs, lastPs);
    list.push({
      tlps: count,
      bytes: flowBytes[flow] ?? 0,
      firstPs: count > 0 ? (flowFirst[flow] ?? 0) : null,
      lastPs: count > 0 ? lastPs : null,
    });
  }
  return {
    tlps,
    hops,
    events: sums[EVENTS] ?? 0,
    makespanPs,
    digest32: (digest[0] ?? 0) >>> 0,
    sumLatencyPs:
      BigInt(sums[LATENCY_HIGH] ?? 0) * BigInt(LATENCY_PART) + BigInt(sums[LATENCY_LOW] ?? 0),
    flows: list,
  };
}

/** What a snapshot keeps beside the number of latency samples. */
export function resultState({ flows, rows }: Extent): StatePart[] {
  return [
    ...parts(rows, rowSent),
    ...parts(flows, flowTlps, flowBytes, flowFirst, flowLast),
    ...parts(sums.length, sums),
    ...parts(digest.length, digest),
  ];
}

/** Latency samples taken per flow so far. */
export function sampleCounts(flows: number): number[] {
  return latencies.slice(0, flows).map((samples) => samples.length);
}

/** Forgets the samples beyond `counts`. */
export function cutSamples(counts: readonly number[]): void {
  counts.forEach((count, flow) => {
    const samples = latencies[flow];
    if (samples !== undefined) samples.length = count;
  });
}

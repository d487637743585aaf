import { readGbps, readWriteGbps, tlpGbps, writeGbps } from '../src/core/pcie/link-efficiency.ts';
import type { EfficiencyLink } from '../src/core/pcie/link-efficiency.ts';
import { HEADER_BYTES, framingBytes, tlpByteTime } from '../src/core/pcie/timing.ts';
import { splitCompletion, splitRequest } from '../src/core/pcie/split.ts';
import type { Program, ProgramFlow, ProgramLink } from '../src/core/sim/types.ts';
import { Session } from '../src/core/sim/session.ts';

/*
 * The analytic model of pcie-bench, beside the engine on one link with nothing else in its way, as JSON lines.
 */

const BASE = { is64: true, rcbChunks: null };
const LINKS: readonly (EfficiencyLink & { readonly sizes: readonly number[] })[] = [
  {
    ...BASE,
    speedGtps: 8,
    lanes: 8,
    mps: 256,
    mrrs: 512,
    sizes: [64, 128, 256, 512, 1024, 1500, 2048],
  },
  { ...BASE, speedGtps: 16, lanes: 16, mps: 256, mrrs: 512, sizes: [256] },
  { ...BASE, speedGtps: 32, lanes: 16, mps: 512, mrrs: 4096, sizes: [512] },
];
const REPEATS = 4000;
const INFINITE = { headers: Infinity, dataUnits: Infinity };

function wire({ speedGtps, lanes, mps }: EfficiencyLink): ProgramLink {
  const { num, den } = tlpByteTime(speedGtps, lanes, mps);
  return {
    psPerByteNum: num,
    psPerByteDen: den,
    propagationPs: 1,
    framingBytes: framingBytes(speedGtps),
    credits: [INFINITE, INFINITE, INFINITE],
  };
}

const ALONE = {
  latencyPs: [0],
  cutThrough: [false],
  passesPosted: 'never',
  requester: 0,
  startPs: 0,
  order: 0,
  outstanding: Infinity,
  walkHop: -1,
  isHeard: true,
  answeredBy: null,
} as const;

const burst = (payloadBytes: number, overheadBytes: number) => ({
  count: 1,
  payloadBytes,
  overheadBytes,
  bytes: payloadBytes,
  answers: 0,
  page: 0,
});

/** Accesses of `bytes` again and again: Gb/s of payload. */
function simulated(link: EfficiencyLink, bytes: number, op: 'write' | 'read'): number {
  const sizes =
    op === 'write'
      ? splitRequest(0n, bytes, link.mps).map((piece) => piece.bytes)
      : splitRequest(0n, bytes, link.mrrs).flatMap((piece) =>
          splitCompletion(piece.address, piece.bytes, { ...link, rcb: 64, rcbChunks: false }).map(
            (part) => part.bytes,
          ),
        );
  const overhead = op === 'write' ? HEADER_BYTES.address64 : HEADER_BYTES.completion;
  const once = sizes.map((size) => burst(size, overhead));
  const flow: ProgramFlow = {
    ...ALONE,
    path: [0],
    creditClass: op === 'write' ? 'posted' : 'completion',
    bursts: Array.from({ length: REPEATS }, () => once).flat(),
  };
  const program: Program = { arbitration: 'roundRobin', links: [wire(link)], flows: [flow] };
  const session = new Session(program, false);
  session.run(Infinity);
  const { lastPs } = session.results().flows[0] ?? {};
  return (REPEATS * bytes * 8 * 1000) / (lastPs ?? 1);
}

for (const { sizes, ...link } of LINKS) {
  for (const bytes of sizes) {
    const row = {
      link: `${link.speedGtps} GT/s x${link.lanes} MPS ${link.mps}`,
      tlp: tlpGbps(link),
      bytes,
      write: writeGbps(link, bytes),
      read: readGbps(link, bytes),
      both: readWriteGbps(link, bytes),
      simulatedWrite: simulated(link, bytes, 'write'),
      simulatedRead: simulated(link, bytes, 'read'),
    };
    process.stdout.write(`${JSON.stringify(row)}\n`);
  }
}

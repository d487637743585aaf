import { hopsOf } from '../../core/pcie/hops-of.ts';
import { writeFileSync } from 'node:fs';
import { hex } from '../../core/base/address.ts';
import { formatRate, formatTime } from '../../core/base/units.ts';
import { planLine, refusalOf } from '../../core/linux/plan-text.ts';
import type { Machine } from '../../core/machine/types.ts';
import { createRun } from '../../core/sim/create-run.ts';
import { DEFAULT_LIMITS, sizeProblem } from '../../core/sim/run.ts';
import type { Run } from '../../core/sim/run.ts';
import type { TransferSummary } from '../../core/sim/types.ts';
import type { Arguments } from '../arguments.ts';
import { json, refused } from '../command.ts';
import type { Command } from '../command.ts';
import { MACHINE_FLAGS, readMachine } from '../machine-input.ts';
import { errorsOf } from './run-errors.ts';
import { table } from '../table.ts';
import { placeName } from '../../formats/export/places.ts';

/** Rows of the event list that are written at once. */
const TRACE_ROWS = 10_000;

/** One event a line, in order: when, which TLP, where, what it did there and by which rule. */
function* traceLines(machine: Machine, run: Run): Generator<string> {
  for (let from = 0; from < run.eventCount; from += TRACE_ROWS) {
    const lines = run.events(from, TRACE_ROWS).map((event) => {
      const info = run.flows[event.flow];
      const hops = info && hopsOf(info);
      const hop = hops?.[event.hop];
      return JSON.stringify({
        seq: event.seq,
        tPs: event.tPs,
        tlp: event.tlpId,
        txn: event.txnId,
        transfer: info?.transferId,
        leg: info?.leg,
        at: hop === undefined ? null : placeName(machine, hop.place),
        action: hop?.action,
        verdict: hop?.verdict,
        rule: hop?.rule,
        bytes: event.bytes,
        address: hop === undefined ? null : hex(hop.address + BigInt(event.offsetBytes)),
      });
    });
    yield `${lines.join('\n')}\n`;
  }
}

function writeTrace(path: string, machine: Machine, run: Run): string | null {
  try {
    writeFileSync(path, '');
    for (const lines of traceLines(machine, run)) writeFileSync(path, lines, { flag: 'a' });
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unwritable';
    return `${path}: cannot be written (${code}); name another file after --trace`;
  }
}

/** Payload rate from the transfer's start to its last delivery, GB/s; null: nothing was delivered. */
function throughputOf(machine: Machine, summary: TransferSummary): number | null {
  const transfer = machine.scenario.transfers.find(({ id }) => id === summary.transferId);
  if (transfer === undefined || summary.lastPs === null) return null;
  return (summary.bytesDelivered * 1000) / (summary.lastPs - transfer.startPs);
}

/** How the requests of a transfer ended, each way once: more than one where something changed meanwhile. */
function outcomesOf(run: Run, id: string): readonly string[] {
  const own = run.flows.filter(({ transferId }) => transferId === id);
  return [...new Set(own.map(({ route }) => route.outcome))];
}

/** What Linux did for a transfer that asks it; null: it was not asked. */
function linuxOf(run: Run, transferId: string): object | null {
  const plan = run.plans.find(({ transfer }) => transfer.id === transferId);
  if (plan === undefined) return null;
  const refusal = refusalOf(plan);
  return {
    mapType: plan.decision.mapType,
    errno: refusal?.errno ?? 0,
    message: refusal?.message ?? null,
    stoppedAt: refusal?.stoppedAt ?? null,
    unwound: refusal?.unwound.map(({ title, detail }) => `${title} ${detail}`.trim()) ?? [],
    addresses: plan.sends.map(({ address }) => hex(address)),
    steps: plan.steps.map(planLine),
  };
}

/** Transfers that Linux refused: nothing was sent. */
function refusedOf(run: Run): object[] {
  return run.plans
    .filter(({ errno }) => errno !== 0)
    .map(({ transfer }) => ({
      id: transfer.id,
      outcome: 'refused',
      bytesDelivered: 0,
      completions: 0,
      errors: 0,
      firstPs: null,
      lastPs: null,
      throughputGBps: null,
      latencyPs: null,
      linux: linuxOf(run, transfer.id),
    }));
}

/** The way of a directed link. */
const wayOf = (link: number): 'up' | 'down' => (link % 2 === 0 ? 'up' : 'down');

function answerOf(machine: Machine, run: Run, seed: number): object {
  return {
    endPs: run.endPs,
    isTruncated: run.isTruncated,
    deadlock:
      run.deadlock?.map((link) => ({ id: machine.links[link >> 1]?.id, direction: wayOf(link) })) ??
      null,
    seed,
    tlps: run.tlpCount,
    events: run.eventCount,
    digest32: run.digest32,
    transfers: [
      ...run.transfers.map((summary) => ({
        id: summary.transferId,
        outcome: run.flows.find(({ transferId }) => transferId === summary.transferId)?.route
          .outcome,
        outcomes: outcomesOf(run, summary.transferId),
        bytesDelivered: summary.bytesDelivered,
        completions: summary.completions,
        errors: summary.errors,
        firstPs: summary.firstPs,
        lastPs: summary.lastPs,
        throughputGBps: throughputOf(machine, summary),
        latencyPs: summary.latencyPs,
        ...(linuxOf(run, summary.transferId) === null
          ? {}
          : { linux: linuxOf(run, summary.transferId) }),
      })),
      ...refusedOf(run),
    ],
    aer: errorsOf(machine, run),
    links: run.links.map(({ link, tlps, busyShare }) => ({
      id: machine.links[link >> 1]?.id,
      direction: wayOf(link),
      tlps,
      busyShare,
    })),
    smmus: run.iommus.map(({ iommu, hits, waits, misses, reads, faults }) => ({
      id: machine.iommus[iommu],
      hits,
      waits,
      misses,
      reads,
      faults: Object.fromEntries(
        Object.entries(faults).map(([rule, count]) => [rule.replace(/^SMMU-/, ''), count]),
      ),
    })),
  };
}

function textOf(machine: Machine, run: Run): string {
  const transfers = run.transfers.map((summary) => [
    summary.transferId,
    String(summary.bytesDelivered),
    String(summary.completions),
    String(summary.errors),
    summary.lastPs === null || summary.bytesDelivered === 0
      ? '-'
      : formatRate(1000 * (throughputOf(machine, summary) ?? 0), 1e6),
    ...(['min', 'median', 'p99', 'max'] as const).map((part) =>
      summary.latencyPs === null ? '-' : formatTime(summary.latencyPs[part]),
    ),
  ]);
  const links = run.links
    .filter(({ tlps }) => tlps > 0)
    .map(({ link, tlps, busyShare }) => [
      machine.links[link >> 1]?.id ?? '',
      wayOf(link),
      String(tlps),
      `${(100 * busyShare).toFixed(1)} %`,
    ]);
  const header = ['TRANSFER', 'BYTES', 'CPL', 'ERRORS', 'RATE', 'MIN', 'MEDIAN', 'P99', 'MAX'];
  const refused = run.plans.flatMap((plan) => {
    const refusal = refusalOf(plan);
    return refusal === null ? [] : [`${plan.transfer.id}: ${refusal.message}\n`];
  });
  return [
    table([header, ...transfers]),
    ...refused,
    table([['LINK', 'WAY', 'TLPS', 'BUSY'], ...links]),
    `${formatTime(run.endPs)}, ${run.tlpCount} TLPs, digest ${run.digest32}${run.isTruncated ? ', cut off' : ''}\n`,
  ].join('\n');
}

/** A whole number of at least 0 after a flag; the error is one sentence. */
function numberOf(args: Arguments, flag: string, absent: number): number | string {
  const text = args.flags.get(flag);
  if (text === undefined) return absent;
  const value = Number(text);
  const isGood = text.trim() !== '' && Number.isFinite(value) && value >= 0;
  return isGood ? value : `--${flag} ${text} is not a number of at least 0`;
}

/** `run FILE`: simulates the transfers of a scenario and adds them up; `--trace` writes every event. */
export const RUN: Command = {
  usage: 'run FILE... [--trace OUT.ndjson] [--until NS] [--seed N] [--format NAME] [--text]',
  flags: [...MACHINE_FLAGS, 'trace', 'until', 'seed'],
  switches: ['text'],
  positionalsBeforeFiles: 0,
  run: (args, inputs, note) => {
    const untilNs = numberOf(args, 'until', Infinity);
    const seed = numberOf(args, 'seed', 0);
    if (typeof untilNs === 'string') return refused(untilNs);
    if (typeof seed === 'string') return refused(seed);
    const input = readMachine(args, inputs);
    if (!input.ok) return refused(input.error);
    const { machine } = input.value;
    for (const fact of input.value.assumed) note(`assumed: ${fact}`);
    if (machine.scenario.transfers.length === 0) note('the input has no transfers; nothing runs');
    const problem = sizeProblem(machine);
    if (problem !== null) return refused(problem);
    const limits = { ...DEFAULT_LIMITS, untilPs: untilNs * 1000 };
    const run = createRun(machine, limits);
    const path = args.flags.get('trace');
    const unwritten = path === undefined ? null : writeTrace(path, machine, run);
    if (unwritten !== null) return refused(unwritten);
    return args.switches.has('text')
      ? { kind: 'done', output: textOf(machine, run) }
      : json(answerOf(machine, run, seed));
  },
};

import { defined } from '../../src/core/base/assert.ts';
import type { Program } from '../../src/core/sim/types.ts';

/*
 * The timing rules R1 to R5 of des-workload.md, literally: one instant at a time, all effects first, then
 * all starts. Slow on purpose, and written without a look at the engine, which must agree with it.
 */

interface Waiting {
  readonly came: number;
  readonly flow: number;
  readonly hop: number;
}

type Effect =
  | { readonly kind: 'source'; readonly flow: number }
  | { readonly kind: 'enter'; readonly link: number; readonly tlp: Waiting }
  | { readonly kind: 'deliver'; readonly link: number; readonly flow: number }
  | { readonly kind: 'credit' | 'idle'; readonly link: number };

export interface SlowAnswer {
  readonly makespanPs: number;
  readonly hops: number;
  readonly digest32: number;
  readonly sumLatencyPs: bigint;
  readonly flows: readonly { tlps: number; firstPs: number | null; lastPs: number | null }[];
}

const item = <T>(list: readonly T[], index: number): T => defined(list[index], `entry ${index}`);

/** Runs a fifo program with one credit pool a link. */
export function slowAnswer(program: Program): SlowAnswer {
  const { links, flows } = program;
  const agenda = new Map<number, Effect[]>();
  const at = (tPs: number, effect: Effect): void => {
    const list = agenda.get(tPs);
    if (list === undefined) agenda.set(tPs, [effect]);
    else list.push(effect);
  };
  const wires = links.map((link) => ({
    ...link,
    queue: [] as Waiting[],
    busyUntil: 0,
    free: link.credits[0]?.headers ?? 0,
  }));
  const results = flows.map(() => ({
    tlps: 0,
    firstPs: null as number | null,
    lastPs: null as number | null,
  }));
  let [makespanPs, hops, digest32, sumLatencyPs] = [0, 0, 0, 0n];
  flows.forEach((flow, index) => at(flow.startPs, { kind: 'source', flow: index }));

  const apply = (tPs: number, effect: Effect, entries: [number, Waiting][]): void => {
    if (effect.kind === 'credit') item(wires, effect.link).free += 1;
    else if (effect.kind === 'enter') entries.push([effect.link, effect.tlp]);
    else if (effect.kind === 'source') {
      const flow = item(flows, effect.flow);
      const count = item(flow.bursts, 0).count;
      for (let i = 0; i < count; i++) {
        entries.push([item(flow.path, 0), { came: -1, flow: effect.flow, hop: 0 }]);
      }
    } else if (effect.kind === 'deliver') {
      const result = item(results, effect.flow);
      result.tlps++;
      result.firstPs ??= tPs;
      result.lastPs = tPs;
      makespanPs = Math.max(makespanPs, tPs);
      sumLatencyPs += BigInt(tPs - item(flows, effect.flow).startPs);
      const hash = BigInt.asUintN(32, BigInt(effect.flow) * 0x9e3779b1n);
      digest32 = Number(
        BigInt.asUintN(32, BigInt(digest32) + (BigInt.asUintN(32, BigInt(tPs)) ^ hash)),
      );
      at(tPs + item(links, effect.link).propagationPs, { kind: 'credit', link: effect.link });
    }
  };

  const start = (tPs: number, link: number): void => {
    const wire = item(wires, link);
    const tlp = defined(wire.queue.shift(), 'a waiting TLP');
    const flow = item(flows, tlp.flow);
    const burst = item(flow.bursts, 0);
    const bytes = BigInt(burst.payloadBytes + burst.overheadBytes);
    const den = BigInt(wire.psPerByteDen);
    const serial = Number((bytes * BigInt(wire.psPerByteNum) + den - 1n) / den);
    wire.free -= 1;
    hops++;
    wire.busyUntil = tPs + serial;
    at(tPs + serial, { kind: 'idle', link });
    if (tlp.came >= 0) {
      at(tPs + item(links, tlp.came).propagationPs, { kind: 'credit', link: tlp.came });
    }
    const there = tPs + serial + wire.propagationPs + item(flow.latencyPs, tlp.hop);
    const next = flow.path[tlp.hop + 1];
    if (next === undefined) at(there, { kind: 'deliver', link, flow: tlp.flow });
    else {
      const onward = { came: link, flow: tlp.flow, hop: tlp.hop + 1 };
      at(there, { kind: 'enter', link: next, tlp: onward });
    }
  };

  while (agenda.size > 0) {
    const now = Math.min(...agenda.keys());
    const entries: [number, Waiting][] = [];
    for (const effect of agenda.get(now) ?? []) apply(now, effect, entries);
    agenda.delete(now);
    entries.sort(([, a], [, b]) => a.came - b.came || a.flow - b.flow);
    for (const [link, tlp] of entries) item(wires, link).queue.push(tlp);
    wires.forEach((wire, link) => {
      if (wire.busyUntil <= now && wire.queue.length > 0 && wire.free > 0) start(now, link);
    });
  }
  return { makespanPs, hops, digest32, sumLatencyPs, flows: results };
}

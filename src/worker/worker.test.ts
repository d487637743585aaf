import { describe, expect, test, vi } from 'vitest';
import { defined } from '../core/base/assert.ts';
import { enumerate } from '../core/machine/enumerate.ts';
import type { Machine } from '../core/machine/types.ts';
import { PRESETS } from '../core/scenario/presets/index.ts';
import type { Scenario } from '../core/scenario/schema.ts';
import { barsOf } from '../core/sim/bars.ts';
import { createRun } from '../core/sim/create-run.ts';
import type { Run } from '../core/sim/run.ts';
import type { Segment } from '../core/sim/types.ts';
import { createSimClient } from './client.ts';
import type { SimClient } from './client.ts';
import { frameBytes, frameWriter, readFrame } from './frame.ts';
import { createHost } from './host.ts';
import type { PortListener, SimProblem, WorkerPort } from './mailbox.ts';
import { PROTOCOL_VERSION } from './protocol.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

const { scenario } = defined(
  PRESETS.find((preset) => preset.id === 'hgx-server'),
  'the server example',
);

function machineOf(given: Scenario): Machine {
  return defined(enumerate(given).machine ?? undefined, 'a machine');
}

const machine = machineOf(scenario);

const directRun = (): Run => createRun(machine);

/** A host in this thread behind the port of a worker: messages are cloned and arrive later, as between threads. */
function hostPort(change: (message: FromWorker) => FromWorker | null = (message) => message): {
  readonly port: WorkerPort;
  readonly crash: () => void;
} {
  let listener: PortListener | null = null;
  let isAlive = true;
  const host = createHost((message, transfer = []) => {
    const sent = structuredClone(message, { transfer });
    setTimeout(() => {
      const changed = isAlive ? change(sent) : null;
      if (changed !== null) listener?.message(changed);
    }, 0);
  });
  const port: WorkerPort = {
    post: (message: ToWorker, transfer) => {
      const sent = structuredClone(message, { transfer });
      setTimeout(() => isAlive && host(sent), 0);
    },
    listen: (given) => {
      listener = given;
    },
    terminate: () => {
      isAlive = false;
    },
  };
  return { port, crash: () => listener?.crash('out of memory') };
}

function connect(
  make: () => ReturnType<typeof hostPort> = () => hostPort(),
  patienceMs = 5000,
): { client: SimClient; problems: SimProblem[]; ports: ReturnType<typeof hostPort>[] } {
  const problems: SimProblem[] = [];
  const ports: ReturnType<typeof hostPort>[] = [];
  const client = createSimClient({
    spawn: () => {
      const made = make();
      ports.push(made);
      return made.port;
    },
    onProblem: (problem) => problems.push(problem),
    patienceMs,
  });
  return { client, problems, ports };
}

describe('the run through the worker is the run', () => {
  test('what is known at once, and every event', async () => {
    const { client } = connect();
    const direct = directRun();
    const loaded = await client.load(machine, 1);
    expect(loaded?.run).toMatchObject({
      epoch: 1,
      endPs: direct.endPs,
      digest32: direct.digest32,
      transfers: direct.transfers,
      flows: direct.flows,
    });
    expect(await client.trace(0, direct.eventCount)).toEqual(direct.events(0, direct.eventCount));
    expect(await client.transaction(3)).toEqual(direct.transaction(3));
    const all = { fromPs: 0, toPs: direct.endPs, leastPs: 0, tlpId: null };
    expect(await client.bars(all)).toEqual(barsOf(direct, all));
    expect(await client.lookUps(0, direct.endPs)).toEqual(direct.lookUps(0, direct.endPs));
    const question = { fromPs: 0, direction: 1, unit: 'hop', tlpId: 2, breakpoints: null } as const;
    expect(await client.step(question)).toEqual(direct.step(question));
  });

  test('frames hold the same segments', async () => {
    const { client } = connect();
    const direct = directRun();
    await client.load(machine, 1);
    for (let tPs = 0; tPs <= direct.endPs; tPs += 50_000) {
      const frame = defined((await client.frame(tPs, tPs)) ?? undefined, 'a frame');
      const read = Array.from({ length: frame.count }, (_, i): Segment => ({
        tlpId: frame.tlpId(i),
        flow: frame.flow(i),
        link: frame.link(i),
        startPs: frame.startPs(i),
        arrivePs: frame.arrivePs(i),
      }));
      expect(read).toEqual(direct.segmentsBetween(tPs, tPs));
    }
  });

  test('two frames may be under way; a third has to wait', async () => {
    const { client } = connect();
    await client.load(machine, 1);
    const asked = [client.frame(0, 0), client.frame(0, 0), client.frame(0, 0)];
    expect((await Promise.all(asked)).map((frame) => frame !== null)).toEqual([true, true, false]);
    expect(await client.frame(0, 0)).not.toBeNull();
  });
});

describe('what no longer matters is dropped', () => {
  test('answers about a machine that has been replaced', async () => {
    const { client } = connect();
    const first = client.load(machine, 1);
    const trace = client.trace(0, 5);
    const second = client.load(machine, 2);
    expect(await first).toBeNull();
    expect(await trace).toBeNull();
    expect((await second)?.epoch).toBe(2);
    expect(await client.trace(0, 5)).toHaveLength(5);
  });
});

test('a machine that is too large is refused with one sentence', async () => {
  const { client } = connect();
  const [transfer] = scenario.transfers;
  const transfers = Array.from({ length: 5000 }, (_, i) => ({
    ...defined(transfer, 'a transfer'),
    id: `t${i}`,
  }));
  const loaded = await client.load(machineOf({ ...scenario, transfers }), 1);
  expect(loaded?.run).toBeNull();
  expect(loaded?.problem).toMatch(/5000 transfers are more than/);
});

describe('a worker that fails', () => {
  test('of another version is reported and not used', async () => {
    const { client, problems } = connect(() =>
      hostPort((message) =>
        message.kind === 'ready' ? { ...message, protocol: PROTOCOL_VERSION + 1 } : message,
      ),
    );
    expect(await client.load(machine, 1)).toBeNull();
    expect(problems.map((problem) => problem.code)).toEqual(['protocol']);
  });

  test('that crashes answers nothing, and the last machine again after a restart', async () => {
    const { client, problems, ports } = connect();
    await client.load(machine, 1);
    const waiting = client.trace(0, 5);
    ports[0]?.crash();
    expect(await waiting).toBeNull();
    expect(await client.trace(0, 5)).toBeNull();
    expect(problems.map((problem) => problem.code)).toEqual(['crash']);
    expect((await client.restart())?.run?.digest32).toBe(directRun().digest32);
    expect(await client.trace(0, 5)).toHaveLength(5);
  });

  test('that does not answer is ended after a while', async () => {
    const { client, problems } = connect(() => hostPort(() => null), 20);
    expect(await client.load(machine, 1)).toBeNull();
    expect(problems.map((problem) => problem.code)).toEqual(['hung']);
  });

  test('a bug is reported with its stack, and the worker goes on', async () => {
    const sent: FromWorker[] = [];
    const host = createHost((message) => sent.push(message));
    const broken = { ...machine, functions: null };
    host({ kind: 'load', id: 1, epoch: 1, seed: 0, machine: broken as never });
    host({ kind: 'load', id: 2, epoch: 2, seed: 0, machine });
    await vi.waitFor(() => {
      expect(sent.map((message) => message.kind)).toEqual(['ready', 'error', 'loaded']);
    });
    expect(sent[1]).toMatchObject({ id: 1, code: 'bug', detail: expect.stringContaining('at ') });
  });
});

describe('a frame', () => {
  const filled = (): ArrayBuffer => {
    const buffer = new ArrayBuffer(frameBytes(4));
    const writer = frameWriter(buffer, 7, 1234.5);
    for (let i = 0; i < 6; i++) writer.add(i, 1, 2, 100 * i, 100 * i + 50);
    writer.close();
    return buffer;
  };

  test('keeps what fits and counts the rest', () => {
    const read = readFrame(filled());
    expect(read).toMatchObject({
      ok: true,
      value: { epoch: 7, nowPs: 1234.5, count: 4, total: 6 },
    });
  });

  test('is refused when it is no frame, of another version, or too short for its count', () => {
    const spoilt = (word: number, value: number): ArrayBuffer => {
      const buffer = filled();
      new Uint32Array(buffer)[word] = value;
      return buffer;
    };
    expect(readFrame(new ArrayBuffer(8)).ok).toBe(false);
    expect(readFrame(spoilt(0, 1)).ok).toBe(false);
    expect(readFrame(spoilt(1, 9)).ok).toBe(false);
    expect(readFrame(spoilt(2, 99)).ok).toBe(false);
  });

  test('that outgrows the buffers is asked for again with larger ones', async () => {
    const { client } = connect();
    const many = scenario.transfers.map((transfer) => ({ ...transfer, bytes: 256 * 1024 }));
    const loaded = await client.load(machineOf({ ...scenario, transfers: many }), 1);
    const frame = await client.frame(0, loaded?.run?.endPs ?? 0);
    expect(frame?.count).toBe(frame?.total);
    expect(frame?.count).toBeGreaterThan(4096);
  });
});

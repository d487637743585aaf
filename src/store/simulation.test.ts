import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { PRESETS } from '../core/scenario/presets/index.ts';
import { createHost } from '../worker/host.ts';
import type { PortListener, WorkerPort } from '../worker/mailbox.ts';
import { useDocument } from './document.ts';
import { useJourney } from './journey.ts';
import { openAt } from './open.ts';
import { usePlayback } from './playback.ts';
import { useRun } from './run.ts';
import { isSamePhysics, restartSimulation, startSimulation } from './simulation.ts';
import { stepBy } from './step.ts';
import { useView } from './view.ts';

const [{ scenario: OPENING }] = PRESETS;

/** The worker's host in this thread; messages arrive later and cloned, as between threads. */
function hostPort(): WorkerPort {
  let listener: PortListener | null = null;
  const host = createHost((message, transfer = []) => {
    const sent = structuredClone(message, { transfer });
    setTimeout(() => listener?.message(sent), 0);
  });
  return {
    post: (message, transfer) => {
      const sent = structuredClone(message, { transfer });
      setTimeout(() => host(sent), 0);
    },
    listen: (given) => {
      listener = given;
    },
    terminate: () => undefined,
  };
}

const START = { tPs: 0, selection: [], tlpId: null };
const settled = () =>
  vi.waitFor(() => {
    expect(useRun.getState().status).toBe('ready');
    expect(useJourney.getState().tlpId).toBe(useView.getState().tlpId);
    expect(useJourney.getState().events.length).toBeGreaterThan(0);
  });
const hop = () => useView.getState().hop;
const time = () => usePlayback.getState().tPs;

beforeAll(async () => {
  vi.stubGlobal('requestAnimationFrame', () => 1);
  await startSimulation(hostPort);
});

beforeEach(async () => {
  openAt(OPENING, 'example', START);
  await settled();
});

describe('time and the hop explained', () => {
  test('a document opens on the first hop of its first TLP', () => {
    expect(useView.getState()).toMatchObject({ flow: 0, hop: 0 });
    expect(time()).toBe(0);
  });

  test('a step over a hop moves both, and a step back returns exactly', async () => {
    await stepBy('hop', 1);
    expect(hop()).toBe(1);
    expect(time()).toBeGreaterThan(0);
    await stepBy('hop', -1);
    expect(hop()).toBe(0);
    expect(time()).toBe(0);
  });

  test('stepping through all hops visits every hop of the journey in order', async () => {
    const visited = [hop()];
    for (const _ of useJourney.getState().events) {
      await stepBy('hop', 1);
      if (visited.at(-1) !== hop()) visited.push(hop());
    }
    const length = useRun.getState().run?.flows[0]?.route.request.length ?? 0;
    expect(visited).toEqual(Array.from({ length }, (_, index) => index));
  });

  test('picking a hop goes to its instant; moving time goes to its hop', () => {
    const event = useJourney.getState().events.find((one) => one.hop === 4);
    const { goTo, tlpId } = useView.getState();
    goTo({ flow: 0, hop: 4, tlpId });
    expect(time()).toBe(event?.tPs);
    usePlayback.getState().seek(0);
    expect(hop()).toBe(0);
  });

  test('a step over TLPs follows the next one, and back', async () => {
    const first = useView.getState().tlpId;
    await stepBy('tlp', 1);
    expect(useView.getState().tlpId).not.toBe(first);
    await settled();
    await stepBy('tlp', -1);
    expect(useView.getState().tlpId).toBe(first);
  });
});

describe('a new run', () => {
  test('an edit keeps the instant, the transfer that is followed, and machine and run in step', async () => {
    await stepBy('hop', 1);
    const before = time();
    const { run } = useRun.getState();
    useDocument.getState().edit({ kind: 'setAcsControl', id: 'sw0-dsp2', field: 'RR', value: 0 });
    expect(useRun.getState().run).toBe(run);
    await vi.waitFor(() => expect(useRun.getState().run).not.toBe(run));
    await settled();
    const { machine, run: next } = useRun.getState();
    expect(machine?.scenario).toBe(useDocument.getState().scenario);
    expect(next?.flows[useView.getState().flow ?? -1]?.transferId).toBe('write');
    expect(time()).toBe(before);
  });

  test('moving something on the canvas does not run anything again', () => {
    const { epoch } = useRun.getState();
    useDocument.getState().edit({ kind: 'move', positions: { gpu0: { x: 8, y: 8 } } });
    expect(useRun.getState().epoch).toBe(epoch);
    expect(isSamePhysics(OPENING, useDocument.getState().scenario)).toBe(true);
  });

  test('a graph that cannot exist has reasons and no run; undo brings the run back', async () => {
    useDocument.getState().edit({ kind: 'removeComponent', id: 'cpu0' });
    expect(useRun.getState()).toMatchObject({ status: 'failed', machine: null, run: null });
    expect(useRun.getState().diagnostics.some((one) => one.severity === 'error')).toBe(true);
    useDocument.getState().undo();
    await settled();
    expect(useRun.getState().run?.eventCount).toBeGreaterThan(0);
  });

  test('a document opened at an instant stands there once its run is known', async () => {
    openAt(OPENING, 'link', { ...START, tPs: 500_000 });
    await settled();
    await vi.waitFor(() => expect(time()).toBe(500_000));
  });

  test('a machine that is too large says so among the remarks, once', async () => {
    const [one] = OPENING.transfers;
    if (one === undefined) throw new Error('the opening example has a transfer');
    const transfers = Array.from({ length: 5000 }, (_, n) => ({ ...one, id: `t${n}` }));
    openAt({ ...OPENING, transfers }, 'link', START);
    await vi.waitFor(() => expect(useRun.getState().status).toBe('failed'));
    restartSimulation();
    await vi.waitFor(() => expect(useRun.getState().status).toBe('failed'));
    const found = useRun.getState().diagnostics.filter(({ code }) => code === 'too-large');
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^5000 transfers are more than/),
    ]);
  });
});

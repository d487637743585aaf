import { describe, expect, test } from 'vitest';
import { enumerate } from '../../../core/machine/enumerate.ts';
import { PRESETS } from '../../../core/scenario/presets/index.ts';
import { createRun } from '../../../core/sim/create-run.ts';
import { frameBytes, frameWriter } from '../../../worker/frame.ts';
import { readSegments } from '../../../store/frames.ts';
import { placeBoxes } from '../scene.ts';
import { boxesOf } from '../structure.ts';
import { FlowPaths } from './flow-paths.ts';
import { faultsAt, packetsAt } from './places.ts';

function drawn(id: string) {
  const scenario = PRESETS.find((one) => one.id === id)?.scenario;
  const machine = scenario ? enumerate(scenario).machine : null;
  if (!scenario || !machine) throw new Error(`no example ${id}`);
  const run = createRun(machine);
  const scene = placeBoxes(boxesOf(scenario), {}, 1.6);
  const buffer = new ArrayBuffer(frameBytes(4096));
  const writer = frameWriter(buffer, 1, run.endPs);
  run.visitSegments(0, run.endPs, writer.add);
  writer.close();
  const segments = readSegments(buffer);
  return { run, machine, scene, paths: new FlowPaths(machine, scene, run.flows), segments };
}

describe('the place of a packet', () => {
  test('is the same for a mark as for a glyph', () => {
    const { run, paths, segments } = drawn('redirected');
    const out = new Float64Array(2);
    let count = 0;
    for (let tPs = 0; tPs < run.endPs; tPs += Math.ceil(run.endPs / 40)) {
      for (let i = 0; i < segments.count; i++) {
        const share = (tPs - segments.startPs(i)) / (segments.arrivePs(i) - segments.startPs(i));
        if (share < 0 || share >= 1) continue;
        const flow = segments.flow(i);
        const hop = paths.hopOn(flow, segments.link(i));
        const spot = paths.along(flow, hop, share);
        expect(paths.spotInto(out, flow, hop, share)).toBe(spot !== null);
        expect(out[0]).toBeCloseTo(spot?.x ?? 0, 6);
        expect(out[1]).toBeCloseTo(spot?.y ?? 0, 6);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(3);
  });

  test('of one that waits at a port is beside the port, not on its name', () => {
    const { run, machine, scene, paths } = drawn('switch-local');
    const hops = run.flows[0]?.route.request ?? [];
    let count = 0;
    hops.forEach(({ place, leavesOn }, hop) => {
      const id = place.kind === 'function' ? machine.functions[place.index]?.id : undefined;
      const rect = scene.anchors.get(id ?? '')?.rect;
      const spot = leavesOn === null ? null : paths.along(0, hop, 0);
      if (!rect || !spot) return;
      const aside = Math.max(rect.y - spot.y, spot.y - rect.y - rect.height);
      expect(aside).toBeGreaterThan(8);
      count += 1;
    });
    expect(count).toBeGreaterThan(1);
  });

  test('of one that a fault ended is where it ended, and nowhere else before', () => {
    const { run, paths, segments } = drawn('private-t0');
    expect(faultsAt(paths, segments, 0)).toEqual([]);
    const faults = faultsAt(paths, segments, run.endPs);
    expect(faults.length).toBeGreaterThan(0);
    for (const { flow, hop } of faults) {
      expect(run.flows[flow]?.route.request[hop]?.verdict).toMatch(/fault|blocked/);
    }
    const all = packetsAt(paths, segments, [], run.endPs);
    expect(all.filter((one) => paths.look(one.flow, one.hop)?.class === 'fault')).toEqual(faults);
  });
});

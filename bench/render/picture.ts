import { enumerate } from '../../src/core/machine/enumerate.ts';
import { PRESETS } from '../../src/core/scenario/presets/index.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import { createPrng } from '../../src/core/base/prng.ts';
import type { ToRenderer } from '../../src/ui/canvas/packets/renderer.ts';
import { pathGeometry } from '../../src/ui/canvas/path-geometry.ts';
import { placeBoxes } from '../../src/ui/canvas/scene.ts';
import type { Point } from '../../src/ui/canvas/scene.ts';
import { boxesOf } from '../../src/ui/canvas/structure.ts';
import { frameBytes, frameWriter } from '../../src/worker/frame.ts';

/* What every technique draws: so many TLPs that move along the links of the opening example. */

/** The picture lasts so long, ps and ms. */
export const LENGTH_PS = 10_000_000;
export const LENGTH_MS = 10_000;

const { scenario } = PRESETS[0];
const { machine } = enumerate(scenario);
if (!machine) throw new Error('the opening example is a machine');
const run = createRun(machine);
const scene = placeBoxes(boxesOf(scenario), {}, 1.6);

/** A stretch that TLPs move along: the flow, the link, and its line. */
interface Stretch {
  readonly flow: number;
  readonly link: number;
  readonly points: readonly Point[];
}

const stretches: readonly Stretch[] = run.flows.flatMap((info, flow) => {
  const hops = info.leg === 'request' ? info.route.request : info.route.completion;
  const { segments } = pathGeometry(machine, scene, hops);
  return segments.flatMap(({ hop, lines }) => {
    const link = hops[hop]?.leavesOn ?? null;
    const points = lines.flat();
    return link === null || points.length < 2 ? [] : [{ flow, link, points }];
  });
});

/** One TLP: its stretch, and how far along it is at the start and the end of the picture, 0 to 1. */
export interface Moving extends Stretch {
  readonly from: number;
  readonly to: number;
}

/** So many TLPs, the same for every technique. */
export function movingTlps(count: number): Moving[] {
  const random = createPrng(1);
  return Array.from({ length: count }, () => {
    const stretch = stretches[random.below(stretches.length)];
    if (stretch === undefined) throw new Error('the example moves TLPs');
    const from = random.below(500) / 1000;
    return { ...stretch, from, to: from + 0.4 + random.below(100) / 1000 };
  });
}

/** What our renderer is told about them. */
export function messages(count: number, width: number, height: number): ToRenderer[] {
  const buffer = new ArrayBuffer(frameBytes(count + 2));
  const writer = frameWriter(buffer, 1, LENGTH_PS);
  movingTlps(count).forEach(({ flow, link, from, to }, tlpId) => {
    const span = LENGTH_PS / (to - from);
    writer.add(tlpId, flow, link, -from * span, (1 - from) * span);
  });
  writer.close();
  const zoom = Math.min(width / scene.bounds.width, height / scene.bounds.height);
  const color = (hue: number): string => `hsl(${hue} 70% 40%)`;
  const classes = {
    posted: color(210),
    nonposted: color(30),
    completion: color(150),
    ats: color(290),
    message: color(0),
    fault: color(350),
  };
  const rest = { canvas: 'white', ink: 'black', here: color(250), hereSoft: color(240) };
  return [
    { kind: 'scene', machine: machine as NonNullable<typeof machine>, scene, flows: run.flows },
    { kind: 'segments', buffer },
    { kind: 'view', view: { left: 0, top: 0, zoom, width, height, ratio: 1 } },
    { kind: 'colors', colors: { classes, ...rest } },
  ];
}

/** Time as it goes on from now. */
export function going(sentMs: number): ToRenderer {
  const points = [
    { tPs: 0, wallMs: 0 },
    { tPs: LENGTH_PS, wallMs: LENGTH_MS },
  ];
  return { kind: 'time', tPs: 0, going: { map: { points }, sentMs, stopPs: LENGTH_PS } };
}

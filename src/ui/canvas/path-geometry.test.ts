import { describe, expect, test } from 'vitest';
import { defined } from '../../core/base/assert.ts';
import { enumerate } from '../../core/machine/enumerate.ts';
import type { Machine } from '../../core/machine/types.ts';
import { translatorsOf } from '../../core/iommu/translators.ts';
import { route } from '../../core/pcie/route.ts';
import { transferRequest } from '../../core/pcie/transfer-request.ts';
import type { Hop } from '../../core/pcie/types.ts';
import { PRESETS } from '../../core/scenario/presets/index.ts';
import { componentAt } from '../../core/pcie/component-at.ts';
import { pathGeometry, pointAlong } from './path-geometry.ts';
import type { PathGeometry } from './path-geometry.ts';
import { sceneOf } from './scene.ts';
import type { Point, Scene } from './scene.ts';

interface Leg {
  readonly name: string;
  readonly machine: Machine;
  readonly scene: Scene;
  readonly hops: readonly Hop[];
}

/** Every leg of every transfer of every example, decided by the router that the simulator calls. */
const LEGS: readonly Leg[] = PRESETS.flatMap(({ id, scenario }) => {
  const { machine } = enumerate(scenario);
  if (!machine) throw new Error(`${id} is no machine`);
  const translators = translatorsOf(machine);
  const scene = sceneOf(scenario, 2);
  return scenario.transfers.flatMap((transfer): Leg[] => {
    const asked = transferRequest(machine, transfer);
    if (asked === null) return [];
    const { request, completion } = route({ machine, translators, ...asked });
    return [
      { name: `${id}: ${transfer.name}`, machine, scene, hops: request },
      { name: `${id}: ${transfer.name}, completion`, machine, scene, hops: completion },
    ].filter(({ hops }) => hops.length > 0);
  });
});

const legOf = (id: string): Leg =>
  defined(
    LEGS.find(({ name }) => name.startsWith(`${id}:`)),
    id,
  );
const drawn = ({ machine, scene, hops }: Leg): PathGeometry => pathGeometry(machine, scene, hops);

type Piece = readonly [Point, Point];

const pieces = ({ segments }: PathGeometry): Piece[] =>
  segments.flatMap(({ lines }) =>
    lines.flatMap((line) =>
      line.slice(1).map((to, i): Piece => [defined(line[i], 'a piece has a start'), to]),
    ),
  );

/** Whether two pieces cross at a point inside both. */
function cross([a, b]: Piece, [c, d]: Piece): boolean {
  const isFlat = a.y === b.y;
  if (isFlat === (c.y === d.y)) return false;
  const [flat, tall] = isFlat
    ? [
        [a, b],
        [c, d],
      ]
    : [
        [c, d],
        [a, b],
      ];
  const [p, q] = flat as unknown as Piece;
  const [r, s] = tall as unknown as Piece;
  const isInside = (value: number, one: number, other: number): boolean =>
    value > Math.min(one, other) && value < Math.max(one, other);
  return isInside(r.x, p.x, q.x) && isInside(p.y, r.y, s.y);
}

describe('the path drawn', () => {
  test.each(LEGS.map((leg) => [leg.name, leg] as const))(
    '%s: visits the places of the hops in order',
    (_, leg) => {
      const { stops, segments } = drawn(leg);
      expect(stops.map(({ id }) => id)).toEqual(
        leg.hops.map(({ place }) => componentAt(leg.machine, place)),
      );
      expect(segments.map(({ verdict }) => verdict)).toEqual(
        leg.hops.map(({ verdict }) => verdict),
      );
    },
  );

  test.each(LEGS.map((leg) => [leg.name, leg] as const))(
    '%s: every hop over a link is drawn along that link',
    (_, leg) => {
      const { segments } = drawn(leg);
      leg.hops.forEach((hop, index) => {
        if (hop.leavesOn === null) return;
        const wire = defined(
          leg.machine.links[Math.floor(hop.leavesOn / 2)],
          'a hop leaves on a link',
        );
        const [port, device] = [wire.port, wire.device[0]].map((fn) =>
          defined(
            leg.scene.anchors.get(
              componentAt(leg.machine, { kind: 'function', index: fn ?? -1 }) ?? '',
            ),
            'both ends of a link stand on the canvas',
          ),
        );
        const run = defined(segments[index]?.lines.at(-1), 'a link is drawn');
        const ys = [defined(run[0], 'start').y, defined(run.at(-1), 'end').y];
        const ends = [
          defined(port, 'port').rect.y + defined(port, 'port').rect.height,
          defined(device, 'device').rect.y,
        ];
        expect(hop.leavesOn % 2 === 0 ? ys.reverse() : ys).toEqual(ends);
      });
    },
  );

  test.each(LEGS.map((leg) => [leg.name, leg] as const))(
    '%s: consists of level and upright lines and never crosses itself',
    (_, leg) => {
      const all = pieces(drawn(leg));
      for (const [a, b] of all) expect(a.x === b.x || a.y === b.y).toBe(true);
      all.forEach((one, i) => {
        for (const other of all.slice(i + 1)) expect(cross(one, other)).toBe(false);
      });
    },
  );

  test('a link used both ways gives way to two lanes, one used once does not', () => {
    const redirected = legOf('redirected');
    const link = redirected.machine.links.findIndex(
      ({ port }) => redirected.machine.functions[port]?.kind === 'root-port',
    );
    expect(drawn(redirected).twoWayLinks.has(link)).toBe(true);
    expect(drawn(legOf('switch-local')).twoWayLinks.size).toBe(0);
  });

  test('a direct turn stays inside the switch, below its upstream port', () => {
    const leg = legOf('switch-local');
    const top = Math.min(...pieces(drawn(leg)).flatMap(([a, b]) => [a.y, b.y]));
    const box = leg.scene.boxes.find(({ part }) => part.kind === 'switch');
    expect(top).toBeGreaterThan(defined(box, 'a switch').rect.y);
  });

  test('the number of a host bridge stands on its own interconnect, also when two sockets are level', () => {
    const leg = defined(
      LEGS.find(
        ({ name, hops }) =>
          name.startsWith('dual-socket:') &&
          hops.some(({ place }) => place.kind === 'hostBridge' && place.index === 1),
      ),
      'a path from the second socket',
    );
    for (const stop of drawn(leg).stops) {
      const anchor = leg.scene.anchors.get(stop.id);
      if (anchor?.kind !== 'bar') continue;
      expect(stop.badge.x).toBeGreaterThanOrEqual(anchor.rect.x);
      expect(stop.badge.x).toBeLessThanOrEqual(anchor.rect.x + anchor.rect.width);
    }
  });

  test('two hops at one place show both numbers beside each other', () => {
    const { stops } = drawn(legOf('redirected'));
    const seen = stops.map(({ badge }) => `${badge.x} ${badge.y}`);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('a point along a segment', () => {
  const LINES = [
    [
      { x: 0, y: 0 },
      { x: 0, y: 10 },
    ],
    [
      { x: 0, y: 20 },
      { x: 20, y: 20 },
    ],
  ];

  test.each([
    [0, { x: 0, y: 0 }],
    [0.25, { x: 0, y: 10 }],
    [0.5, { x: 0, y: 20 }],
    [1, { x: 20, y: 20 }],
  ])('share %d, gaps behind cards counted', (share, at) => {
    expect(pointAlong(LINES, share)).toEqual(at);
  });

  test('of nothing is nothing', () => {
    expect(pointAlong([], 0.5)).toBeNull();
  });
});

import { useMemo } from 'react';
import type { Scenario } from '../../core/scenario/schema.ts';
import { sceneOf } from '../canvas/scene.ts';
import type { Rect, Scene } from '../canvas/scene.ts';

/** Width over height of a thumbnail. */
const ASPECT = 2;

/** Px of the drawing around the machine, so that no stroke is cut. */
const MARGIN = 12;

interface Wire {
  readonly id: string;
  readonly path: string;
}

const centerX = (rect: Rect): number => rect.x + rect.width / 2;

function wiresOf(scenario: Scenario, scene: Scene): readonly Wire[] {
  return scenario.links.flatMap((link) => {
    const from = scene.anchors.get(link.from)?.rect;
    const to = scene.anchors.get(link.to)?.rect;
    if (!from || !to) return [];
    const middle = (from.y + from.height + to.y) / 2;
    const path = `M${centerX(from)} ${from.y + from.height}V${middle}H${centerX(to)}V${to.y}`;
    return [{ id: link.id, path }];
  });
}

/** Ids of the devices that the first transfer goes between. */
function endsOf(scenario: Scenario): readonly string[] {
  const [transfer] = scenario.transfers;
  if (transfer === undefined) return [];
  const { to } = transfer;
  return [transfer.from, to.kind === 'bar' ? to.function : to.memory];
}

/** A machine drawn small, by the same layout as the canvas; the ends of its first transfer are filled. */
export function Thumbnail({ scenario }: { readonly scenario: Scenario }) {
  const scene = useMemo(() => sceneOf(scenario, ASPECT), [scenario]);
  const wires = useMemo(() => wiresOf(scenario, scene), [scenario, scene]);
  const ends = endsOf(scenario);
  const { x, y, width, height } = scene.bounds;
  const box = `${x - MARGIN} ${y - MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`;
  return (
    <svg viewBox={box} aria-hidden className="block h-32 w-full">
      {scene.boxes.map(({ part, rect }) =>
        part.kind === 'host' || part.kind === 'switch' ? (
          <rect
            key={part.id}
            {...rect}
            rx={12}
            vectorEffect="non-scaling-stroke"
            className="fill-panel stroke-line-strong"
          />
        ) : null,
      )}
      {wires.map((wire) => (
        <path
          key={wire.id}
          d={wire.path}
          vectorEffect="non-scaling-stroke"
          className="fill-none stroke-link"
        />
      ))}
      {[...scene.anchors].map(([id, { kind, rect }]) =>
        kind === 'bar' || kind === 'tcu' ? null : (
          <rect
            key={id}
            {...rect}
            rx={8}
            vectorEffect="non-scaling-stroke"
            className={
              ends.includes(id) ? 'fill-ink-2 stroke-ink-2' : 'fill-raised stroke-line-strong'
            }
          />
        ),
      )}
    </svg>
  );
}

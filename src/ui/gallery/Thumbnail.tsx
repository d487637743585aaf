import { useMemo } from 'react';
import { translatorsOf } from '../../core/iommu/translators.ts';
import { enumerate } from '../../core/machine/enumerate.ts';
import { route } from '../../core/pcie/route.ts';
import { transferRequest } from '../../core/pcie/transfer-request.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { pathGeometry } from '../canvas/path-geometry.ts';
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

/** The lines of the first transfer's way, by the same decisions as the simulator's. */
function pathOf(
  scenario: Scenario,
  scene: Scene,
): { readonly d: string; readonly isStopped: boolean } {
  const none = { d: '', isStopped: false };
  const [transfer] = scenario.transfers;
  const { machine } = enumerate(scenario);
  if (transfer === undefined || machine === null) return none;
  const asked = transferRequest(machine, transfer);
  if (asked === null) return none;
  const { request, verdict } = route({ machine, translators: translatorsOf(machine), ...asked });
  const lines = pathGeometry(machine, scene, request).segments.flatMap((segment) => segment.lines);
  const d = lines
    .map((line) => line.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(''))
    .join('');
  return { d, isStopped: verdict === 'blocked' || verdict === 'fault' };
}

/** A machine drawn small, by the same layout as the canvas, with the way of its first transfer. */
export function Thumbnail({ scenario }: { readonly scenario: Scenario }) {
  const scene = useMemo(() => sceneOf(scenario, ASPECT), [scenario]);
  const wires = useMemo(() => wiresOf(scenario, scene), [scenario, scene]);
  const { d, isStopped } = useMemo(() => pathOf(scenario, scene), [scenario, scene]);
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
            className="fill-raised stroke-line-strong"
          />
        ),
      )}
      <path
        d={d}
        vectorEffect="non-scaling-stroke"
        strokeWidth={2.5}
        className={`fill-none ${isStopped ? 'stroke-stop' : 'stroke-tlp-posted'}`}
      />
    </svg>
  );
}

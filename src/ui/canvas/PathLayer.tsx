import { ViewportPortal } from '@xyflow/react';
import { memo, useMemo } from 'react';
import { ACS_BIT_NAMES } from '../../core/scenario/acs.ts';
import type { Verdict } from '../../core/pcie/types.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { hopsOf } from '../explain/explanation.ts';
import { tlpKindOf } from '../words/tlp-kind.ts';
import { pathGeometry } from './path-geometry.ts';
import type { PathSegment, PathStop } from './path-geometry.ts';
import type { Rect, Scene } from './scene.ts';
import { CHIP } from './sizes.ts';

interface Props {
  readonly scene: Scene;
}

/** Line style of each verdict: it says what happened without colour. */
const DASH: Partial<Record<Verdict, string>> = {
  redirected: '8 5',
  translated: '12 2 2 2',
  unmodelled: '2 5',
};

const CORNER = 4;

/** An orthogonal line with rounded corners. */
function pathData(points: PathSegment['lines'][number]): string {
  return points
    .map((point, i) => {
      const before = points[i - 1];
      const after = points[i + 1];
      if (!before) return `M${point.x} ${point.y}`;
      if (!after) return `L${point.x} ${point.y}`;
      const toward = (other: { x: number; y: number }) => {
        const length = Math.abs(other.x - point.x) + Math.abs(other.y - point.y);
        const part = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
        return `${point.x + (other.x - point.x) * part} ${point.y + (other.y - point.y) * part}`;
      };
      return `L${toward(before)}Q${point.x} ${point.y} ${toward(after)}`;
    })
    .join('');
}

/** The selected flow's path: drawn from the hops of its route and nothing else. */
export const PathLayer = memo(function PathLayer({ scene }: Props) {
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const flow = useView((state) => state.flow) ?? 0;
  const here = useView((state) => state.hop) ?? 0;
  const info = run?.flows[flow];
  const geometry = useMemo(
    () => (machine && info ? pathGeometry(machine, scene, hopsOf(info)) : null),
    [machine, scene, info],
  );
  if (!machine || !info || !geometry) return null;
  const color = `var(--tlp-${tlpKindOf(machine, info).class})`;
  const { width, height, x, y } = scene.bounds;
  const hops = hopsOf(info);
  return (
    <ViewportPortal>
      <svg
        aria-hidden="true"
        data-testid="path"
        data-hops={geometry.stops.map(({ id }) => id).join(' ')}
        className="pointer-events-none absolute overflow-visible"
        style={{ left: x, top: y, width, height }}
        viewBox={`${x} ${y} ${width} ${height}`}
      >
        {geometry.segments.map((segment) => (
          <Segment key={segment.hop} segment={segment} color={color} />
        ))}
        {geometry.stops.map((stop) => {
          const hop = hops[stop.hop];
          if (!hop) return null;
          const isStopped = hop.verdict === 'blocked' || hop.verdict === 'fault';
          return (
            <Stop
              key={stop.hop}
              stop={stop}
              isHere={stop.hop === here}
              color={isStopped ? 'var(--stop)' : color}
              isStopped={isStopped}
              chips={
                stop.hop === here
                  ? hop.operands.filter(({ decided }) => decided === true).map(({ name }) => name)
                  : []
              }
            />
          );
        })}
      </svg>
    </ViewportPortal>
  );
});

function Segment({ segment, color }: { readonly segment: PathSegment; readonly color: string }) {
  const d = segment.lines.map(pathData).join('');
  const dash = DASH[segment.verdict];
  return (
    <g fill="none" data-segment={segment.hop} data-verdict={segment.verdict}>
      <path d={d} stroke={`color-mix(in srgb, ${color} 16%, var(--canvas))`} strokeWidth={11} />
      {segment.verdict === 'looped' ? (
        <>
          <path d={d} stroke={color} strokeWidth={5} />
          <path d={d} stroke="var(--canvas)" strokeWidth={1.5} />
        </>
      ) : (
        <path d={d} stroke={color} strokeWidth={3} {...(dash ? { strokeDasharray: dash } : {})} />
      )}
      {segment.lines.map((line) => (
        <Arrow key={pathData(line)} line={line} color={color} />
      ))}
    </g>
  );
}

/** Where a line enters a card. */
function Arrow({
  line,
  color,
}: {
  readonly line: PathSegment['lines'][number];
  readonly color: string;
}) {
  const tip = line.at(-1);
  const before = line.at(-2);
  if (!tip || !before) return null;
  const angle = (Math.atan2(tip.y - before.y, tip.x - before.x) * 180) / Math.PI;
  return (
    <path
      d="M0 0L-11 -4.5V4.5Z"
      fill={color}
      stroke="none"
      transform={`translate(${tip.x} ${tip.y}) rotate(${angle})`}
    />
  );
}

interface StopProps {
  readonly stop: PathStop;
  readonly isHere: boolean;
  readonly isStopped: boolean;
  readonly color: string;
  /** Names of the operands that decided here. */
  readonly chips: readonly string[];
}

function Stop({ stop, isHere, isStopped, color, chips }: StopProps) {
  const { rect, hop } = stop;
  const isSmall = rect.height <= 30;
  const badgeX = rect.width <= 24 ? rect.x + rect.width / 2 : rect.x + rect.width - 16;
  const badgeY = isSmall ? rect.y + rect.height / 2 : rect.y + 16;
  const ink = isHere ? 'var(--here)' : color;
  return (
    <g>
      {rect.width > 24 && (
        <rect
          x={rect.x + 0.5}
          y={rect.y + 0.5}
          width={rect.width - 1}
          height={rect.height - 1}
          rx={8}
          fill="none"
          stroke={ink}
          strokeWidth={isHere ? 2 : 1.5}
        />
      )}
      {chips.map((name) => (
        <ChipRing key={name} name={name} cell={rect} />
      ))}
      <circle
        cx={badgeX}
        cy={badgeY}
        r={9}
        fill={isHere || isStopped ? ink : 'var(--raised)'}
        stroke={ink}
        strokeWidth={1.5}
      />
      <text
        x={badgeX}
        y={badgeY + 4.5}
        textAnchor="middle"
        fontSize={13}
        fill={isHere || isStopped ? 'var(--canvas)' : ink}
        className="font-ui font-strong"
      >
        {isStopped && !isHere ? '✕' : hop + 1}
      </text>
    </g>
  );
}

/** The ring and caret on the ACS chip that decided. */
function ChipRing({ name, cell }: { readonly name: string; readonly cell: Rect }) {
  const index = ACS_BIT_NAMES.findIndex((one) => one === name);
  if (index < 0) return null;
  const x = cell.x + 1 + CHIP.left + index * CHIP.pitch;
  const y = cell.y + 1 + CHIP.top;
  return (
    <g data-ring={name}>
      <rect
        x={x - 1}
        y={y - 1}
        width={CHIP.width + 2}
        height={CHIP.height + 2}
        rx={4}
        fill="none"
        stroke="var(--here)"
        strokeWidth={2}
      />
      <path d={`M${x + 6} ${y - 7}h8l-4 5z`} fill="var(--here)" />
    </g>
  );
}

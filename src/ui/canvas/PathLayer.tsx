import { ViewportPortal } from '@xyflow/react';
import { memo } from 'react';
import type { Verdict } from '../../core/pcie/types.ts';
import { PathEnd } from './PathEnd.tsx';
import { polyline } from './polyline.ts';
import { usePath } from './path-state.ts';
import type { PathMark } from './path-state.ts';
import type { PathGeometry, PathSegment, PathStop } from './path-geometry.ts';
import type { Rect } from './scene.ts';
import { BADGE } from './sizes.ts';

interface Props {
  readonly bounds: Rect;
  /** Colour of the TLP's class. */
  readonly color: string;
  /** Index of the current hop. */
  readonly here: number;
}

/** The selected flow's path: drawn from the hops of its route and nothing else. */
export const PathLayer = memo(function PathLayer({ bounds, color, here }: Props) {
  const { geometry, marks } = usePath();
  if (!geometry) return null;
  const { segments, stops } = geometry;
  const { x, y, width, height } = bounds;
  return (
    <ViewportPortal>
      <svg
        aria-hidden="true"
        data-testid="path"
        data-hops={stops.map(({ id }) => id).join(' ')}
        data-verdicts={segments.map(({ verdict }) => verdict).join(' ')}
        className="pointer-events-none absolute z-1 overflow-visible"
        style={{ left: x, top: y, width, height }}
        viewBox={`${x} ${y} ${width} ${height}`}
      >
        <PathDrawing geometry={geometry} marks={marks} color={color} here={here} />
      </svg>
    </ViewportPortal>
  );
});

interface DrawingProps {
  readonly geometry: PathGeometry;
  readonly marks: ReadonlyMap<string, PathMark>;
  readonly color: string;
  readonly here: number;
}

/** Lines, end and numbers of a path as SVG, on the canvas and in pictures of it. */
export function PathDrawing({ geometry, marks, color, here }: DrawingProps) {
  const { segments, stops } = geometry;
  const last = stops.at(-1);
  const end = last ? segments[last.hop]?.verdict : undefined;
  const current = segments.find(({ hop }) => hop === here);
  return (
    <>
      <g opacity={0.13}>
        {segments.map((segment) => (
          <Halo key={segment.hop} segment={segment} color={color} />
        ))}
      </g>
      {current && <Halo segment={current} color="var(--here-soft)" />}
      {segments.map((segment) => (
        <Segment
          key={segment.hop}
          segment={segment}
          color={color}
          isCut={end !== undefined && isStop(end) && segment.hop === (last?.hop ?? 0) - 1}
        />
      ))}
      {last && end !== undefined && isStop(end) && (
        <PathEnd stop={last} verdict={end} before={segments[last.hop - 1]} />
      )}
      {stops.map((stop) => (
        <Badge
          key={stop.hop}
          stop={stop}
          isHere={stop.hop === here}
          color={marks.get(stop.mark)?.isStopped ? 'var(--stop)' : color}
        />
      ))}
    </>
  );
}

function isStop(verdict: Verdict): boolean {
  return verdict === 'blocked' || verdict === 'fault' || verdict === 'unmodelled';
}

interface SegmentProps {
  readonly segment: PathSegment;
  readonly color: string;
}

function Halo({ segment, color }: SegmentProps) {
  if (segment.lines.length === 0) return null;
  return (
    <path
      d={segment.lines.map(polyline).join('')}
      fill="none"
      stroke={color}
      strokeWidth={11}
      strokeLinejoin="round"
    />
  );
}

/** A segment in the line style of its verdict, which says what happened without colour. */
function Segment({ segment, color, isCut }: SegmentProps & { readonly isCut: boolean }) {
  const { hop, verdict, lines } = segment;
  const d = lines.map(polyline).join('');
  const line = { d, stroke: color, strokeLinejoin: 'round' } as const;
  return (
    <g fill="none" data-segment={hop} data-verdict={verdict}>
      {verdict === 'looped' ? (
        <>
          <path {...line} strokeWidth={6} />
          <path d={d} stroke="var(--panel)" strokeWidth={2} strokeLinejoin="round" />
        </>
      ) : (
        <path {...line} strokeWidth={3} {...DASH[verdict]} />
      )}
      {verdict === 'translated' && <path {...line} strokeWidth={9} strokeDasharray="2 8" />}
      {/* What is stopped does not enter. */}
      {(isCut ? lines.slice(0, -1) : lines).map((points) => (
        <Arrow key={polyline(points)} points={points} color={color} />
      ))}
    </g>
  );
}

const DASH: Partial<Record<Verdict, { readonly strokeDasharray: string }>> = {
  redirected: { strokeDasharray: '7 4' },
  unmodelled: { strokeDasharray: '2 5' },
};

/** Where a line enters a card. Short stubs between two cards carry none. */
function Arrow({
  points,
  color,
}: {
  readonly points: PathSegment['lines'][number];
  readonly color: string;
}) {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (!tip || !before) return null;
  const length = Math.abs(tip.x - before.x) + Math.abs(tip.y - before.y);
  if (length < 16) return null;
  const angle = (Math.atan2(tip.y - before.y, tip.x - before.x) * 180) / Math.PI;
  return (
    <path
      d="M0 0L-9 -5.5V5.5Z"
      fill={color}
      transform={`translate(${tip.x} ${tip.y}) rotate(${angle})`}
    />
  );
}

/** What enlarged numbers do to make room; nothing at their own size. */
const movedAside = ({ px, perScale }: PathStop['badge']['aside']): string =>
  `translateX(calc(var(--canvas-enlarged, 0) * (${px}px + var(--canvas-badge, 1) * ${perScale}px)))`;

interface BadgeProps {
  readonly stop: PathStop;
  readonly isHere: boolean;
  readonly color: string;
}

/** The number of a hop, as the cards of the Explain panel count. */
function Badge({ stop, isHere, color }: BadgeProps) {
  const { x, y, aside } = stop.badge;
  const ink = isHere ? 'var(--here)' : color;
  return (
    <g data-hop={stop.hop} transform={`translate(${x} ${y})`}>
      <g style={{ transform: `${movedAside(aside)} scale(var(--canvas-badge, 1))` }}>
        <circle
          r={BADGE.size / 2}
          fill={isHere ? ink : 'var(--raised)'}
          stroke={ink}
          strokeWidth={1.5}
        />
        <text
          y={4.5}
          textAnchor="middle"
          fontSize={13}
          letterSpacing={stop.hop >= 9 ? -0.8 : 0}
          fill={isHere ? 'var(--canvas)' : ink}
          className="font-ui font-strong"
        >
          {stop.hop + 1}
        </text>
      </g>
    </g>
  );
}

import { VERDICT_LOOK } from '../glyphs/VerdictWord.tsx';
import type { Verdict } from '../../core/pcie/types.ts';
import { verdictStrings } from '../strings/verdict.ts';
import { isLow } from './path-geometry.ts';
import type { PathSegment, PathStop } from './path-geometry.ts';
import type { Point } from './scene.ts';
import { BADGE } from './sizes.ts';

interface Props {
  readonly stop: PathStop;
  readonly verdict: Verdict;
  /** The way that led here; absent where the TLP never left. */
  readonly before: PathSegment | undefined;
}

const ICON = 14;

/** About how wide a word is drawn at 13 px: ideographs are square. */
const wordWidth = (word: string): number =>
  Array.from(word, (letter) => (letter >= '\u2e80' ? 13 : 7.4)).reduce((sum, one) => sum + one, 0);

/** Where a TLP ends against its will: an end bar or a zigzag across the line, and the verdict in words beside it. */
export function PathEnd({ stop, verdict, before }: Props) {
  const { icon: Icon, tone } = VERDICT_LOOK[verdict];
  const ink = `var(--${tone})`;
  const word = verdictStrings[verdict];
  const line = before?.lines.at(-1);
  const tip = line?.at(-1);
  const back = line?.at(-2);
  const angle = tip && back ? (Math.atan2(tip.y - back.y, tip.x - back.x) * 180) / Math.PI : 0;
  const width = Math.ceil(wordWidth(word)) + ICON + 20;
  const { rect } = stop;
  const isSmall = isLow(rect);
  // Beside a small box, behind its numbers where these are enlarged; over the upper right corner of a card.
  const corner: Point = {
    x: rect.x + rect.width + 8,
    y: rect.y + (isSmall ? rect.height / 2 : -5),
  };
  const x = isSmall ? 0 : -width;
  const { perScale } = stop.badge.aside;
  const numbers = isSmall && perScale > 0 ? perScale + BADGE.pitch / 2 : 0;
  const aside = `calc(${corner.x}px + var(--canvas-enlarged, 0) * var(--canvas-badge, 1) * ${numbers}px)`;
  return (
    <g data-end={verdict}>
      {tip && (
        <g
          transform={`translate(${tip.x} ${tip.y}) rotate(${angle})`}
          stroke={ink}
          strokeWidth={3}
          fill="none"
        >
          {verdict === 'fault' ? (
            <path d="M-20 0L-16 -6L-11 6L-6 -6L-2 4" strokeLinejoin="round" />
          ) : (
            <path d="M-3 -10V10" strokeWidth={4} />
          )}
        </g>
      )}
      <g style={{ transform: `translate(${aside}, ${corner.y}px) scale(var(--canvas-badge, 1))` }}>
        <rect
          x={x}
          y={-11}
          width={width}
          height={22}
          rx={4}
          fill={`var(--${tone}-soft)`}
          stroke={ink}
          strokeWidth={1}
        />
        <Icon x={x + 6} y={-7} size={ICON} strokeWidth={2} color={ink} />
        <text x={x + ICON + 11} y={4.5} fontSize={13} fill={ink} className="font-ui font-strong">
          {word}
        </text>
      </g>
    </g>
  );
}

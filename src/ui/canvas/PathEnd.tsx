import { VERDICT_LOOK } from '../glyphs/VerdictWord.tsx';
import type { Verdict } from '../../core/pcie/types.ts';
import { panelStrings } from '../strings/panels.ts';
import type { PathSegment, PathStop } from './path-geometry.ts';

interface Props {
  readonly stop: PathStop;
  readonly verdict: Verdict;
  /** The way that led here; absent where the TLP never left. */
  readonly before: PathSegment | undefined;
}

const ICON = 14;

/** Where a TLP ends against its will: an end bar or a zigzag across the line, and the verdict in words beside it. */
export function PathEnd({ stop, verdict, before }: Props) {
  const { icon: Icon, tone } = VERDICT_LOOK[verdict];
  const ink = `var(--${tone})`;
  const word = panelStrings.verdict[verdict];
  const line = before?.lines.at(-1);
  const tip = line?.at(-1);
  const back = line?.at(-2);
  const angle = tip && back ? (Math.atan2(tip.y - back.y, tip.x - back.x) * 180) / Math.PI : 0;
  const width = word.length * 7.4 + ICON + 20;
  const { rect } = stop;
  // Beside a small box, over the upper right corner of a card.
  const isSmall = rect.height <= 30;
  const x = isSmall ? rect.x + rect.width + 8 : rect.x + rect.width - width + 8;
  const y = isSmall ? rect.y + (rect.height - 22) / 2 : rect.y - 16;
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
      <rect
        x={x}
        y={y}
        width={width}
        height={22}
        rx={4}
        fill={`var(--${tone}-soft)`}
        stroke={ink}
        strokeWidth={1}
      />
      <Icon x={x + 6} y={y + 4} size={ICON} strokeWidth={2} color={ink} />
      <text x={x + ICON + 11} y={y + 15.5} fontSize={13} fill={ink} className="font-ui font-strong">
        {word}
      </text>
    </g>
  );
}

import { VERDICT_LOOK } from '../glyphs/VerdictWord.tsx';
import type { Verdict } from '../../core/pcie/types.ts';
import { verdictStrings } from '../strings/verdict.ts';
import { EndChip } from './EndChip.tsx';
import type { PathSegment, PathStop } from './path-geometry.ts';
import { BADGE } from './sizes.ts';

interface Props {
  readonly stop: PathStop;
  readonly verdict: Verdict;
  /** The way that led here; absent where the TLP never left. */
  readonly before: PathSegment | undefined;
}

/** Where a TLP ends against its will: an end bar or a zigzag across the line, and the verdict in words beside it. */
export function PathEnd({ stop, verdict, before }: Props) {
  const { icon, tone } = VERDICT_LOOK[verdict];
  const line = before?.lines.at(-1);
  const tip = line?.at(-1);
  const back = line?.at(-2);
  const angle = tip && back ? (Math.atan2(tip.y - back.y, tip.x - back.x) * 180) / Math.PI : 0;
  const { perScale } = stop.badge.aside;
  const numbers = perScale > 0 ? perScale / BADGE.pitch + 0.5 : 0;
  return (
    <g data-end={verdict}>
      {tip && (
        <g
          transform={`translate(${tip.x} ${tip.y}) rotate(${angle})`}
          stroke={`var(--${tone})`}
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
      <EndChip
        rect={stop.rect}
        icon={icon}
        tone={tone}
        word={verdictStrings[verdict]}
        numbers={numbers}
      />
    </g>
  );
}

import type { LucideIcon } from 'lucide-react';
import type { Rect } from './scene.ts';
import { isLow } from './path-geometry.ts';
import { BADGE } from './sizes.ts';

interface Props {
  /** The box at which it ended. */
  readonly rect: Rect;
  readonly icon: LucideIcon;
  readonly tone: string;
  readonly word: string;
  /** Enlarged numbers that stand beside the box first. */
  readonly numbers?: number;
}

const ICON = 14;

/** About how wide a word is drawn at 13 px: ideographs are square. */
const wordWidth = (word: string): number =>
  Array.from(word, (letter) => (letter >= '\u2e80' ? 13 : 7.4)).reduce((sum, one) => sum + one, 0);

/** How something ended, in words: beside a low box, else over the upper right corner of a card. */
export function EndChip({ rect, icon: Icon, tone, word, numbers = 0 }: Props) {
  const ink = `var(--${tone})`;
  const width = Math.ceil(wordWidth(word)) + ICON + 20;
  const isBeside = isLow(rect);
  const right = rect.x + rect.width + 8;
  const y = rect.y + (isBeside ? rect.height / 2 : -5);
  const x = isBeside ? 0 : -width;
  const aside = `calc(${right}px + var(--canvas-enlarged, 0) * var(--canvas-badge, 1) * ${numbers * BADGE.pitch}px)`;
  return (
    <g style={{ transform: `translate(${aside}, ${y}px) scale(var(--canvas-badge, 1))` }}>
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
  );
}

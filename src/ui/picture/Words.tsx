const FAMILY = { ui: 'var(--font-ui)', mono: 'var(--font-mono)' } as const;

const SIZES = { s: 13, m: 14, xl: 20 } as const;

interface Props {
  readonly x: number;
  /** Middle of the line. */
  readonly y: number;
  readonly children: string;
  readonly font?: keyof typeof FAMILY;
  readonly size?: keyof typeof SIZES;
  readonly ink?: string;
  readonly isStrong?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Longer text ends in an ellipsis, px. */
  readonly width?: number;
}

let context: CanvasRenderingContext2D | null = null;

/** The width of a text, px. */
export function textWidth(text: string, size: number, isStrong: boolean): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (context === null) return text.length * size * 0.6;
  const family = getComputedStyle(document.documentElement).getPropertyValue('--font-ui');
  context.font = `${isStrong ? 600 : 400} ${size}px ${family}`;
  return context.measureText(text).width;
}

function fitted(text: string, width: number, size: number, isStrong: boolean): string {
  if (textWidth(text, size, isStrong) <= width) return text;
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, size, isStrong) > width) {
    letters.pop();
  }
  return `${letters.join('').trimEnd()}…`;
}

/** One line of text in a picture. */
export function Words(props: Props) {
  const { x, y, children, font = 'ui', size = 's', ink = 'var(--ink)', anchor, width } = props;
  const { isStrong = false } = props;
  const px = SIZES[size];
  const text = width === undefined ? children : fitted(children, width, px, isStrong);
  return (
    <text
      x={x}
      // The middle of capitals and figures is a third of the size above the base line.
      y={y + px * 0.355}
      fontFamily={FAMILY[font]}
      fontSize={px}
      fontWeight={isStrong ? 600 : 400}
      fill={ink}
      textAnchor={anchor}
    >
      {text}
    </text>
  );
}

import { AT_RINGS, GLYPH_SHAPES, PADLOCK } from './glyph-shapes.ts';
import type { GlyphClass, GlyphShape } from './glyph-shapes.ts';

interface Props {
  readonly shape: GlyphShape;
  readonly kind: GlyphClass;
  readonly letter?: string;
  /** Without the letter, for a completion without data. */
  readonly isOutline?: boolean;
  /** Address Type digits; 00 has no ring. */
  readonly at?: '00' | '01' | '10' | '11';
  readonly t?: 0 | 1;
  readonly isHere?: boolean;
  /** Direction of travel, radians; shapes that point turn to it, the letter stays upright. */
  readonly angle?: number;
}

/** One TLP mark as SVG, around the origin; the packets on the canvas are drawn from the same table. */
export function Glyph(props: Props) {
  const { shape, kind, letter = '', isOutline = false, at = '00', t = 0, isHere = false } = props;
  const drawing = GLYPH_SHAPES[shape];
  const color = `var(--tlp-${kind})`;
  const isHollow = drawing.isHollow || isOutline;
  const angle = drawing.points ? (props.angle ?? 0) : 0;
  const shift = drawing.points ? -1.5 : 0;
  return (
    <>
      {isHere && <circle r={17} fill="var(--here-soft)" stroke="var(--here)" strokeWidth={2} />}
      <path
        d={drawing.path}
        transform={angle === 0 ? undefined : `rotate(${(angle * 180) / Math.PI})`}
        fill={isHollow ? 'var(--canvas)' : color}
        stroke={color}
        strokeWidth={isHollow ? (shape === 'cross' ? 3.5 : 2.5) : t === 1 ? 3 : 0}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {letter !== '' && (
        <text
          x={shift * Math.cos(angle)}
          y={shift * Math.sin(angle) + drawing.letterY + 4.5}
          textAnchor="middle"
          fontSize={13}
          fill={isHollow ? color : 'var(--tlp-letter)'}
          className="font-mono font-strong"
        >
          {letter}
        </text>
      )}
      {at !== '00' &&
        AT_RINGS[at].map((radius) => (
          <circle
            key={radius}
            r={radius}
            fill="none"
            stroke="var(--tlp-ats)"
            strokeWidth={1.5}
            {...(at === '01' ? { strokeDasharray: '1.5 2.5' } : {})}
          />
        ))}
      {at === '11' && <path d="M-11 11L11 -11" stroke="var(--tlp-ats)" strokeWidth={2} />}
      {t === 1 && (
        <g transform={`translate(${PADLOCK.x} ${PADLOCK.y})`}>
          <path d={PADLOCK.shackle} fill="none" stroke="var(--ink)" strokeWidth={1.75} />
          <path d={PADLOCK.body} fill="var(--ink)" stroke="var(--canvas)" strokeWidth={1} />
        </g>
      )}
    </>
  );
}

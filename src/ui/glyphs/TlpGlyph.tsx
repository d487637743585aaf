import type { TlpKindWords } from '../words/tlp-kind.ts';

interface Props {
  readonly kind: TlpKindWords;
  /** Edge of the square box, px. */
  readonly size: number;
}

/** Outlines in a 24 px box: a solid arrow-box writes, a ring reads, a hexagon is an AtomicOp, a diamond answers. */
const SHAPES: Readonly<Record<TlpKindWords['shape'], string>> = {
  arrow: 'M2 4h13l7 8-7 8H2z',
  ring: 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm0 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z',
  hexagon: 'M7 3h10l5 9-5 9H7l-5-9z',
  diamond: 'M12 1l11 11-11 11L1 12z',
};

const FILL: Readonly<Record<TlpKindWords['class'], string>> = {
  posted: 'fill-tlp-posted',
  nonposted: 'fill-tlp-nonposted',
  completion: 'fill-tlp-completion',
  fault: 'fill-tlp-fault',
};

/** The mark of a TLP kind: shape and letter say it without colour. */
export function TlpGlyph({ kind, size }: Props) {
  const isHollow = kind.shape === 'ring';
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      role="img"
      aria-label={kind.name}
      className="flex-none"
    >
      <path d={SHAPES[kind.shape]} fillRule="evenodd" className={FILL[kind.class]} />
      <text
        x={kind.shape === 'arrow' ? 10 : 12}
        y={16.5}
        textAnchor="middle"
        fontSize={13}
        className={`font-mono font-strong ${isHollow ? FILL[kind.class] : 'fill-canvas'}`}
      >
        {kind.letter}
      </text>
    </svg>
  );
}

import type { TlpKindWords } from '../words/tlp-kind.ts';
import { Glyph } from './Glyph.tsx';

interface Props {
  readonly kind: TlpKindWords;
  /** Edge of the square box, px. */
  readonly size: number;
}

/** The mark of a TLP kind: shape and letter say it without colour. */
export function TlpGlyph({ kind, size }: Props) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="-14 -14 28 28"
      role="img"
      aria-label={kind.name}
      className="flex-none overflow-visible"
    >
      <Glyph shape={kind.shape} kind={kind.class} letter={kind.letter} />
    </svg>
  );
}

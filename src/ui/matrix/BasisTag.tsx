import type { Grounds } from '../../core/cca/grounds.ts';
import { matrixStrings } from '../strings/matrix.ts';

const LOOKS = {
  stated: 'border-line-strong text-ink-2',
  derived: 'border-dashed border-line-strong text-ink-2',
  unverified: 'border-dashed border-detour text-detour font-strong',
} as const;

/** Whether a source says it, it follows from several, or nobody confirmed it. */
export function BasisTag({ basis }: Pick<Grounds, 'basis'>) {
  return (
    <span
      data-tip={matrixStrings.cca.bases[basis].meaning}
      className={`inline-block rounded-chip border px-1 text-s whitespace-nowrap ${LOOKS[basis]}`}
    >
      {matrixStrings.cca.bases[basis].word}
    </span>
  );
}

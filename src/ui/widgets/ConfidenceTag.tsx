import type { Confidence } from '../../core/rules/types.ts';
import { panelStrings } from '../strings/panels.ts';

/** How sure a rule is. An assumption stands out: dashed and in the colour of a detour. */
export function ConfidenceTag({ confidence }: { readonly confidence: Confidence }) {
  const tone =
    confidence === 'assumption'
      ? 'border-dashed border-detour text-detour font-strong'
      : 'border-line-strong text-ink-2';
  return (
    <span
      data-tip={panelStrings.confidence[confidence]}
      className={`inline-block rounded-chip border px-1 text-s ${tone}`}
    >
      {confidence}
    </span>
  );
}

import type { Verdict } from '../../core/pcie/types.ts';

const COLOR = 'var(--tlp-posted)';
const LENGTH = 100;

/** The line style of a verdict as the path on the canvas has it. */
export function VerdictLine({ verdict }: { readonly verdict: Verdict }) {
  return (
    <svg width={LENGTH + 4} height={20} viewBox={`-2 -10 ${LENGTH + 4} 20`} aria-hidden="true">
      <Drawing verdict={verdict} />
    </svg>
  );
}

function Drawing({ verdict }: { readonly verdict: Verdict }) {
  const line = { d: `M0 0H${LENGTH}`, stroke: COLOR, strokeWidth: 3, fill: 'none' } as const;
  const stop = { stroke: 'var(--stop)', strokeWidth: 3, fill: 'none' } as const;
  switch (verdict) {
    case 'redirected':
      return <path {...line} strokeDasharray="7 4" />;
    case 'looped':
      return (
        <>
          <path {...line} strokeWidth={6} />
          <path {...line} stroke="var(--overlay)" strokeWidth={2} />
        </>
      );
    case 'translated':
      return (
        <>
          <path {...line} />
          <path {...line} strokeWidth={9} strokeDasharray="2 8" />
        </>
      );
    case 'blocked':
      return (
        <>
          <path {...line} d={`M0 0H${LENGTH - 6}`} />
          <path {...stop} d={`M${LENGTH - 4} -9V9`} strokeWidth={4} />
        </>
      );
    case 'fault':
      return (
        <>
          <path {...line} d={`M0 0H${LENGTH - 24}`} />
          <path
            {...stop}
            d={`M${LENGTH - 24} 0l4 -6l5 12l5 -12l5 12l4 -6`}
            strokeLinejoin="round"
          />
        </>
      );
    case 'unmodelled':
      return <path {...line} strokeDasharray="2 5" />;
    default:
      return <path {...line} />;
  }
}

import {
  ArrowRight,
  ArrowUpFromLine,
  Ban,
  Check,
  CircleHelp,
  EqualApproximately,
  RotateCw,
  X,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Verdict } from '../../core/pcie/types.ts';
import { verdictStrings } from '../strings/verdict.ts';

type Tone = 'ok' | 'detour' | 'stop' | 'unknown';

interface Look {
  readonly icon: LucideIcon;
  readonly tone: Tone;
}

/** Icon and severity of each verdict; the word comes from the strings. Colour never stands alone. */
export const VERDICT_LOOK: Readonly<Record<Verdict, Look>> = {
  issued: { icon: ArrowRight, tone: 'ok' },
  forwarded: { icon: ArrowRight, tone: 'ok' },
  direct: { icon: ArrowRight, tone: 'ok' },
  redirected: { icon: ArrowUpFromLine, tone: 'detour' },
  looped: { icon: RotateCw, tone: 'detour' },
  translated: { icon: EqualApproximately, tone: 'detour' },
  delivered: { icon: Check, tone: 'ok' },
  blocked: { icon: Ban, tone: 'stop' },
  fault: { icon: X, tone: 'stop' },
  unmodelled: { icon: CircleHelp, tone: 'unknown' },
};

const TEXT: Readonly<Record<Tone, string>> = {
  ok: 'text-ok',
  detour: 'text-detour',
  stop: 'text-stop',
  unknown: 'text-unknown',
};

const FILL: Readonly<Record<Tone, string>> = {
  ok: 'bg-ok-soft',
  detour: 'bg-detour-soft',
  stop: 'bg-stop-soft',
  unknown: 'bg-unknown-soft',
};

interface Props {
  readonly verdict: Verdict;
  /** On a tinted ground, for the open card and for headlines. */
  readonly isStrong?: boolean;
}

/** A verdict: icon and word in its severity. */
export function VerdictWord({ verdict, isStrong = false }: Props) {
  const { icon: Icon, tone } = VERDICT_LOOK[verdict];
  const ground = isStrong ? `rounded-chip px-2 py-0.5 font-strong ${FILL[tone]}` : '';
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${TEXT[tone]} ${ground}`}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      {verdictStrings[verdict]}
    </span>
  );
}

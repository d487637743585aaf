import { memo } from 'react';
import type { ReactNode } from 'react';
import { usePlayback } from '../../store/playback.ts';
import { LEAST_SHARE } from './lanes.ts';
import type { Span } from './lanes.ts';

/** One bar of a lane as it is drawn. */
export interface DrawnBar {
  readonly key: string;
  readonly startPs: number;
  readonly endPs: number;
  /** Class of its fill. */
  readonly fill: string;
  /** Shown at its left end where it is wide enough. */
  readonly letter: string;
  readonly label: string;
  readonly isHere: boolean;
  readonly onClick: () => void;
}

interface Props {
  readonly span: Span;
  readonly header: ReactNode;
  readonly tip?: string;
  readonly testId: string;
  readonly bars: readonly DrawnBar[];
}

/** One row of the timeline: its name, its bars and where now is. */
export function Lane({ span, header, tip, testId, bars }: Props) {
  return (
    <div role="row" className="flex h-6 border-b border-line" data-testid={testId}>
      <span
        role="rowheader"
        className="flex w-44 flex-none justify-between gap-2 border-r border-line px-3 text-s leading-6"
        data-tip={tip}
      >
        {header}
      </span>
      <div role="gridcell" className="relative min-w-0 flex-1 overflow-hidden">
        <Bars bars={bars} fromPs={span.fromPs} toPs={span.toPs} />
        <Now span={span} />
      </div>
    </div>
  );
}

/** Kept apart from what moves with the time: bars are drawn again only when they change. */
const Bars = memo(function Bars({ bars, fromPs, toPs }: Span & { readonly bars: Props['bars'] }) {
  const percent = (ps: number): number => ((ps - fromPs) / (toPs - fromPs)) * 100;
  return bars.map(({ key, startPs, endPs, fill, letter, label, isHere, onClick }) => {
    const left = Math.max(0, percent(startPs));
    return (
      <button
        key={key}
        type="button"
        tabIndex={-1}
        aria-label={label}
        data-tip={label}
        className={`@container absolute top-1 h-[15px] overflow-hidden rounded-[3px] px-1 text-left font-mono text-s leading-[15px] font-strong text-canvas ${fill} ${isHere ? 'outline-2 outline-offset-1 outline-here z-1' : ''}`}
        style={{
          left: `${left}%`,
          width: `${Math.max(100 * LEAST_SHARE, percent(endPs) - left)}%`,
        }}
        onClick={onClick}
      >
        <span className="@max-[7px]:hidden">{letter}</span>
      </button>
    );
  });
});

function Now({ span }: { readonly span: Span }) {
  const share = usePlayback(({ tPs }) => (tPs - span.fromPs) / (span.toPs - span.fromPs));
  if (share < 0 || share > 1) return null;
  return (
    <span
      aria-hidden="true"
      className="absolute inset-y-0 w-0.5 bg-here"
      style={{ left: `${share * 100}%` }}
    />
  );
}

import { refusalOf } from '../../core/linux/plan-text.ts';
import { useEffect, useMemo, useRef, useState } from 'react';
import { formatTime } from '../../core/base/units.ts';
import type { Machine } from '../../core/machine/types.ts';
import { usePlayback } from '../../store/playback.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { panelStrings } from '../strings/panels.ts';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { LaneRow } from './LaneRow.tsx';
import { LookUpRow } from './LookUpRow.tsx';
import { Ruler } from './Ruler.tsx';
import { useBars } from './use-bars.ts';
import { lanesOf, panSpan, zoomSpan } from './lanes.ts';
import type { Span } from './lanes.ts';

function iommuName(machine: Machine, iommu: number): string {
  const id = machine.iommus[iommu] ?? '';
  return machine.scenario.components.find((one) => one.id === id)?.name ?? id;
}

/**
 * Every link direction that the run uses as a lane, each TLP a bar from its start to its arrival; then every
 * IOMMU that was asked, each look-up a bar.
 */
export function TimelinePanel() {
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const endPs = run?.endPs ?? 0;
  const [chosen, setChosen] = useState<{ readonly span: Span; readonly endPs: number } | null>(
    null,
  );
  const lanes = useMemo(() => (machine && run ? lanesOf(machine, run.flows) : []), [machine, run]);
  const whole = { fromPs: 0, toPs: Math.max(1_000, endPs) };
  // A new run is shown whole: a stretch chosen in another run means nothing in it.
  const shown = chosen?.endPs === endPs ? chosen.span : whole;
  const setSpan = (span: Span): void => setChosen({ span, endPs });
  const tlpId = useView((state) => state.tlpId);
  const bars = useBars(shown, tlpId);
  const region = useRef<HTMLDivElement>(null);

  // React attaches wheel listeners as passive ones; this one has to keep the page from zooming.
  useEffect(() => {
    const element = region.current;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const around = usePlayback.getState().tPs;
      const factor = event.deltaY > 0 ? 1.25 : 0.8;
      setChosen((now) => ({
        endPs,
        span: zoomSpan(
          now?.endPs === endPs ? now.span : { fromPs: 0, toPs: Math.max(1_000, endPs) },
          around,
          factor,
          endPs,
        ),
      }));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [endPs]);

  if (!machine || !run || lanes.length === 0) {
    const refusal = run?.plans.map(refusalOf).find((one) => one !== null);
    return (
      <EmptyState
        title={panelStrings.timeline.emptyTitle}
        hint={refusal?.message ?? panelStrings.timeline.emptyHint}
      />
    );
  }
  const onKey = (key: string): boolean => {
    const around = usePlayback.getState().tPs;
    const width = shown.toPs - shown.fromPs;
    if (key === 'w') setSpan(zoomSpan(shown, around, 0.8, endPs));
    else if (key === 's') setSpan(zoomSpan(shown, around, 1.25, endPs));
    else if (key === 'a') setSpan(panSpan(shown, -width / 10, endPs));
    else if (key === 'd') setSpan(panSpan(shown, width / 10, endPs));
    else if (key === 'f') setSpan(whole);
    else return false;
    return true;
  };
  return (
    <div
      ref={region}
      role="grid"
      data-axis="time"
      aria-label={panelStrings.timeline.label(formatTime(shown.fromPs), formatTime(shown.toPs))}
      aria-describedby="timeline-keys"
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto"
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (onKey(event.key.toLowerCase())) event.preventDefault();
      }}
    >
      <p id="timeline-keys" className="sr-only">
        {panelStrings.timeline.keys}
      </p>
      <Ruler span={shown} />
      {lanes.map((lane) => (
        <LaneRow key={lane.link} lane={lane} span={shown} bars={bars.links} flows={run.flows} />
      ))}
      {run.iommus.map((summary) => {
        const { iommu, hits, waits, misses } = summary;
        if (hits + waits + misses === 0) return null;
        return (
          <LookUpRow
            key={iommu}
            name={iommuName(machine, iommu)}
            summary={summary}
            span={shown}
            bars={bars.iommus}
          />
        );
      })}
    </div>
  );
}

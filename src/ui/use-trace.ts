import { useEffect, useState } from 'react';
import type { LookUpEvent, Segment, TraceEvent } from '../core/sim/types.ts';
import { useTraceSource } from '../store/trace.ts';
import type { TraceSource } from '../store/trace.ts';

const PAGE_EVENTS = 20_000;
const NO_EVENTS: readonly TraceEvent[] = [];

/** Yields the list as it grows, page by page. */
async function* pages(source: TraceSource): AsyncGenerator<readonly TraceEvent[]> {
  const loaded: TraceEvent[] = [];
  while (loaded.length < source.eventCount) {
    const page = await source.events(loaded.length, PAGE_EVENTS);
    if (page.length === 0) return;
    for (const event of page) loaded.push(event);
    yield loaded.slice();
  }
}

/** Every event of the present run; grows page by page while it loads. */
export function useTrace(): readonly TraceEvent[] {
  const source = useTraceSource((state) => state.source);
  const [events, setEvents] = useState(NO_EVENTS);
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      if (source === null || source.eventCount === 0) {
        setEvents(NO_EVENTS);
        return;
      }
      for await (const list of pages(source)) {
        if (!isCurrent) return;
        setEvents(list);
      }
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [source]);
  return events;
}

/** Rows of a stretch of time, ps; keeps the last answer until the next one is there. */
function useStretch<T>(
  ask: ((fromPs: number, toPs: number) => Promise<readonly T[]>) | undefined,
  fromPs: number,
  toPs: number,
): readonly T[] {
  const [rows, setRows] = useState<readonly T[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const found = (await ask?.(fromPs, toPs)) ?? [];
      if (isCurrent) setRows(found);
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [ask, fromPs, toPs]);
  return rows;
}

/** The TLPs on links within a stretch of time. */
export function useSegments(fromPs: number, toPs: number): readonly Segment[] {
  const source = useTraceSource((state) => state.source);
  return useStretch(source?.segments, fromPs, toPs);
}

/** The looks into IOMMUs that start within a stretch of time. */
export function useLookUps(fromPs: number, toPs: number): readonly LookUpEvent[] {
  const source = useTraceSource((state) => state.source);
  return useStretch(source?.lookUps, fromPs, toPs);
}

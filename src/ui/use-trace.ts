import { useEffect, useState } from 'react';
import type { Segment, TraceEvent } from '../core/sim/types.ts';
import { useTraceSource } from '../store/trace.ts';
import type { TraceSource } from '../store/trace.ts';

const PAGE_EVENTS = 20_000;
const NO_EVENTS: readonly TraceEvent[] = [];
const NO_SEGMENTS: readonly Segment[] = [];

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

/** The TLPs on links within a stretch of time, ps; keeps the last answer until the next one is there. */
export function useSegments(fromPs: number, toPs: number): readonly Segment[] {
  const source = useTraceSource((state) => state.source);
  const [segments, setSegments] = useState(NO_SEGMENTS);
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const found = source === null ? NO_SEGMENTS : await source.segments(fromPs, toPs);
      if (isCurrent) setSegments(found);
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [source, fromPs, toPs]);
  return segments;
}

import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { onFrame, requestFrame } from '../../../store/frames.ts';
import { useJourney } from '../../../store/journey.ts';
import { goingOn, usePlayback } from '../../../store/playback.ts';
import { usePreferences } from '../../../store/preferences.ts';
import { useRun } from '../../../store/run.ts';
import { useView } from '../../../store/view.ts';
import type { Scene } from '../scene.ts';
import { wallNow } from './wall-now.ts';
import type { ToRenderer } from './renderer.ts';
import { openSink } from './sink.ts';
import type { Sink } from './sink.ts';
import { readColors } from './colors.ts';

interface Props {
  readonly scene: Scene;
}

const SCHEMES = ['(prefers-color-scheme: dark)', '(forced-colors: active)'];

/** Tells the sink everything that pictures depend on but scene and run, whenever it changes. */
function connect(element: HTMLElement, tell: (message: ToRenderer) => void, store: PaneStore) {
  let known: unknown = null;
  const tellView = (): void => {
    const [left, top, zoom] = store.getState().transform;
    const { clientWidth: width, clientHeight: height } = element;
    const ratio = window.devicePixelRatio || 1;
    tell({ kind: 'view', view: { left, top, zoom, width, height, ratio } });
  };
  const tellColors = (): void => tell({ kind: 'colors', colors: readColors(element) });
  const tellFollowed = (): void =>
    tell({
      kind: 'followed',
      events: useJourney.getState().events,
      here: useView.getState().tlpId,
    });
  const queries = SCHEMES.map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', tellColors);
  const observer = new ResizeObserver(tellView);
  observer.observe(element);
  const stops = [
    onFrame((segments, tPs) => {
      if (segments !== known) {
        known = segments;
        tell({ kind: 'segments', buffer: segments.buffer?.slice(0) ?? null });
      }
      const going = goingOn();
      tell({ kind: 'time', tPs, going: going && { ...going, sentMs: wallNow() } });
    }),
    store.subscribe((state, before) => {
      if (state.transform !== before.transform) tellView();
    }),
    useView.subscribe((state, before) => {
      if (state.tlpId !== before.tlpId) tellFollowed();
    }),
    useJourney.subscribe(tellFollowed),
    usePlayback.subscribe((state, before) => {
      if (state.isPlaying !== before.isPlaying) requestFrame();
    }),
    // The theme is an attribute that changes after the preference does.
    usePreferences.subscribe(() => requestAnimationFrame(tellColors)),
  ];
  tellColors();
  tellView();
  tellFollowed();
  requestFrame();
  return () => {
    for (const stop of stops) stop();
    for (const query of queries) query.removeEventListener('change', tellColors);
    observer.disconnect();
  };
}

type PaneStore = ReturnType<typeof useStoreApi>;

/** Draws the packets of every frame on one canvas over the drawing; React is not involved per frame. */
export function PacketLayer({ scene }: Props) {
  const parent = useRef<HTMLDivElement>(null);
  const sink = useRef<Sink | null>(null);
  const shown = useRef<ToRenderer | null>(null);
  const store = useStoreApi();
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);

  useEffect(() => {
    const element = parent.current;
    if (!element) return undefined;
    const onDrawn = (tlps: number): void => {
      element.dataset['tlps'] = String(tlps);
    };
    let disconnect = (): void => undefined;
    const use = (next: Sink): void => {
      sink.current = next;
      if (shown.current) next.tell(shown.current);
      disconnect();
      disconnect = connect(element, next.tell, store);
    };
    use(openSink(element, onDrawn, use));
    return () => {
      disconnect();
      sink.current?.stop();
      sink.current = null;
      element.replaceChildren();
    };
  }, [store]);

  useEffect(() => {
    if (!machine || !run) return;
    shown.current = { kind: 'scene', machine, scene, flows: run.flows };
    sink.current?.tell(shown.current);
    requestFrame();
  }, [scene, machine, run]);

  return (
    <div
      ref={parent}
      aria-hidden="true"
      data-testid="packets"
      className="pointer-events-none absolute inset-0 z-10 size-full"
    />
  );
}

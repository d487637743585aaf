import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { onFrame, requestFrame } from '../../store/frames.ts';
import { useJourney } from '../../store/journey.ts';
import { usePreferences } from '../../store/preferences.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { FlowPaths } from './flow-paths.ts';
import { CanvasPainter } from './packet-painter.ts';
import { readColors } from './packet-sprites.ts';
import type { SpriteColors } from './packet-sprites.ts';
import { packetsAt } from './packets.ts';
import type { Scene } from './scene.ts';

interface Props {
  readonly scene: Scene;
}

const SCHEMES = ['(prefers-color-scheme: dark)', '(forced-colors: active)'];

/** Draws the packets of every frame on one canvas over the drawing; React is not involved per frame. */
export function PacketLayer({ scene }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || !machine || !run) return undefined;
    const paths = new FlowPaths(machine, scene, run.flows);
    const painter = new CanvasPainter(element, context);
    let colors: SpriteColors | null = null;

    const stopFrames = onFrame((segments, tPs) => {
      const [left, top, zoom] = store.getState().transform;
      const { events } = useJourney.getState();
      const packets = packetsAt(paths, segments, events, tPs);
      const count = String(packets.length);
      if (element.dataset['tlps'] !== count) element.dataset['tlps'] = count;
      colors ??= readColors(element);
      const { clientWidth: width, clientHeight: height } = element;
      const ratio = window.devicePixelRatio || 1;
      const view = { left, top, zoom, width, height, ratio };
      painter.paint({ packets, paths, here: useView.getState().tlpId, view, colors });
    });
    const recolor = (): void => {
      colors = null;
      requestFrame();
    };
    const queries = SCHEMES.map((query) => window.matchMedia(query));
    for (const query of queries) query.addEventListener('change', recolor);
    const stops = [
      stopFrames,
      store.subscribe((state, before) => {
        if (state.transform !== before.transform) requestFrame();
      }),
      useView.subscribe(() => requestFrame()),
      useJourney.subscribe(() => requestFrame()),
      // The theme is an attribute that changes after the preference does.
      usePreferences.subscribe(() => requestAnimationFrame(recolor)),
    ];
    const observer = new ResizeObserver(() => requestFrame());
    observer.observe(element);
    requestFrame();
    return () => {
      for (const stop of stops) stop();
      for (const query of queries) query.removeEventListener('change', recolor);
      observer.disconnect();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, element.width, element.height);
    };
  }, [scene, machine, run, store]);

  return (
    <canvas
      ref={canvas}
      aria-hidden="true"
      data-testid="packets"
      className="pointer-events-none absolute inset-0 z-10 size-full"
    />
  );
}

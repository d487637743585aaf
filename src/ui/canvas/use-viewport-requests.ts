import { useReactFlow, useStoreApi } from '@xyflow/react';
import type { OnMove, ReactFlowState } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { actorsNow } from '../../store/software.ts';
import { useStage } from '../../store/stage.ts';
import { useView } from '../../store/view.ts';
import { onViewportRequest, provideSeen } from '../../store/viewport.ts';
import { fitOptions } from './fit.ts';
import type { Rect, Scene } from './scene.ts';

/** How long the viewport takes to move, ms. @source tokens.css --t-calm */
function calm(): { readonly duration: number } {
  const isReduced = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  return { duration: isReduced ? 0 : 240 };
}

/** The boxes that hold some parts; a link stands for its two ends. */
function boxesOf(scene: Scene, ids: readonly string[]): { id: string }[] {
  return ids.flatMap((id) => {
    const box = scene.anchors.get(id)?.boxId;
    return box === undefined ? [] : [{ id: box }];
  });
}

/** Whether a part of the drawing is wholly seen. */
function isInView(
  rect: Rect,
  pane: Pick<ReactFlowState, 'transform' | 'width' | 'height'>,
): boolean {
  const [x, y, zoom] = pane.transform;
  const left = rect.x * zoom + x;
  const top = rect.y * zoom + y;
  return (
    left >= 0 &&
    top >= 0 &&
    left + rect.width * zoom <= pane.width &&
    top + rect.height * zoom <= pane.height
  );
}

/** Moves the viewport as commands ask, and keeps everything in view while the window changes until a person moves it. */
export function useViewportRequests(scene: Scene): OnMove {
  const flow = useReactFlow();
  const store = useStoreApi();
  const latest = useRef(scene);
  const fitted = useRef(true);
  const drawn = useRef('');

  const fit = useCallback(
    (move: { readonly duration?: number } = {}) => {
      const question = {
        hasHulls: useView.getState().hulls || actorsNow().length > 0,
        isProjected: useStage.getState().stage === 'present',
        hasControl: useStage.getState().stage === 'app',
        isTouch: window.matchMedia('(pointer: coarse)').matches,
      };
      void flow.fitView({ ...fitOptions(latest.current, store.getState(), question), ...move });
    },
    [flow, store],
  );

  // Boxes that come or go keep a fitted view fitted; a drag does not move it.
  useEffect(() => {
    const shape = scene.boxes.map(({ part }) => part.id).join(' ');
    latest.current = scene;
    if (shape === drawn.current) return;
    drawn.current = shape;
    if (fitted.current) requestAnimationFrame(() => fit());
  }, [scene, fit]);
  useEffect(
    () =>
      useView.subscribe((state, before) => {
        if (fitted.current && state.hulls !== before.hulls) fit(calm());
      }),
    [fit],
  );

  useEffect(() => {
    let { width, height } = store.getState();
    return store.subscribe((state) => {
      if (state.width === width && state.height === height) return;
      ({ width, height } = state);
      if (fitted.current) requestAnimationFrame(() => fit());
    });
  }, [fit, store]);

  useEffect(
    () =>
      onViewportRequest((request) => {
        fitted.current = request.kind === 'fit';
        switch (request.kind) {
          case 'fit':
            fit(calm());
            break;
          case 'fitSelection': {
            const nodes = boxesOf(latest.current, useView.getState().selection);
            void flow.fitView({ nodes, padding: 0.3, maxZoom: 1.2, ...calm() });
            break;
          }
          case 'zoom':
            void flow.zoomTo(flow.getZoom() * request.factor, calm());
            break;
          case 'reveal': {
            const rect = latest.current.anchors.get(request.id)?.rect;
            if (rect && !isInView(rect, store.getState())) {
              const center = [rect.x + rect.width / 2, rect.y + rect.height / 2] as const;
              void flow.setCenter(...center, { zoom: Math.max(flow.getZoom(), 0.8), ...calm() });
            }
            break;
          }
          case 'centre': {
            const rect = latest.current.anchors.get(request.id)?.rect;
            if (rect) {
              const center = [rect.x + rect.width / 2, rect.y + rect.height / 2] as const;
              void flow.setCenter(...center, { zoom: Math.max(flow.getZoom(), 1), ...calm() });
            }
            break;
          }
          case 'show':
            void flow.fitBounds(request.rect, { padding: 0, ...calm() });
            break;
          case 'focus':
            document.querySelector<HTMLElement>('.canvas [data-part][tabindex="0"]')?.focus();
            break;
        }
      }),
    [fit, flow, store],
  );

  useEffect(
    () =>
      provideSeen(() => {
        if (fitted.current) return null;
        const { transform, width, height } = store.getState();
        const [x, y, zoom] = transform;
        return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
      }),
    [store],
  );

  // Only a person's own move comes with an event.
  return useCallback((event) => {
    if (event !== null) fitted.current = false;
  }, []);
}

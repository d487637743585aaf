import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { useView } from '../../store/view.ts';
import { onViewportRequest } from '../../store/viewport.ts';

/** Moves the viewport as commands ask. */
export function useViewportRequests(): void {
  const flow = useReactFlow();
  useEffect(
    () =>
      onViewportRequest((request) => {
        switch (request.kind) {
          case 'fit':
            void flow.fitView({ padding: 0.06, maxZoom: 1.1 });
            break;
          case 'fitSelection': {
            const nodes = boxesOfParts(useView.getState().selection).map((id) => ({ id }));
            void flow.fitView({ nodes, padding: 0.3, maxZoom: 1.2 });
            break;
          }
          case 'zoom':
            void flow.zoomTo(flow.getZoom() * request.factor);
            break;
          case 'reveal':
            void flow.fitView({
              nodes: boxesOfParts([request.id]).map((id) => ({ id })),
              padding: 0.4,
              maxZoom: flow.getZoom(),
            });
            break;
          case 'focus':
            document.querySelector<HTMLElement>('.canvas [data-part][tabindex="0"]')?.focus();
            break;
        }
      }),
    [flow],
  );
}

/** The React Flow nodes that hold some parts. */
function boxesOfParts(ids: readonly string[]): string[] {
  return ids.flatMap((id) => {
    const part = document.querySelector(`[data-part="${CSS.escape(id)}"]`);
    const box = part?.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
    return box === undefined ? [] : [box];
  });
}

import { useReactFlow } from '@xyflow/react';
import type { DragEvent } from 'react';
import { useCallback } from 'react';
import { DEVICE_KINDS } from '../../core/scenario/device-kinds.ts';
import { withNewDevice } from '../../store/later.ts';
import { DEVICE_DRAG_TYPE } from '../device-drag.ts';

const GRID = 8;
const snap = (value: number): number => Math.round(value / GRID) * GRID;

/** Takes a device dragged from the device list: onto a part it is plugged in there, elsewhere it stands free. */
export function useDrop() {
  const { screenToFlowPosition } = useReactFlow();
  const onDragOver = useCallback((event: DragEvent) => {
    if (!event.dataTransfer.types.includes(DEVICE_DRAG_TYPE)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  }, []);
  const onDrop = useCallback(
    (event: DragEvent) => {
      const dragged = event.dataTransfer.getData(DEVICE_DRAG_TYPE);
      const kind = DEVICE_KINDS.find((one) => one === dragged);
      if (kind === undefined) return;
      event.preventDefault();
      const part =
        event.target instanceof Element ? event.target.closest<HTMLElement>('[data-part]') : null;
      const on = part?.dataset['part'];
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const place = on === undefined ? { position: { x: snap(x), y: snap(y) } } : { on };
      void withNewDevice(({ addNewDevice }) => addNewDevice(kind, place));
    },
    [screenToFlowPosition],
  );
  return { onDragOver, onDrop };
}

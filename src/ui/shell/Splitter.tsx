import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { strings } from '../strings/en.ts';

interface SplitterProps {
  /** The dock that it resizes. */
  readonly region: string;
  readonly orientation: 'vertical' | 'horizontal';
  /** 1: dragging right or down makes the dock larger; -1: smaller. */
  readonly direction: 1 | -1;
  readonly sizePx: number;
  readonly minPx: number;
  readonly maxPx: number;
  readonly onResize: (sizePx: number) => void;
  /** Double click: back to what the tokens say. */
  readonly onReset: () => void;
}

const KEY_STEP_PX = 16;

/** The draggable edge of a dock: a separator that arrows move too. */
export function Splitter(props: SplitterProps) {
  const { region, orientation, direction, sizePx, minPx, maxPx, onResize, onReset } = props;
  const drag = useRef<{ readonly at: number; readonly size: number } | null>(null);
  const isVertical = orientation === 'vertical';
  const along = (event: PointerEvent) => (isVertical ? event.clientX : event.clientY);
  const clamp = (size: number) => Math.round(Math.max(minPx, Math.min(maxPx, size)));

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = isVertical
      ? { ArrowRight: 1, ArrowLeft: -1 }
      : { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onResize(clamp(sizePx + step * direction * KEY_STEP_PX));
  };

  return (
    <div
      role="separator"
      aria-label={strings.shell.resize(region)}
      aria-orientation={orientation}
      aria-valuenow={sizePx}
      aria-valuemin={minPx}
      aria-valuemax={maxPx}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={onReset}
      onPointerDown={(event) => {
        drag.current = { at: along(event), size: sizePx };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const start = drag.current;
        if (start) onResize(clamp(start.size + (along(event) - start.at) * direction));
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      className={`absolute z-10 touch-none -outline-offset-2 hover:bg-line-strong ${
        isVertical ? 'inset-y-0 w-1.5 cursor-col-resize' : 'inset-x-0 h-1.5 cursor-row-resize'
      } ${edge(isVertical, direction)}`}
    />
  );
}

/** The side of the dock that the separator lies on, centred over the dividing line. */
function edge(isVertical: boolean, direction: 1 | -1): string {
  if (isVertical) return direction === 1 ? '-right-1' : '-left-1';
  return direction === 1 ? '-bottom-1' : '-top-1';
}

import { Handle, Position } from '@xyflow/react';
import type { FunctionComponent } from '../../core/scenario/schema.ts';
import { strings } from '../strings/canvas.ts';
import { AcsChips } from './AcsChips.tsx';
import { Part } from './Part.tsx';
import { usePath } from './path-state.ts';
import { PORT } from './sizes.ts';

interface Props {
  readonly port: FunctionComponent;
  readonly bdf: string;
  /** Upper left corner inside the node, px. */
  readonly left: number;
  readonly top: number;
  readonly isEmpty: boolean;
}

const NONE: readonly string[] = [];

/** A root port or downstream port: name, BDF and its ACS register; below it the slot when nothing is in it. */
export function PortCell({ port, bdf, left, top, isEmpty }: Props) {
  const decided = usePath((state) => state.marks.get(port.id)?.decided ?? NONE);
  const center = left + PORT.width / 2;
  return (
    <>
      <Part
        id={port.id}
        name={strings.portName(port.name, port.kind, bdf, port.acs)}
        className="canvas-port rounded-card bg-raised"
        style={{ left, top, width: PORT.width, height: PORT.height }}
      >
        <span className="canvas-cell absolute top-0.75 left-2 flex items-baseline gap-x-2 whitespace-nowrap">
          <span className="canvas-name">{port.name}</span>
          <code className="canvas-bdf text-ink-2">{bdf}</code>
        </span>
        {port.acs ? (
          <AcsChips acs={port.acs} decided={decided} />
        ) : (
          <span className="canvas-chips absolute top-7 left-2 text-ink-3">{strings.noAcs}</span>
        )}
      </Part>
      {isEmpty && (
        <span
          className="canvas-slot pointer-events-none absolute flex -translate-x-1/2 flex-col items-center text-ink-3"
          style={{ left: center, top: top + PORT.height }}
        >
          <svg width={2} height={32} aria-hidden="true" className="stroke-link">
            <path d="M1 8V32" strokeWidth={2} strokeDasharray="3 4" />
          </svg>
          <span className="canvas-fact whitespace-nowrap">{strings.emptySlot}</span>
        </span>
      )}
      <Handle
        type="source"
        id={port.id}
        position={Position.Bottom}
        className={isEmpty ? 'canvas-handle' : 'canvas-handle canvas-handle-used'}
        style={{ left: center, top: top + PORT.height }}
      />
    </>
  );
}

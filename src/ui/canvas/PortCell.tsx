import { Handle, Position } from '@xyflow/react';
import type { FunctionComponent } from '../../core/scenario/schema.ts';
import { strings } from '../strings/canvas.ts';
import { AcsChips } from './AcsChips.tsx';
import { Part } from './Part.tsx';
import { PORT } from './sizes.ts';

interface Props {
  readonly port: FunctionComponent;
  readonly bdf: string;
  /** Upper left corner inside the node, px. */
  readonly left: number;
  readonly top: number;
  readonly isEmpty: boolean;
}

/** A root port or downstream port: name, BDF and its ACS register. */
export function PortCell({ port, bdf, left, top, isEmpty }: Props) {
  return (
    <>
      <Part
        id={port.id}
        name={strings.portName(port.name, port.kind, bdf, port.acs)}
        className="rounded-card bg-raised"
        style={{ left, top, width: PORT.width, height: PORT.height }}
      >
        <span className="absolute top-1 left-2 flex items-baseline gap-2 whitespace-nowrap">
          <span className="text-m font-strong">{port.name}</span>
          <code className="text-ink-2">{bdf}</code>
        </span>
        {port.acs ? (
          <AcsChips acs={port.acs} />
        ) : (
          <span className="absolute top-7 left-2 text-ink-3">{strings.noAcs}</span>
        )}
      </Part>
      <Handle
        type="source"
        id={port.id}
        position={Position.Bottom}
        className={isEmpty ? 'canvas-handle' : 'canvas-handle canvas-handle-used'}
        style={{ left: left + PORT.width / 2, top: top + PORT.height }}
      />
    </>
  );
}

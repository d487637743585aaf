import { Handle, Position } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { DeviceCard } from './DeviceCard.tsx';
import { bdfText } from './facts.ts';
import type { DeviceFlowNode } from './nodes.ts';
import { CARD } from './sizes.ts';

/** What is plugged into one slot: a card for each function, function 0 on top. */
export function DeviceNode({ data }: NodeProps<DeviceFlowNode>) {
  const { part, machine } = data;
  return (
    <div className="relative size-full">
      {part.functions.map((fn, i) => (
        <DeviceCard
          key={fn.id}
          fn={fn}
          bdf={bdfText(machine, fn.id)}
          left={0}
          top={i * (CARD.height + CARD.gap)}
          machine={machine}
        />
      ))}
      <Handle
        type="target"
        id="in"
        position={Position.Top}
        className="canvas-handle canvas-handle-used"
        style={{ left: CARD.width / 2, top: 0 }}
      />
    </div>
  );
}

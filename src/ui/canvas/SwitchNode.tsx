import { Handle, Position } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { Network } from 'lucide-react';
import { strings } from '../strings/canvas.ts';
import { Part } from './Part.tsx';
import { PortCell } from './PortCell.tsx';
import { bdfText, switchName } from './facts.ts';
import type { SwitchFlowNode } from './nodes.ts';
import { PORT, SWITCH, USP } from './sizes.ts';

/** A switch: upstream port on top, its internal bus, downstream ports on the lower edge. */
export function SwitchNode({ data }: NodeProps<SwitchFlowNode>) {
  const { part, rect, centers, machine, foldedPorts } = data;
  const { upstream, ports } = part;
  const bdf = bdfText(machine, upstream.id);
  const index = machine?.functionById.get(upstream.id);
  const bus = index === undefined ? undefined : machine?.functions[index]?.bridge?.secondary;
  const centerOf = (id: string): number => centers.get(id) ?? rect.width / 2;
  const cellTop = SWITCH.height + PORT.below - PORT.height;
  const middle = rect.width / 2;
  const ends = ports.map(({ port }) => centerOf(port.id));
  const from = Math.min(middle, ...ends);
  const to = Math.max(middle, ...ends);
  return (
    <div className="relative size-full">
      <div className="canvas-container absolute inset-0 rounded-surface border border-line-strong bg-panel">
        <span className="absolute top-1.5 left-3 flex items-center gap-2">
          <Network size={16} strokeWidth={1.75} aria-hidden className="text-ink-2" />
          <span className="canvas-name">{switchName(upstream)}</span>
        </span>
        {foldedPorts > 0 && (
          <span className="canvas-more absolute top-2 right-3 text-ink-3">
            {strings.morePorts(foldedPorts)}
          </span>
        )}
        {bus !== undefined && foldedPorts === 0 && (
          <span className="canvas-fact absolute top-2 right-3 text-ink-3">{strings.bus(bus)}</span>
        )}
        <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full">
          <path
            d={[
              `M${middle} ${USP.height / 2}V${SWITCH.bus}`,
              `M${from} ${SWITCH.bus}H${to}`,
              ...ends.map((x) => `M${x} ${SWITCH.bus}V${cellTop}`),
            ].join('')}
            className="fill-none stroke-link"
            strokeWidth={2}
          />
        </svg>
      </div>
      <Part
        id={upstream.id}
        name={strings.uspName(upstream.name, bdf)}
        className="canvas-usp rounded-card bg-raised"
        style={{
          left: middle - USP.width / 2,
          top: -USP.height / 2,
          width: USP.width,
          height: USP.height,
        }}
      >
        <span className="absolute inset-y-0 left-3 flex items-center gap-2 whitespace-nowrap">
          <span className="canvas-name">{strings.usp}</span>
          <code className="canvas-bdf text-ink-2">{bdf}</code>
        </span>
      </Part>
      <Handle
        type="target"
        id="in"
        position={Position.Top}
        className="canvas-handle canvas-handle-used"
        style={{ left: middle, top: -USP.height / 2 }}
      />
      {ports.map(({ port, link }) => (
        <PortCell
          key={port.id}
          port={port}
          bdf={bdfText(machine, port.id)}
          left={centerOf(port.id) - PORT.width / 2}
          top={cellTop}
          isEmpty={link === null}
        />
      ))}
    </div>
  );
}

import { Cpu, Layers, MemoryStick } from 'lucide-react';
import type { NodeProps } from '@xyflow/react';
import { formatSize } from '../../core/base/units.ts';
import { hexGrouped } from '../../core/base/address.ts';
import { strings } from '../strings/canvas.ts';
import { DeviceCard } from './DeviceCard.tsx';
import { Part } from './Part.tsx';
import { PortCell } from './PortCell.tsx';
import { bdfText } from './facts.ts';
import type { HostFlowNode } from './nodes.ts';
import { CARD, HOST, INNER, PORT, TBU } from './sizes.ts';

/** A host bridge: the coherent interconnect, memory, the SMMU, and the root ports on its lower edge. */
export function HostNode({ data }: NodeProps<HostFlowNode>) {
  const { part, rect, centers, machine } = data;
  const { host, iommu } = part;
  const centerOf = (id: string): number => centers.get(id) ?? rect.width / 2;
  const bus = machine?.hostBridges.find(({ id }) => id === host.id);
  const address = bus
    ? `${bus.segment.toString(16).padStart(4, '0')}:${bus.rootBus.toString(16).padStart(2, '0')}`
    : '';
  const cellTop = HOST.height + PORT.below - PORT.height;
  const tbuY = TBU.top + TBU.height / 2;
  const tcuX = iommu ? centerOf(iommu.id) : 0;
  const tcuTop = INNER.top + 18;
  return (
    <div className="relative size-full">
      <Part
        id={host.id}
        name={strings.hostName(host.name, address)}
        className="rounded-surface bg-panel"
        style={{ inset: 0 }}
      >
        <span className="absolute top-3 left-3 flex items-center gap-2 whitespace-nowrap">
          <Cpu size={16} strokeWidth={1.75} aria-hidden className="text-ink-2" />
          <span className="max-w-26 truncate text-m font-strong">{host.name}</span>
          {host.numaNode !== undefined && (
            <span className="text-ink-2">{strings.numa(host.numaNode)}</span>
          )}
        </span>
        <span
          className="absolute flex items-center justify-center gap-4 overflow-hidden rounded-control bg-sunken whitespace-nowrap"
          style={{
            left: HOST.titleWidth,
            right: HOST.pad,
            top: HOST.barTop,
            height: HOST.barHeight,
          }}
        >
          <span className="text-m font-strong">{strings.hostBridge(address)}</span>
          {rect.width > 760 && <span className="text-ink-2">{strings.interconnect}</span>}
        </span>
        <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full">
          {part.memories.map(({ id }) => (
            <path
              key={id}
              d={`M${centerOf(id)} ${HOST.barTop + HOST.barHeight}V${INNER.top}`}
              className="fill-none stroke-link"
              strokeWidth={2}
            />
          ))}
          {part.ports.map(({ port }) => (
            <path
              key={port.id}
              d={`M${centerOf(port.id) + (iommu ? TBU.shift : 0)} ${HOST.barTop + HOST.barHeight}V${cellTop}`}
              className="fill-none stroke-link"
              strokeWidth={2}
            />
          ))}
          {iommu &&
            part.ports.map(({ port }) => (
              <path
                key={port.id}
                d={`M${centerOf(port.id) + TBU.shift} ${tbuY}H${tcuX}V${tcuTop}`}
                className="fill-none stroke-link"
                strokeWidth={1}
                strokeDasharray="1.5 3"
              />
            ))}
        </svg>
        {iommu &&
          part.ports.map(({ port }, i) => (
            <span
              key={port.id}
              className="absolute flex items-center rounded-control border border-line-strong bg-raised px-2 font-strong"
              style={{
                left: centerOf(port.id) + TBU.shift - TBU.width / 2,
                top: TBU.top,
                width: TBU.width,
                height: TBU.height,
              }}
            >
              TBU{i}
            </span>
          ))}
      </Part>
      {part.memories.map((memory) => (
        <Part
          key={memory.id}
          id={memory.id}
          name={strings.memoryName(memory.name, formatSize(memory.sizeBytes))}
          className="rounded-card bg-raised"
          style={{
            left: centerOf(memory.id) - INNER.width / 2,
            top: INNER.top,
            width: INNER.width,
            height: INNER.height,
          }}
        >
          <MemoryStick
            size={16}
            strokeWidth={1.75}
            aria-hidden
            className="absolute top-3.5 left-2.5 text-ink-2"
          />
          <span className="absolute top-1 right-1 left-8.5 truncate text-m font-strong">
            {memory.name} {formatSize(memory.sizeBytes)}
          </span>
          <code className="absolute bottom-1 left-8.5 text-ink-2">
            {hexGrouped(BigInt(memory.address))}
          </code>
        </Part>
      ))}
      {iommu && (
        <Part
          id={iommu.id}
          name={strings.iommuName(iommu.name)}
          className="rounded-card bg-raised"
          style={{
            left: centerOf(iommu.id) - INNER.width / 2,
            top: tcuTop,
            width: INNER.width,
            height: INNER.height,
          }}
        >
          <Layers
            size={16}
            strokeWidth={1.75}
            aria-hidden
            className="absolute top-3.5 left-2.5 text-ink-2"
          />
          <span className="absolute top-1 right-1 left-8.5 truncate text-m font-strong">
            {strings.tcu(iommu.name)}
          </span>
          <span className="absolute bottom-1 left-8.5 text-ink-2">{iommu.model}</span>
        </Part>
      )}
      {part.functions.map((fn) => (
        <DeviceCard
          key={fn.id}
          fn={fn}
          bdf={bdfText(machine, fn.id)}
          left={centerOf(fn.id) - CARD.width / 2}
          top={INNER.top}
        />
      ))}
      {part.ports.map(({ port, link }) => (
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

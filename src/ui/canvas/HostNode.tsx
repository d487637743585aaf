import { Cpu, Layers, MemoryStick } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { NodeProps } from '@xyflow/react';
import { hexGrouped } from '../../core/base/address.ts';
import { formatSize } from '../../core/base/units.ts';
import { strings } from '../strings/canvas.ts';
import { iommuStrings } from '../strings/iommu.ts';
import { DeviceCard } from './DeviceCard.tsx';
import { HostWiring } from './HostWiring.tsx';
import { Part } from './Part.tsx';
import { PortCell } from './PortCell.tsx';
import { bdfText, hostAddress } from './facts.ts';
import { usePath } from './path-state.ts';
import { nameStretch } from './host-name.ts';
import type { HostFlowNode } from './nodes.ts';
import { TCU_TOP } from './scene.ts';
import { CARD, HOST, INNER, PORT, TBU } from './sizes.ts';

/** A host bridge: the coherent interconnect, memory, the SMMU, and the root ports on its lower edge. */
export function HostNode({ data }: NodeProps<HostFlowNode>) {
  const { part, rect, centers, machine, foldedPorts } = data;
  const { host, iommu } = part;
  const centerOf = (id: string): number => centers.get(id) ?? rect.width / 2;
  const address = hostAddress(machine, host.id);
  return (
    <div className="relative size-full">
      <Part
        id={host.id}
        name={strings.hostName(host.name, address)}
        className="canvas-container rounded-surface bg-panel"
        style={{ inset: 0 }}
      >
        <span className="absolute top-2.5 left-3 flex items-center gap-2 whitespace-nowrap">
          <Cpu size={16} strokeWidth={1.75} aria-hidden className="text-ink-2" />
          <span className="canvas-name max-w-26 truncate">{host.name}</span>
          <span className="canvas-fact text-ink-2">
            {nameStretch(data) === null
              ? address
              : host.numaNode !== undefined && strings.numa(host.numaNode)}
          </span>
        </span>
        <span
          className="absolute -mt-px rounded-control border border-line bg-sunken"
          style={{
            left: HOST.titleWidth - 1,
            right: HOST.pad - 1,
            top: HOST.barTop,
            height: HOST.barHeight,
          }}
        />
        {foldedPorts > 0 && (
          <span className="canvas-more absolute right-3 bottom-0.5 text-ink-3">
            {strings.morePorts(foldedPorts)}
          </span>
        )}
      </Part>
      <HostWiring part={part} width={rect.width} centerOf={centerOf} />
      {iommu &&
        part.ports.map(({ port }, i) => (
          <TbuCell key={port.id} portId={port.id} center={centerOf(port.id)} name={`TBU${i}`} />
        ))}
      {part.memories.map((memory) => (
        <InnerCard
          key={memory.id}
          id={memory.id}
          label={strings.memoryName(memory.name, formatSize(memory.sizeBytes))}
          icon={MemoryStick}
          center={centerOf(memory.id)}
          top={INNER.top}
          name={memory.name}
          aside={formatSize(memory.sizeBytes)}
          fact={hexGrouped(BigInt(memory.address))}
        />
      ))}
      {iommu && part.showsTcu && (
        <InnerCard
          id={iommu.id}
          label={strings.iommuName(iommu.name)}
          icon={Layers}
          center={centerOf(iommu.id)}
          top={TCU_TOP}
          name={strings.tcu(iommu.name)}
          fact={iommuStrings.kinds[iommu.model]}
        />
      )}
      {part.functions.map((fn) => (
        <DeviceCard
          key={fn.id}
          fn={fn}
          bdf={bdfText(machine, fn.id)}
          left={centerOf(fn.id) - CARD.width / 2}
          top={INNER.top}
          machine={machine}
        />
      ))}
      {part.ports.map(({ port, link }) => (
        <PortCell
          key={port.id}
          port={port}
          bdf={bdfText(machine, port.id)}
          left={centerOf(port.id) - PORT.width / 2}
          top={HOST.height + PORT.below - PORT.height}
          isEmpty={link === null}
        />
      ))}
    </div>
  );
}

interface TbuProps {
  readonly portId: string;
  /** Centre of its root port, px. */
  readonly center: number;
  readonly name: string;
}

/** The TBU in front of a root port; part of the SMMU, which is selected at its TCU. */
function TbuCell({ portId, center, name }: TbuProps) {
  const mark = usePath((state) => state.marks.get(`tbu:${portId}`));
  return (
    <span
      data-path={mark ? (mark.isHere ? 'here' : mark.isStopped ? 'stopped' : 'on') : undefined}
      className="canvas-part canvas-tbu pointer-events-none absolute flex items-center rounded-card bg-raised px-2.5"
      style={{ left: center + TBU.shift - TBU.width / 2, ...TBU_BOX }}
    >
      <span className="canvas-name">{name}</span>
    </span>
  );
}

const TBU_BOX = { top: TBU.top, width: TBU.width, height: TBU.height } as const;

interface InnerProps {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly center: number;
  readonly top: number;
  readonly name: string;
  readonly aside?: string;
  readonly fact: string;
}

/** A memory or the SMMU's TCU. */
function InnerCard({ id, label, icon: Icon, center, top, name, aside, fact }: InnerProps) {
  return (
    <Part
      id={id}
      name={label}
      className="rounded-card bg-raised"
      style={{ left: center - INNER.width / 2, top, width: INNER.width, height: INNER.height }}
    >
      <Icon
        size={16}
        strokeWidth={1.75}
        aria-hidden
        className="absolute top-3.5 left-2.5 text-ink-2"
      />
      <span className="absolute top-0.5 right-2 left-8.5 flex items-baseline gap-1.5 whitespace-nowrap">
        <span className="canvas-name truncate">{name}</span>
        {aside !== undefined && <span className="canvas-fact text-ink-2">{aside}</span>}
      </span>
      <code className="canvas-fact absolute bottom-0.5 left-8.5 text-ink-2">{fact}</code>
    </Part>
  );
}

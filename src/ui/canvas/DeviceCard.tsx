import { CircuitBoard, EthernetPort, Gpu, HardDrive, Waypoints } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { FunctionComponent } from '../../core/scenario/schema.ts';
import { strings } from '../strings/canvas.ts';
import { Part } from './Part.tsx';
import { cardFact, iconOf } from './facts.ts';
import type { DeviceIcon } from './facts.ts';
import { CARD } from './sizes.ts';

interface Props {
  readonly fn: FunctionComponent;
  readonly bdf: string;
  readonly left: number;
  readonly top: number;
}

const ICONS: Readonly<Record<DeviceIcon, LucideIcon>> = {
  gpu: Gpu,
  nic: EthernetPort,
  drive: HardDrive,
  bridge: Waypoints,
  device: CircuitBoard,
};

/** An endpoint function: icon, name, BDF and one fact. */
export function DeviceCard({ fn, bdf, left, top }: Props) {
  const Icon = ICONS[iconOf(fn)];
  const fact = cardFact(fn);
  return (
    <Part
      id={fn.id}
      name={strings.deviceName(fn.name, fn.kind, bdf, fn.tdisp?.state)}
      className="rounded-card bg-raised"
      style={{ left, top, width: CARD.width, height: CARD.height }}
    >
      <Icon
        size={16}
        strokeWidth={1.75}
        aria-hidden
        className="absolute top-2.5 left-2.5 text-ink-2"
      />
      <span className="absolute top-2 right-6 left-8.5 truncate text-m font-strong">{fn.name}</span>
      <span className="absolute right-2.5 bottom-1.5 left-8.5 flex items-baseline justify-between gap-1 whitespace-nowrap">
        <code>{bdf}</code>
        <span className="text-ink-2">{fact}</span>
      </span>
    </Part>
  );
}

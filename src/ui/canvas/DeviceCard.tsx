import {
  CircuitBoard,
  EthernetPort,
  Gpu,
  HardDrive,
  Lock,
  LockOpen,
  Waypoints,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Machine } from '../../core/machine/types.ts';
import type { FunctionComponent } from '../../core/scenario/schema.ts';
import { strings } from '../strings/canvas.ts';
import { Part } from './Part.tsx';
import { cardFact, iconOf, parentName } from './facts.ts';
import type { DeviceIcon } from './facts.ts';
import { CARD } from './sizes.ts';

interface Props {
  readonly fn: FunctionComponent;
  readonly bdf: string;
  readonly left: number;
  readonly top: number;
  readonly machine: Machine | null;
}

/** The icon that a device is drawn with, on cards and in pictures. */
export const DEVICE_ICONS: Readonly<Record<DeviceIcon, LucideIcon>> = {
  gpu: Gpu,
  nic: EthernetPort,
  drive: HardDrive,
  bridge: Waypoints,
  device: CircuitBoard,
};

/** An endpoint function: icon, name, BDF and one fact; a TDI also shows its lock. */
export function DeviceCard({ fn, bdf, left, top, machine }: Props) {
  const Icon = DEVICE_ICONS[iconOf(fn)];
  const { tdisp } = fn;
  const TdiIcon = tdisp?.state === 'RUN' || tdisp?.state === 'CONFIG_LOCKED' ? Lock : LockOpen;
  return (
    <Part
      id={fn.id}
      name={strings.deviceName({
        name: fn.name,
        kind: fn.kind,
        bdf,
        under: parentName(machine, fn.id),
        tdi: tdisp?.state,
        decodes: fn.memoryDecode,
      })}
      className="rounded-card bg-raised"
      style={{ left, top, width: CARD.width, height: CARD.height }}
    >
      <Icon
        size={16}
        strokeWidth={1.75}
        aria-hidden
        className="canvas-icon absolute top-2.5 left-2.25 text-ink-2"
      />
      <span className="absolute inset-y-0 right-2.5 left-8.25 flex flex-col justify-center gap-0.5 whitespace-nowrap">
        <span className="canvas-title flex items-center gap-1.5 pr-5">
          <span className="canvas-name truncate">{fn.name}</span>
          {tdisp && (
            <TdiIcon size={14} strokeWidth={1.75} aria-hidden className="flex-none text-ink-2" />
          )}
        </span>
        <span className="canvas-second flex items-baseline justify-between gap-1">
          <code className="canvas-bdf text-ink-2">{bdf}</code>
          {fn.memoryDecode ? (
            <span className="canvas-fact text-ink-3">{cardFact(fn)}</span>
          ) : (
            <span className="canvas-fact font-strong text-detour">{strings.decodeOff}</span>
          )}
        </span>
      </span>
    </Part>
  );
}

import {
  Box,
  CircuitBoard,
  Cpu,
  EthernetPort,
  GitFork,
  Gpu,
  HardDrive,
  Layers,
  MemoryStick,
  Minus,
  Network,
  StickyNote,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Component } from '../../core/scenario/schema.ts';

const BY_KIND: Readonly<Partial<Record<Component['kind'], LucideIcon>>> = {
  'host-bridge': Cpu,
  'root-port': GitFork,
  'switch-upstream': Network,
  'switch-downstream': Minus,
  'pcie-to-pci-bridge': CircuitBoard,
  'pci-to-pcie-bridge': CircuitBoard,
  'conventional-bridge': CircuitBoard,
  memory: MemoryStick,
  iommu: Layers,
  note: StickyNote,
};

/** Devices by the first two digits of their class code. */
const BY_CLASS: Readonly<Record<string, LucideIcon>> = {
  '01': HardDrive,
  '02': EthernetPort,
  '03': Gpu,
  '12': Gpu,
  '05': MemoryStick,
  '0b': Cpu,
};

interface DeviceIconProps {
  readonly kind: Component['kind'] | null;
  readonly classCode?: string | null | undefined;
  readonly size?: number;
}

/** The icon of a kind of component. */
export function DeviceIcon({ kind, classCode, size = 15 }: DeviceIconProps) {
  const byClass = BY_CLASS[classCode?.slice(0, 2) ?? ''];
  const Icon = (kind === null ? undefined : BY_KIND[kind]) ?? byClass ?? Box;
  return <Icon size={size} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />;
}

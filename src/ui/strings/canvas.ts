import { ACS_BIT, ACS_BIT_NAMES } from '../../core/scenario/acs.ts';
import type { Acs, FunctionKind } from '../../core/scenario/schema.ts';
import { panelStrings } from './panels.ts';

const kindOf = (kind: FunctionKind): string => panelStrings.inspect.kinds[kind];

const bitsOn = (acs: Acs): string =>
  ACS_BIT_NAMES.filter((name) => ((acs.control ?? 0) & acs.capability & ACS_BIT[name]) !== 0).join(
    ' ',
  );

/** What the canvas says, to eyes and to screen readers. Coordinates are never spoken. */
export const strings = {
  label: 'Machine',
  hint: 'Arrow keys move between devices, Enter inspects, Space plays.',
  usp: 'USP',
  noAcs: 'no ACS capability',
  emptySlot: 'empty slot',
  interconnect: 'coherent interconnect, PA decode',
  numa: (node: number) => `NUMA node ${node}`,
  bus: (bus: number) => `bus ${bus.toString(16).padStart(2, '0')}`,
  hostBridge: (address: string) => `Host bridge ${address}`,
  tcu: (name: string) => `${name} TCU`,
  hostName: (name: string, address: string) => `${name}, host bridge ${address}`,
  memoryName: (name: string, size: string) => `${name}, memory, ${size}`,
  iommuName: (name: string) => `${name}, SMMU`,
  uspName: (name: string, bdf: string) => `${name}, ${kindOf('switch-upstream')} ${bdf}`,
  portName: (name: string, kind: FunctionKind, bdf: string, acs: Acs | null) =>
    `${name}, ${kindOf(kind)} ${bdf}, ${acs === null ? 'no ACS' : `ACS on: ${bitsOn(acs) || 'none'}`}`,
  deviceName: (device: {
    readonly name: string;
    readonly kind: FunctionKind;
    readonly bdf: string;
    readonly under: string | null;
    readonly tdi: string | undefined;
  }) =>
    [
      device.name,
      `${kindOf(device.kind)} ${device.bdf}`.trim(),
      device.under === null ? '' : `under ${device.under}`,
      device.tdi === undefined ? '' : `TDI ${device.tdi}`,
    ]
      .filter((part) => part !== '')
      .join(', '),
  smmuModel: 'SMMUv3, stage 2',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit',
};

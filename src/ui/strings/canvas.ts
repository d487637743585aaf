import { ACS_BIT, ACS_BIT_NAMES } from '../../core/scenario/acs.ts';
import type { Acs, FunctionKind } from '../../core/scenario/schema.ts';
import { functionKindStrings } from './function-kinds.ts';

const kindOf = (kind: FunctionKind): string => functionKindStrings[kind];

/** The ACS bits in force, by their short names. */
export const acsBitsOn = (acs: Acs): string =>
  ACS_BIT_NAMES.filter((name) => ((acs.control ?? 0) & acs.capability & ACS_BIT[name]) !== 0).join(
    ' ',
  );

/** What the canvas says, to eyes and to screen readers. Coordinates are never spoken. */
export const strings = {
  label: 'Machine',
  hint: 'Arrow keys move between devices, Enter inspects, Space plays.',
  minimap: 'Overview map',
  moving: 'Arrows move it, with Shift farther. Enter keeps it, Escape puts it back.',
  usp: 'USP',
  noAcs: 'no ACS capability',
  emptySlot: 'empty slot',
  interconnect: 'coherent interconnect, PA decode',
  numa: (node: number) => `NUMA node ${node}`,
  morePorts: (count: number) => (count === 1 ? '1 more port' : `${count} more ports`),
  wholeMachine: 'Show the whole machine',
  onlyPath: 'Show the path alone',
  bus: (bus: number) => `bus ${bus.toString(16).padStart(2, '0')}`,
  hostBridge: (address: string) => `Host bridge ${address}`,
  tcu: (name: string) => `${name} TCU`,
  hostName: (name: string, address: string) => `${name}, host bridge ${address}`,
  memoryName: (name: string, size: string) => `${name}, memory, ${size}`,
  iommuName: (name: string) => `${name}, SMMU`,
  uspName: (name: string, bdf: string) => `${name}, ${kindOf('switch-upstream')} ${bdf}`,
  portName: (name: string, kind: FunctionKind, bdf: string, acs: Acs | null) =>
    `${name}, ${kindOf(kind)} ${bdf}, ${acs === null ? 'no ACS' : `ACS on: ${acsBitsOn(acs) || 'none'}`}`,
  /** Memory Space Enable is clear: the BARs are not decoded. */
  decodeOff: 'MSE 0',
  deviceName: (device: {
    readonly name: string;
    readonly kind: FunctionKind;
    readonly bdf: string;
    readonly under: string | null;
    readonly tdi: string | undefined;
    readonly decodes: boolean;
  }) =>
    [
      device.name,
      `${kindOf(device.kind)} ${device.bdf}`.trim(),
      device.under === null ? '' : `under ${device.under}`,
      device.tdi === undefined ? '' : `TDI ${device.tdi}`,
      device.decodes ? '' : 'memory decode off',
    ]
      .filter((part) => part !== '')
      .join(', '),
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit',
  legend: {
    title: 'Legend',
    hint: 'Shape and letter say the kind.',
    close: 'Close the legend',
    tlps: 'TLPs',
    bits: 'Address type and T bit',
    verdicts: 'Verdicts',
    chips: 'ACS chips',
    chipOn: 'On',
    chipOff: 'Off',
    chipNone: 'Not capable',
    chipHere: 'Decided this hop',
    kinds: {
      mwr: ['MWr', 'posted'],
      mrd: ['MRd', 'non-posted'],
      atomic: ['AtomicOp', 'non-posted'],
      cfg: ['Cfg, IO', 'non-posted'],
      cpld: ['CplD', 'completion'],
      cpl: ['Cpl', 'no data'],
      refused: ['Cpl UR, CA', 'fault'],
      msg: ['Msg', 'message'],
      request: ['Translation Request', 'ATS, AT=01'],
      answer: ['Translation Completion', 'ATS'],
      fault: ['Fault', 'ended here'],
      here: ['Selected', 'you are here'],
    },
    marks: {
      at00: ['AT=00', 'untranslated, no ring'],
      at01: ['AT=01', 'request, dotted'],
      at10: ['AT=10', 'translated, double'],
      t1: ['T=1', 'padlock, outline'],
    },
    lines: {
      direct: 'solid',
      redirected: 'dashed',
      looped: 'double',
      translated: 'ticked',
      blocked: 'end bar',
      fault: 'zigzag',
      unmodelled: 'dotted',
    },
  },
  hull: (group: number) => `group ${group}`,
  gaps: 'Groups promise more than the wires keep',
  moreGaps: (n: number) => `${n} more in the matrix`,
  hullOf: (group: number, members: number) => `group ${group}, ${members} functions together`,
  menu: 'Actions',
  refusedBy: (errno: string) => `Linux: ${errno}`,
  refused: {
    occupied: 'This port has a device already. Remove its link first.',
    plugged: 'This device is plugged in already. Remove its link first.',
    notPluggable: 'Only a device or the upstream port of a switch goes into a slot.',
    loop: 'That would make a loop: the port hangs below this device.',
  },
} as const;

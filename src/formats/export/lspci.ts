import { formatBdf } from '../../core/base/bdf.ts';
import type { Machine, MachineBar, MachineFunction, Window } from '../../core/machine/types.ts';
import type { Bar, FunctionComponent, FunctionKind } from '../../core/scenario/schema.ts';

/*
 * A machine as `lspci -vvv -nn -D` would print it: our importer and a reader of lspci accept it. What the format
 * cannot hold is said beside the text.
 */

const TYPES: Readonly<Partial<Record<FunctionKind, string>>> = {
  'root-port': 'Root Port (Slot+)',
  'switch-upstream': 'Upstream Port',
  'switch-downstream': 'Downstream Port (Slot+)',
  endpoint: 'Endpoint',
  'legacy-endpoint': 'Legacy Endpoint',
  'rc-integrated-endpoint': 'Root Complex Integrated Endpoint',
  'rc-event-collector': 'Root Complex Event Collector',
  'pcie-to-pci-bridge': 'PCI-Express to PCI/PCI-X Bridge',
  'pci-to-pcie-bridge': 'PCI/PCI-X to PCI-Express Bridge',
};

const CLASSES: Readonly<Record<string, string>> = {
  '0101': 'IDE interface',
  '0106': 'SATA controller',
  '0108': 'Non-Volatile memory controller',
  '0200': 'Ethernet controller',
  '0207': 'Infiniband controller',
  '0280': 'Network controller',
  '0300': 'VGA compatible controller',
  '0302': '3D controller',
  '0380': 'Display controller',
  '0403': 'Audio device',
  '0580': 'Memory controller',
  '0600': 'Host bridge',
  '0601': 'ISA bridge',
  '0604': 'PCI bridge',
  '0880': 'System peripheral',
  '0c03': 'USB controller',
  '0c05': 'SMBus',
  '1200': 'Processing accelerators',
};

const ACS_FLAGS = [
  'SrcValid',
  'TransBlk',
  'ReqRedir',
  'CmpltRedir',
  'UpstreamFwd',
  'EgressCtrl',
  'DirectTrans',
];

const two = (value: number): string => value.toString(16).padStart(2, '0');
const sign = (isOn: boolean): string => (isOn ? '+' : '-');

/** Bytes as lspci prints them: powers of 1024, exact. */
function sizeText(bytes: bigint): string {
  const units = ['', 'K', 'M', 'G', 'T'];
  let value = bytes;
  let unit = 0;
  while (value % 1024n === 0n && unit < units.length - 1) {
    value /= 1024n;
    unit++;
  }
  return `[size=${value}${units[unit] ?? ''}]`;
}

const sizeOf = ({ base, limit }: Window): bigint => limit - base + 1n;

function headerLine(fn: MachineFunction): string {
  const code = fn.classCode ?? (fn.bridge === null ? null : '0604');
  const name = code === null ? 'Unassigned class' : (CLASSES[code] ?? 'Unassigned class');
  const classText = code === null ? name : `${name} [${code}]`;
  const ids = fn.vendorId === null ? '' : ` [${fn.vendorId}:${fn.deviceId ?? 'ffff'}]`;
  const progIf = fn.bridge === null ? '' : ' (prog-if 00 [Normal decode])';
  const text = fn.name.replaceAll(/[[\]\n:]/g, ' ').trim();
  return `${formatBdf(fn.bdf)} ${classText}: ${text === '' ? 'Device' : text}${ids}${progIf}`;
}

function barLine(bar: MachineBar, stated: Bar | undefined): string {
  const { window } = bar;
  const size = stated?.sizeBytes ?? null;
  const end =
    window === null
      ? size === null
        ? ''
        : ` ${sizeText(BigInt(size))}`
      : ` ${sizeText(sizeOf(window))}`;
  const statedAddress = typeof stated?.address === 'string' ? stated.address.slice(2) : null;
  const address = window === null ? statedAddress : window.base.toString(16);
  if (bar.space === 'io')
    return `Region ${bar.index}: I/O ports at ${address?.padStart(4, '0') ?? '<unassigned>'}${end}`;
  const width = bar.is64 ? '64-bit' : '32-bit';
  const kind = bar.prefetchable ? 'prefetchable' : 'non-prefetchable';
  return `Region ${bar.index}: Memory at ${address?.padStart(8, '0') ?? '<unassigned>'} (${width}, ${kind})${end}`;
}

function windowLine(name: string, window: Window | null, bits: string): string {
  if (window === null) return `\t${name} behind bridge: [disabled] [${bits}]`;
  const { base, limit } = window;
  const digits = bits === '16-bit' ? 4 : bits === '64-bit' ? 16 : 8;
  const pad = (value: bigint): string => value.toString(16).padStart(digits, '0');
  return `\t${name} behind bridge: ${pad(base)}-${pad(limit)} ${sizeText(sizeOf(window))} [${bits}]`;
}

function bridgeLines(fn: MachineFunction): string[] {
  const { bridge } = fn;
  if (bridge === null) return [];
  const { secondary, subordinate } = bridge;
  const last = Math.max(0, subordinate);
  return [
    `\tBus: primary=${two(fn.bdf.bus)}, secondary=${two(secondary)}, subordinate=${two(last)}, sec-latency=0`,
    windowLine('I/O', bridge.io, '16-bit'),
    windowLine('Memory', bridge.memory, '32-bit'),
    windowLine('Prefetchable memory', bridge.prefetchable, '64-bit'),
  ];
}

function speedText(gtps: number): string {
  return `${gtps}GT/s`;
}

function expressLines(
  machine: Machine,
  fn: MachineFunction,
  component: FunctionComponent,
): string[] {
  const type = TYPES[fn.kind];
  if (type === undefined) return [];
  const supported = component.mpsSupported ?? Math.max(fn.mps, 128);
  const lines = [
    `\tCapabilities: [40] Express (v2) ${type}, IntMsgNum 0`,
    `\t\tDevCap:\tMaxPayload ${supported} bytes, PhantFunc 0`,
    '\t\tDevCtl:\tCorrErr- NonFatalErr- FatalErr- UnsupReq-',
    `\t\t\tMaxPayload ${fn.mps} bytes, MaxReadReq ${fn.mrrs} bytes`,
  ];
  const index = fn.linkAbove ?? fn.linkBelow;
  const link = index === null ? undefined : machine.links[index];
  const stated = machine.scenario.links.find(({ id }) => id === link?.id);
  if (link === undefined || stated === undefined || fn.physicalFunction !== null) return lines;
  const max = {
    speed: stated.maxSpeedGtps ?? stated.speedGtps,
    width: stated.maxWidth ?? stated.width,
  };
  lines.push(
    `\t\tLnkCap:\tPort #${fn.portNumber}, Speed ${speedText(max.speed)}, Width x${max.width}, ASPM not supported`,
    `\t\tLnkCtl:\tASPM Disabled; RCB ${fn.rcb} bytes, Disabled- CommClk-`,
    `\t\tLnkSta:\tSpeed ${speedText(link.speedGtps)}, Width x${link.width}`,
  );
  return lines;
}

function acsLines(component: FunctionComponent): string[] {
  const { acs } = component;
  if (acs === null) return [];
  const flags = (word: number): string =>
    ACS_FLAGS.map((name, bit) => `${name}${sign(((word >> bit) & 1) === 1)}`).join(' ');
  return [
    '\tCapabilities: [100 v1] Access Control Services',
    `\t\tACSCap:\t${flags(acs.capability)}`,
    ...(acs.control === null ? [] : [`\t\tACSCtl:\t${flags(acs.control)}`]),
  ];
}

function extendedLines(component: FunctionComponent): string[] {
  const { ats, pasid, sriov } = component;
  const lines: string[] = [];
  if (ats !== undefined) {
    lines.push(
      '\tCapabilities: [140 v1] Address Translation Service (ATS)',
      '\t\tATSCap:\tInvalidate Queue Depth: 00',
      `\t\tATSCtl:\tEnable${sign(ats.enabled)}, Smallest Translation Unit: ${two(ats.stu)}`,
    );
  }
  if (pasid !== undefined) {
    lines.push(
      '\tCapabilities: [150 v1] Process Address Space ID (PASID)',
      `\t\tPASIDCap: Exec- Priv-, Max PASID Width: ${two(pasid.width)}`,
      `\t\tPASIDCtl: Enable${sign(pasid.enabled)} Exec- Priv-`,
    );
  }
  if (sriov !== undefined) {
    lines.push(
      '\tCapabilities: [160 v1] Single Root I/O Virtualization (SR-IOV)',
      `\t\tIOVCtl:\tEnable${sign(sriov.enabled)} Migration- Interrupt- MSE${sign(sriov.enabled)} ARIHierarchy-`,
      `\t\tInitial VFs: ${sriov.totalVfs}, Total VFs: ${sriov.totalVfs}, Number of VFs: ${sriov.numVfs}, Function Dependency Link: 00`,
      `\t\tVF offset: ${sriov.offset}, stride: ${sriov.stride}, Device ID: ${component.deviceId ?? 'ffff'}`,
    );
  }
  return lines;
}

/** VF BARs stand in the SR-IOV capability, two tabs deep; they begin where those of the first VF do. */
function vfBarLines(machine: Machine, fn: MachineFunction, component: FunctionComponent): string[] {
  const first = machine.functions.find(({ physicalFunction }) => physicalFunction === fn.index);
  return (component.sriov?.vfBars ?? []).map((bar) => {
    const { index, space, is64, prefetchable } = bar;
    const window = first?.bars.find((one) => one.index === index)?.window ?? null;
    const own = { index, space, is64, prefetchable, window, nonTee: false };
    return `\t\t${barLine(own, bar)}`;
  });
}

function recordOf(machine: Machine, fn: MachineFunction, component: FunctionComponent): string {
  const isVf = fn.physicalFunction !== null;
  const bars = isVf ? (component.sriov?.vfBars ?? []) : component.bars;
  const { numaNode } = fn;
  const lines = [
    headerLine(fn),
    `\tControl: I/O+ Mem${sign(fn.memoryDecode)} BusMaster${sign(fn.busMaster)} SpecCycle- MemWINV- VGASnoop- ParErr- Stepping- SERR- FastB2B- DisINTx-`,
    '\tStatus: Cap+ 66MHz- UDF- FastB2B- ParErr- DEVSEL=fast >TAbort- <TAbort- <MAbort- >SERR- <PERR- INTx-',
    ...(numaNode === null ? [] : [`\tNUMA node: ${numaNode}`]),
    ...(component.iommuGroup === undefined || isVf
      ? []
      : [`\tIOMMU group: ${component.iommuGroup}`]),
    ...fn.bars.map((bar, i) => `\t${barLine(bar, isVf ? undefined : bars[i])}`),
    ...bridgeLines(fn),
    ...expressLines(machine, fn, component),
    ...(isVf
      ? []
      : [
          ...acsLines(component),
          ...extendedLines(component),
          ...vfBarLines(machine, fn, component),
        ]),
    ...(component.driver === undefined ? [] : [`\tKernel driver in use: ${component.driver}`]),
  ];
  return lines.join('\n');
}

/** A text, and what of the document it cannot hold, one sentence each. */
export interface Exported {
  readonly text: string;
  readonly lost: readonly string[];
}

function lostIn(machine: Machine): string[] {
  const { scenario, functions } = machine;
  const enhanced = functions.filter(({ acs }) => acs !== null && acs.capability >> 7 !== 0).length;
  const memory = scenario.components.filter(({ kind }) => kind === 'memory').length;
  const iommus = machine.iommus.length;
  return [
    ...(scenario.transfers.length > 0
      ? [`${scenario.transfers.length} transfers: a listing has none`]
      : []),
    ...(memory + iommus > 0
      ? [`${memory} memories and ${iommus} IOMMUs: they are no PCI functions`]
      : []),
    ...(enhanced > 0
      ? [`enhanced ACS bits and egress vectors of ${enhanced} functions: lspci prints seven bits`]
      : []),
    'how root ports reach each other inside a root complex: no listing says',
  ];
}

/** Writes the machine as `lspci -vvv -nn -D` prints it. */
export function exportLspci(machine: Machine): Exported {
  const components = new Map(machine.scenario.components.map((one) => [one.id, one]));
  const records = machine.functions.flatMap((fn) => {
    const physical =
      fn.physicalFunction === null ? undefined : machine.functions[fn.physicalFunction];
    const component = components.get(physical?.id ?? fn.id);
    if (component === undefined || !('acs' in component)) return [];
    return [recordOf(machine, fn, component)];
  });
  return { text: `${records.join('\n\n')}\n`, lost: lostIn(machine) };
}

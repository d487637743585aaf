import { isBypassed } from '../iommu/connect.ts';
import { defined } from '../base/assert.ts';
import { formatBdf } from '../base/bdf.ts';
import type { Machine, MachineFunction, MachineHostBridge } from '../machine/types.ts';
import type { System } from '../scenario/schema.ts';
import { parseBootParameters } from './boot-parameters.ts';
import type { BootParameters } from './boot-parameters.ts';
import { DEFAULT_KERNEL, findKernel, kernelOf } from './kernels.ts';
import type { Kernel } from './kernels.ts';
import { ACS_ISOLATION, representativeOf } from './tree.ts';
import type { CpuKey, IommuKind, LinuxFunction, LinuxHostBridge, LinuxTree } from './tree.ts';

/** A machine as Linux sees it, with what runs on it. */
export interface LinuxMachine {
  readonly tree: LinuxTree;
  readonly kernel: Kernel;
  readonly cpu: CpuKey;
  readonly iommu: IommuKind;
  readonly parameters: BootParameters;
  /** What had to be assumed, one sentence each. */
  readonly assumed: readonly string[];
}

const idNumber = (text: string | null): number | null =>
  text === null ? null : Number.parseInt(text, 16);

/**
 * A control word that the source could not read is taken as Linux leaves it: everything that isolates with an IOMMU
 * driver, nothing without.
 */
function acsOf(fn: MachineFunction, hasIommu: boolean): LinuxFunction['acs'] {
  if (fn.acs === null || !fn.acsUnknown || !hasIommu) return fn.acs;
  return { ...fn.acs, control: fn.acs.capability & ACS_ISOLATION };
}

function linuxFunction(fn: MachineFunction, hasIommu: boolean): LinuxFunction {
  return {
    name: formatBdf(fn.bdf),
    kind: fn.kind,
    segment: fn.bdf.segment,
    bus: fn.bdf.bus,
    devfn: (fn.bdf.device << 3) | fn.bdf.fn,
    parent: fn.parent,
    physicalFunction: fn.physicalFunction,
    hostBridge: fn.hostBridge,
    multifunction: fn.multifunction,
    secondaryBus: fn.bridge === null ? null : fn.bridge.secondary,
    vendorId: idNumber(fn.vendorId),
    deviceId: idNumber(fn.deviceId),
    subsystemVendorId: null,
    subsystemId: null,
    classCode: idNumber(fn.classCode),
    acs: acsOf(fn, hasIommu),
    portNumber: fn.portNumber,
  };
}

function linuxHostBridge(
  machine: Machine,
  bridge: MachineHostBridge,
  functions: readonly LinuxFunction[],
): LinuxHostBridge {
  const { segment, rootBus: bus, vendorId, deviceId } = bridge;
  const first: LinuxHostBridge['representative'] =
    vendorId === null || deviceId === null
      ? representativeOf(bridge.rootFunctions.map((index) => defined(functions[index], 'function')))
      : {
          name: formatBdf({ segment, bus, device: 0, fn: 0 }),
          vendorId: idNumber(vendorId),
          deviceId: idNumber(deviceId),
        };
  const bypassesIommu = isBypassed(machine, bridge);
  return { name: bridge.name, segment, representative: first, bypassesIommu };
}

/** Which IOMMU driver is active: that of the drawn one, else the one that goes with the processor. */
function iommuKind(machine: Machine, system: System, parameters: BootParameters): IommuKind {
  if (system.iommu === 'off' || parameters.iommuOff) return 'none';
  const drawn = machine.scenario.components.find((component) => component.kind === 'iommu');
  if (drawn?.kind === 'iommu') {
    if (drawn.model === 'smmuv3') return 'smmuv3';
    return drawn.model === 'amdvi' ? 'amd' : 'other';
  }
  if (system.cpu === 'arm') return 'smmuv3';
  return system.cpu === 'amd-zen' || system.cpu === 'amd-other' ? 'amd' : 'other';
}

/**
 * The neutral view of a Machine. Indices are those of the Machine.
 *
 * @param overrides what a caller wants to know instead of what the document says.
 * @returns an unknown kernel in the document becomes the newest release and is said in `assumed`.
 */
export function linuxMachine(machine: Machine, overrides: Partial<System> = {}): LinuxMachine {
  const system = { ...machine.scenario.system, ...overrides };
  const parameters = parseBootParameters(system.commandLine ?? '');
  const kernel = findKernel(system.kernel);
  const iommu = iommuKind(machine, system, parameters);
  const functions = machine.functions.map((fn) => linuxFunction(fn, iommu !== 'none'));
  const assumed: string[] = [];
  if (!kernel.ok) assumed.push(`kernel ${DEFAULT_KERNEL}: ${kernel.error}`);
  const whenUnread = iommu === 'none' ? 'off' : 'as Linux sets it (SV RR CR UF)';
  for (const fn of machine.functions.filter(({ acsUnknown }) => acsUnknown)) {
    const taken = fn.acs === null ? 'absent' : whenUnread;
    assumed.push(`${formatBdf(fn.bdf)} ACS ${taken}: not readable in the input`);
  }
  const hostBridges = machine.hostBridges.map((one) => linuxHostBridge(machine, one, functions));
  for (const { name, representative } of hostBridges) {
    if (representative?.vendorId !== null && representative?.deviceId !== null) continue;
    assumed.push(`host bridge ${name}: not on Linux's list, as its ID is not known`);
  }
  return {
    tree: { functions, hostBridges },
    kernel: kernel.ok ? kernel.value : kernelOf(DEFAULT_KERNEL),
    cpu: system.cpu,
    iommu,
    parameters,
    assumed,
  };
}

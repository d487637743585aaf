import { defined } from '../base/assert.ts';
import { formatBdf } from '../base/bdf.ts';
import type { Machine, MachineFunction, MachineHostBridge } from '../machine/types.ts';
import type { System } from '../scenario/schema.ts';
import { parseBootParameters } from './boot-parameters.ts';
import type { BootParameters } from './boot-parameters.ts';
import { DEFAULT_KERNEL, findKernel, kernelOf } from './kernels.ts';
import type { Kernel } from './kernels.ts';
import { representativeOf } from './tree.ts';
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

function linuxFunction(fn: MachineFunction): LinuxFunction {
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
    acs: fn.acs,
    portNumber: fn.portNumber,
  };
}

function linuxHostBridge(
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
  return { name: bridge.name, segment, representative: first, bypassesIommu: false };
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
  const functions = machine.functions.map(linuxFunction);
  const parameters = parseBootParameters(system.commandLine ?? '');
  const kernel = findKernel(system.kernel);
  const assumed: string[] = [];
  if (!kernel.ok) assumed.push(`kernel ${DEFAULT_KERNEL}: ${kernel.error}`);
  for (const fn of machine.functions) {
    if (fn.acsUnknown) {
      assumed.push(
        `${formatBdf(fn.bdf)} ACS ${fn.acs === null ? 'absent' : 'off'}: not readable in the input`,
      );
    }
  }
  return {
    tree: {
      functions,
      hostBridges: machine.hostBridges.map((bridge) => linuxHostBridge(bridge, functions)),
    },
    kernel: kernel.ok ? kernel.value : kernelOf(DEFAULT_KERNEL),
    cpu: system.cpu,
    iommu: iommuKind(machine, system, parameters),
    parameters,
    assumed,
  };
}

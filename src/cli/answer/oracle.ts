import * as z from 'zod/mini';
import { formatBdf, parseBdf, compareBdf } from '../../core/base/bdf.ts';
import type { Bdf } from '../../core/base/bdf.ts';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { findKernel } from '../../core/linux/kernels.ts';
import type { Kernel } from '../../core/linux/kernels.ts';
import { NO_PARAMETERS, parseBootParameters } from '../../core/linux/boot-parameters.ts';
import type { BootParameters } from '../../core/linux/boot-parameters.ts';
import { representativeOf } from '../../core/linux/tree.ts';
import type { CpuKey, IommuKind, LinuxFunction, LinuxTree } from '../../core/linux/tree.ts';
import { FUNCTION_KINDS } from '../../core/scenario/schema.ts';
import type { FunctionKind } from '../../core/scenario/schema.ts';

/*
 * A recorded boot of a real kernel (linux-p2pdma-oracle/1), read as input only: what the kernel answered is
 * never looked at.
 */

const hexWord = z.string().check(z.regex(/^(?:0x)?[0-9a-f]{1,8}$/i));

const functionSchema = z.object({
  bdf: z.string(),
  parent: z.nullable(z.string()),
  host_bridge: z.string(),
  vendor: hexWord,
  device: hexWord,
  class: z.string(),
  subsystem: z.optional(z.nullable(z.string())),
  header_type: z.number(),
  multifunction_bit: z.optional(z.boolean()),
  pcie: z.nullable(z.object({ type: z.enum(FUNCTION_KINDS) })),
  acs: z.nullable(z.object({ cap: hexWord, ctl: z.optional(z.nullable(hexWord)) })),
  physfn: z.optional(z.nullable(z.string())),
  bridge: z.optional(z.nullable(z.object({ secondary: z.string() }))),
});

const fileSchema = z.object({
  kernel: z.object({ release: z.string(), cmdline: z.optional(z.string()) }),
  cpu: z.optional(z.record(z.string(), z.string())),
  iommu: z.object({ emulated: z.string(), active: z.boolean() }),
  qemu: z.object({ machine: z.string(), args: z.optional(z.array(z.string())) }),
  config_overlay: z.optional(z.array(z.string())),
  setpci: z.optional(z.array(z.string())),
  host_bridges: z.optional(z.array(z.object({ root_bus: z.string() }))),
  functions: z.array(functionSchema),
});

type OracleFunction = z.infer<typeof functionSchema>;

/** A recorded machine as this program's algorithms take it; control words as the file states them (0 where absent). */
export interface Oracle {
  readonly tree: LinuxTree;
  readonly kernel: Kernel;
  readonly cpu: CpuKey;
  readonly iommu: IommuKind;
  readonly arch: 'x86' | 'arm64';
  readonly parameters: BootParameters;
  readonly setpci: readonly string[];
  /** Firmware's ACS control by BDF, from the overlay; what is not listed had 0. */
  readonly firmware: ReadonlyMap<string, number>;
  /** Every function with a capability states its control word. */
  readonly hasControls: boolean;
}

/** cpu_ok() asks for AMD family 0x17 and newer; /proc/cpuinfo says it in decimal. */
export function cpuOf(cpuinfo: Readonly<Record<string, string>>): CpuKey {
  switch (cpuinfo['vendor_id']) {
    case 'AuthenticAMD':
      return Number(cpuinfo['cpu family'] ?? 0) >= 0x17 ? 'amd-zen' : 'amd-other';
    case 'GenuineIntel':
      return 'intel';
    default:
      return cpuinfo['CPU implementer'] === undefined ? 'other' : 'arm';
  }
}

function iommuOf(iommu: { readonly emulated: string; readonly active: boolean }): IommuKind {
  if (!iommu.active) return 'none';
  if (iommu.emulated.startsWith('smmu')) return 'smmuv3';
  return iommu.emulated.startsWith('amd') ? 'amd' : 'other';
}

/** Root buses whose host bridge bypasses the IOMMU; QEMU's arguments are the only place that says so. */
function bypassedBuses(args: readonly string[]): Set<number> {
  const buses = new Set<number>();
  for (const arg of args) {
    if (/default_bus_bypass_iommu=(?:on|true)/.test(arg)) buses.add(0);
    const isBypassing = /^pxb-pcie\b/.test(arg) && /bypass_iommu=(?:on|true)/.test(arg);
    const bus = /bus_nr=(0x[0-9a-f]+|\d+)/i.exec(arg)?.[1];
    if (isBypassing && bus !== undefined) buses.add(Number(bus));
  }
  return buses;
}

/** `BDF@acs=HEX@ctl=HEX@...`: the control word before the kernel touched it. */
function firmwareControls(overlay: readonly string[]): Map<string, number> {
  const controls = new Map<string, number>();
  for (const entry of overlay) {
    const [bdf = '', ...settings] = entry.split('@');
    const control = settings.find((setting) => setting.startsWith('ctl='));
    if (control !== undefined) controls.set(bdf, Number.parseInt(control.slice(4), 16));
  }
  return controls;
}

const hexNumber = (text: string): number => Number.parseInt(text, 16);

function kindOf(fn: OracleFunction): FunctionKind {
  if (fn.pcie !== null) return fn.pcie.type;
  return (fn.header_type & 0x7f) === 1 ? 'conventional-bridge' : 'conventional';
}

interface Placed {
  readonly fn: OracleFunction;
  readonly bdf: Bdf;
}

function toLinux(
  { fn, bdf }: Placed,
  indexOf: (bdf: string) => number | null,
  hostBridges: readonly string[],
  multifunction: boolean,
): LinuxFunction {
  const [subsystemVendor, subsystem] = (fn.subsystem ?? '').split(':');
  return {
    name: fn.bdf,
    kind: kindOf(fn),
    segment: bdf.segment,
    bus: bdf.bus,
    devfn: (bdf.device << 3) | bdf.fn,
    parent: fn.parent === null ? null : indexOf(fn.parent),
    physicalFunction: indexOf(fn.physfn ?? ''),
    hostBridge: hostBridges.indexOf(fn.host_bridge),
    multifunction,
    secondaryBus:
      fn.bridge === null || fn.bridge === undefined ? null : hexNumber(fn.bridge.secondary),
    vendorId: hexNumber(fn.vendor),
    deviceId: hexNumber(fn.device),
    subsystemVendorId: subsystemVendor ? hexNumber(subsystemVendor) : null,
    subsystemId: subsystem ? hexNumber(subsystem) : null,
    classCode: hexNumber(fn.class.slice(0, 4)),
    acs:
      fn.acs === null
        ? null
        : {
            capability: hexNumber(fn.acs.cap),
            control: hexNumber(fn.acs.ctl ?? '0'),
            egressVector: null,
          },
    portNumber: null,
  };
}

function treeOf(
  functions: readonly OracleFunction[],
  bypassed: ReadonlySet<number>,
): Result<LinuxTree, string> {
  const placed: Placed[] = [];
  for (const fn of functions) {
    const bdf = parseBdf(fn.bdf);
    if (bdf === null) return err(`functions[]: ${JSON.stringify(fn.bdf)} is no BDF`);
    placed.push({ fn, bdf });
  }
  placed.sort((a, b) => compareBdf(a.bdf, b.bdf));
  const indices = new Map(placed.map(({ bdf }, index) => [formatBdf(bdf), index]));
  const lost = placed.find(({ fn }) => fn.parent !== null && !indices.has(fn.parent));
  if (lost !== undefined)
    return err(`functions[]: parent ${lost.fn.parent} of ${lost.fn.bdf} is not listed`);
  const hostBridges = [...new Set(placed.map(({ fn }) => fn.host_bridge))];
  const byBdf = new Map(placed.map(({ fn, bdf }) => [fn.bdf, { fn, bdf }]));
  const isMultifunction = ({ fn, bdf }: Placed): boolean => {
    const pf = fn.physfn === null || fn.physfn === undefined ? undefined : byBdf.get(fn.physfn);
    const own = pf ?? { fn, bdf };
    return own.fn.multifunction_bit === true || own.bdf.fn !== 0;
  };
  const indexOf = (bdf: string): number | null => indices.get(bdf) ?? null;
  const tree = placed.map((at) => toLinux(at, indexOf, hostBridges, isMultifunction(at)));
  return ok({
    functions: tree,
    hostBridges: hostBridges.map((name, index) => {
      const [segment = '0', bus = '0'] = name.split(':');
      return {
        name,
        segment: hexNumber(segment),
        representative: representativeOf(tree.filter((fn) => fn.hostBridge === index)),
        bypassesIommu: bypassed.has(hexNumber(bus)),
      };
    }),
  });
}

/** Reads a recorded machine; the error says which field is not as linux-oracle's README says. */
export function readOracle(document: unknown): Result<Oracle, string> {
  const file = fileSchema.safeParse(document);
  if (!file.success) {
    const issue = file.error.issues[0];
    const path = issue === undefined ? '' : issue.path.join('.');
    return err(`${path}: not a linux-oracle file (${issue?.message ?? 'unreadable'})`);
  }
  const { kernel, cpu, iommu, qemu, config_overlay, setpci, functions } = file.data;
  const row = findKernel(kernel.release);
  if (!row.ok) return err(`kernel.release: ${row.error}`);
  const tree = treeOf(functions, bypassedBuses(qemu.args ?? []));
  if (!tree.ok) return tree;
  return ok({
    tree: tree.value,
    kernel: row.value,
    cpu: cpuOf(cpu ?? {}),
    iommu: iommuOf(iommu),
    arch: qemu.machine.startsWith('virt') ? 'arm64' : 'x86',
    parameters: kernel.cmdline === undefined ? NO_PARAMETERS : parseBootParameters(kernel.cmdline),
    setpci: setpci ?? [],
    firmware: firmwareControls(config_overlay ?? []),
    hasControls: functions.every((fn) => fn.acs === null || typeof fn.acs.ctl === 'string'),
  });
}

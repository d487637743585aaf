import { ACS_BIT } from '../scenario/acs.ts';
import type { FunctionKind } from '../scenario/schema.ts';

/*
 * What Linux looks at when it decides: a neutral view of the PCI functions and host bridges. A Machine,
 * a recorded kernel and a case file each become one of these through a thin adapter, so that one
 * algorithm serves all of them.
 */

/** Any one of these in a control word makes p2pdma treat the function as redirecting. @source linux-dma.md §1.2 */
export const ACS_REDIRECT = ACS_BIT.RR | ACS_BIT.CR | ACS_BIT.EC;

/** What the IOMMU core requires of an isolated path. @source linux-dma.md §5 (REQ) */
export const ACS_ISOLATION = ACS_BIT.SV | ACS_BIT.RR | ACS_BIT.CR | ACS_BIT.UF;

/** One PCI function as Linux knows it. Its index is its position in `LinuxTree.functions`. */
export interface LinuxFunction {
  /** The name that messages and answers use: `0000:3b:00.0`, or a case file's short name. */
  readonly name: string;
  readonly kind: FunctionKind;
  readonly segment: number;
  readonly bus: number;
  /** Device number x 8 + function number. */
  readonly devfn: number;
  /** The bridge directly above (for a virtual function: above its PF); null on a root bus. */
  readonly parent: number | null;
  readonly physicalFunction: number | null;
  readonly hostBridge: number;
  readonly multifunction: boolean;
  /** Bridges: the bus below; null for everything else. */
  readonly secondaryBus: number | null;
  readonly vendorId: number | null;
  readonly deviceId: number | null;
  readonly subsystemVendorId: number | null;
  readonly subsystemId: number | null;
  /** First four hex digits of the class code, as a number. */
  readonly classCode: number | null;
  /** null: no ACS capability. `egressVector` is null where it could not be read. */
  readonly acs: {
    readonly capability: number;
    readonly control: number;
    readonly egressVector: bigint | null;
  } | null;
  /** Link Capabilities port number; null where unknown. Only the `dev` kernel looks at it. */
  readonly portNumber: number | null;
}

/** A host bridge as p2pdma's allow-list sees it. */
export interface LinuxHostBridge {
  readonly name: string;
  readonly segment: number;
  /** First function of the root bus if it is 00.0 or a root port; null: no representative. @source linux-dma.md §1.4 step 2 */
  readonly representative: {
    readonly name: string;
    /** null: the source did not say. */
    readonly vendorId: number | null;
    readonly deviceId: number | null;
  } | null;
  /** Its functions are not behind the IOMMU (bypass). */
  readonly bypassesIommu: boolean;
}

/** Which IOMMU driver forms the groups; `other` for Intel and for machines that do not say. */
export type IommuKind = 'none' | 'smmuv3' | 'amd' | 'other';

/** Which CPUs the boot CPU belongs to. @source linux-dma.md §1.3 */
export type CpuKey = 'amd-zen' | 'amd-other' | 'intel' | 'arm' | 'other';

/** The whole machine. Functions in BDF order: groups are formed in that order. */
export interface LinuxTree {
  readonly functions: readonly LinuxFunction[];
  readonly hostBridges: readonly LinuxHostBridge[];
}

/** `path(f)`: f, the bridge above it, the bridge above that, up to the root bus. @source linux-dma.md §0 */
export function pathOf(tree: LinuxTree, index: number): number[] {
  const path: number[] = [];
  for (let at: number | null = index; at !== null; at = tree.functions[at]?.parent ?? null) {
    path.push(at);
    if (path.length > tree.functions.length) throw new Error('functions form a loop');
  }
  return path;
}

/** Whether the function is PCI Express (has a PCI Express capability). */
export function isPcie(fn: LinuxFunction): boolean {
  return fn.kind !== 'conventional' && fn.kind !== 'conventional-bridge';
}

/** Device number on its bus. */
export function slotOf(fn: LinuxFunction): number {
  return fn.devfn >> 3;
}

/**
 * The function that stands for a host bridge in the allow-list: the first of the root bus, if it is device 00.0 or
 * a root port.
 *
 * @param functions those of one host bridge, in BDF order.
 * @source linux-dma.md §1.4 step 2; Linux drivers/pci/p2pdma.c pci_host_bridge_dev()
 */
export function representativeOf(
  functions: readonly LinuxFunction[],
): LinuxHostBridge['representative'] {
  const first = functions.find((fn) => fn.parent === null);
  if (first === undefined) return null;
  if (first.devfn !== 0 && first.kind !== 'root-port') return null;
  return { name: first.name, vendorId: first.vendorId, deviceId: first.deviceId };
}

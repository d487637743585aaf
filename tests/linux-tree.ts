import type { LinuxFunction, LinuxHostBridge, LinuxTree } from '../src/core/linux/tree.ts';

/** What a test says about a function; everything else is plain. `up` names the bridge above. */
export type Given = Partial<Omit<LinuxFunction, 'name' | 'parent' | 'acs'>> & {
  readonly up?: string;
  /** Control word; the capability is 0x5f unless `cap` says otherwise. */
  readonly ctl?: number;
  readonly cap?: number;
};

/** A tree of named functions in BDF order, all below one host bridge unless they say otherwise. */
export function treeOf(
  given: Readonly<Record<string, Given>>,
  hostBridges: readonly Partial<LinuxHostBridge>[] = [{}],
): LinuxTree {
  const names = Object.keys(given);
  const functions = Object.entries(given).map(([name, { up, ctl, cap, ...rest }], index) => {
    const parent = up === undefined ? null : names.indexOf(up);
    const siblings = Object.values(given).slice(0, index);
    const acs =
      ctl === undefined && cap === undefined
        ? null
        : { capability: cap ?? 0x5f, control: ctl ?? 0, egressVector: 0n };
    const fn: LinuxFunction = {
      name,
      kind: up === undefined ? 'root-port' : 'endpoint',
      segment: 0,
      bus: parent === null ? 0 : parent + 1,
      devfn: siblings.filter((sibling) => sibling.up === up).length << 3,
      parent,
      physicalFunction: null,
      hostBridge: 0,
      multifunction: false,
      secondaryBus: index + 1,
      vendorId: 0x1234,
      deviceId: 0x0001,
      subsystemVendorId: null,
      subsystemId: null,
      classCode: null,
      acs,
      portNumber: index,
      ...rest,
    };
    return fn;
  });
  return {
    functions,
    hostBridges: hostBridges.map((bridge, index) => ({
      name: `h${index}`,
      segment: 0,
      representative: null,
      bypassesIommu: false,
      ...bridge,
    })),
  };
}

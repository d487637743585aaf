import { defined } from '../base/assert.ts';
import type { Operand } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import { acsEnabled, leakOnPath } from './acs-enabled.ts';
import type { QuirkContext } from './acs-quirks.ts';
import { areDmaAliases, dmaAliases, inOneSlot, onOneBus } from './dma-aliases.ts';
import { ACS_ISOLATION, pathOf } from './tree.ts';
import type { LinuxTree } from './tree.ts';

/** What forming groups depends on beside the tree. */
export type GroupContext = QuirkContext;

/** Why a function is in its group, or in none. */
export interface GroupReason {
  readonly rule: RuleId;
  /** The function whose group it joined; null: it opened one, or has none. */
  readonly joined: number | null;
  readonly operands: readonly Operand[];
}

/** The groups of a machine as the kernel forms them at boot. */
export interface IommuGroups {
  /** Members in BDF order; groups in the order in which they were opened. */
  readonly groups: readonly (readonly number[])[];
  /** Group index per function; null: none. */
  readonly groupOf: readonly (number | null)[];
  readonly reasons: readonly GroupReason[];
}

/** Class code of an IOMMU function. */
const CLASS_IOMMU = 0x0806;

interface Found extends GroupReason {
  readonly group: number;
}

/** The state of pci_device_group() over all functions. */
interface Forming {
  readonly tree: LinuxTree;
  readonly context: GroupContext;
  readonly groupOf: (number | null)[];
  readonly isolated: ReadonlyMap<number, boolean>;
}

function groupAt(forming: Forming, index: number): number | null {
  return forming.groupOf[index] ?? null;
}

/** get_pci_alias_group(): the group of the function or of one that shares a requester ID with it on its bus. */
function aliasGroup(
  forming: Forming,
  index: number,
  seen: Set<number>,
): Omit<Found, 'rule'> | null {
  const { functions } = forming.tree;
  const fn = defined(functions[index], 'function');
  if (seen.has(fn.devfn)) return null;
  seen.add(fn.devfn);
  const own = groupAt(forming, index);
  if (own !== null) {
    return {
      group: own,
      joined: index,
      operands: [{ name: 'with', value: fn.name, decided: true }],
    };
  }
  for (const [other, candidate] of functions.entries()) {
    if (other === index || !onOneBus(fn, candidate) || !areDmaAliases(fn, candidate)) continue;
    const found = aliasGroup(forming, other, seen) ?? slotGroup(forming, other, seen);
    if (found !== null) return found;
  }
  return null;
}

/** get_pci_function_alias_group(): the group of another not isolated function of the same slot. */
function slotGroup(forming: Forming, index: number, seen: Set<number>): Omit<Found, 'rule'> | null {
  const { functions } = forming.tree;
  const fn = defined(functions[index], 'function');
  if (!fn.multifunction || forming.isolated.get(index) === true) return null;
  for (const [other, candidate] of functions.entries()) {
    const isNext =
      other !== index && inOneSlot(fn, candidate) && forming.isolated.get(other) === false;
    const found = isNext ? aliasGroup(forming, other, seen) : null;
    if (found !== null) return found;
  }
  return null;
}

/** pci_device_group() steps 1 and 2: upward along aliases, then along bridges whose path is not clean. */
function climb(forming: Forming, index: number): Found | { readonly stoppedAt: number } {
  const { tree, context } = forming;
  const nameOf = (at: number): string => defined(tree.functions[at], 'function').name;
  let at = index;
  for (const alias of dmaAliases(tree, index)) {
    at = alias.by;
    const group = groupAt(forming, at);
    if (group === null) continue;
    const operands = [{ name: 'requests arrive as', value: nameOf(at), decided: true }];
    return { group, joined: at, rule: 'GROUP-ALIAS', operands };
  }
  for (const bridge of pathOf(tree, at).slice(1)) {
    const leak = leakOnPath(tree, context, bridge, ACS_ISOLATION);
    if (leak === null) break;
    at = bridge;
    const group = groupAt(forming, bridge);
    if (group === null) continue;
    const operands: Operand[] = [
      { name: 'not isolating', value: nameOf(leak.at), decided: true },
      ...leak.because.operands,
    ];
    return { group, joined: bridge, rule: 'GROUP-PATH', operands };
  }
  return { stoppedAt: at };
}

function findGroup(forming: Forming, index: number): Found | null {
  const climbed = climb(forming, index);
  if ('group' in climbed) return climbed;
  const seen = new Set<number>();
  const alias = aliasGroup(forming, climbed.stoppedAt, seen);
  if (alias !== null) return { ...alias, rule: 'GROUP-ALIAS' };
  const slot = slotGroup(forming, climbed.stoppedAt, seen);
  return slot === null ? null : { ...slot, rule: 'GROUP-SLOT' };
}

/** Why the IOMMU driver takes no part in this function, whatever its topology; null: it does. @source linux-dma.md §5.5 */
function outside(tree: LinuxTree, context: GroupContext, index: number): GroupReason | null {
  const fn = defined(tree.functions[index], 'function');
  const none = (rule: RuleId, name: string, value: string): GroupReason => ({
    rule,
    joined: null,
    operands: [{ name, value, decided: true }],
  });
  if (context.iommu === 'none') return none('GROUP-NO-IOMMU', 'iommu', 'off');
  const bridge = defined(tree.hostBridges[fn.hostBridge], 'host bridge');
  if (bridge.bypassesIommu) return none('GROUP-BYPASS', 'host bridge', bridge.name);
  if (context.iommu === 'amd' && fn.classCode === CLASS_IOMMU) {
    return none('GROUP-IOMMU-ITSELF', 'class', '0806');
  }
  return null;
}

/** The requester IDs of a function as one number each, for SMMUv3's streams. */
function streamsOf(tree: LinuxTree, index: number): number[] {
  const { segment } = defined(tree.functions[index], 'function');
  return dmaAliases(tree, index).map(({ bus, devfn }) => (segment << 16) | (bus << 8) | devfn);
}

/**
 * The IOMMU groups that Linux forms, functions taken in BDF order (`tree.functions` must be in it).
 *
 * @param context `iommu` `none`: no function has a group.
 * @source linux-dma.md §5; Linux drivers/iommu/iommu.c pci_device_group()
 */
export function iommuGroups(tree: LinuxTree, context: GroupContext): IommuGroups {
  const groupOf: (number | null)[] = tree.functions.map(() => null);
  const isolated = new Map(
    tree.functions.map((fn, index) => [index, acsEnabled(context, fn, ACS_ISOLATION).isEnabled]),
  );
  const forming: Forming = { tree, context, groupOf, isolated };
  const groups: number[][] = [];
  const held = new Set<number>();
  const reasons = tree.functions.map((fn, index): GroupReason => {
    const absent = outside(tree, context, index);
    if (absent !== null) return absent;
    if (context.iommu === 'smmuv3') {
      const streams = streamsOf(tree, index);
      if (streams.some((stream) => held.has(stream))) {
        const operands = [{ name: fn.name, value: 'requester ID already taken', decided: true }];
        return { rule: 'GROUP-STREAM-TAKEN', joined: null, operands };
      }
      for (const stream of streams) held.add(stream);
    }
    const found = findGroup(forming, index);
    if (found === null) {
      groupOf[index] = groups.push([index]) - 1;
      return { rule: 'GROUP-OWN', joined: null, operands: [] };
    }
    groupOf[index] = found.group;
    defined(groups[found.group], 'group').push(index);
    return { rule: found.rule, joined: found.joined, operands: found.operands };
  });
  return { groups, groupOf, reasons };
}

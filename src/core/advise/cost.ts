import { formatBdf } from '../base/bdf.ts';
import { iommuGroups } from '../linux/groups.ts';
import type { LinuxMachine } from '../linux/machine-tree.ts';
import type { Machine, MachineFunction } from '../machine/types.ts';
import { ACS_BIT, ACS_BIT_NAMES } from '../scenario/acs.ts';
import type { AcsBitName } from '../scenario/acs.ts';

/** Groups that become one, or one that falls apart. Names are BDFs. */
export interface GroupChange {
  readonly before: readonly (readonly string[])[];
  readonly after: readonly (readonly string[])[];
}

/** A check that a port no longer makes, or makes newly. */
export interface CheckChange {
  readonly bdf: string;
  readonly name: string;
  readonly bit: AcsBitName;
  readonly meaning: string;
}

/** What a set of changes costs. */
export interface Cost {
  readonly groupsMerged: readonly GroupChange[];
  readonly groupsSplit: readonly GroupChange[];
  /** Functions that had a group and have none any more, or the other way round. */
  readonly groupsLost: readonly string[];
  readonly checksLost: readonly CheckChange[];
  readonly checksGained: readonly CheckChange[];
}

/** What each bit is there for, as a loss. */
const MEANING: Readonly<Record<AcsBitName, string>> = {
  SV: 'requester IDs of what is below are not validated',
  TB: 'translated requests are not blocked',
  RR: 'requests between peers are not sent to the root complex',
  CR: 'completions between peers are not sent to the root complex',
  UF: 'redirected requests of lower ports are not forwarded upstream',
  EC: 'the egress vector does not block peers',
  DT: 'translated requests do not go to the peer directly',
};

function byId(machine: Machine): Map<string, MachineFunction> {
  return new Map(machine.functions.map((fn) => [fn.id, fn]));
}

/** Group number per function id; functions without a group are left out. */
function groupsById(machine: Machine, linux: LinuxMachine): Map<string, number> {
  const { groupOf } = iommuGroups(linux.tree, { kernel: linux.kernel, iommu: linux.iommu });
  const groups = new Map<string, number>();
  for (const fn of machine.functions) {
    const group = groupOf[fn.index];
    if (typeof group === 'number') groups.set(fn.id, group);
  }
  return groups;
}

/** The partitions that meet in each class of `coarse` although `fine` keeps them apart. */
function partitions(
  coarse: ReadonlyMap<string, number>,
  fine: ReadonlyMap<string, number>,
): Map<number, Map<number, string[]>> {
  const meet = new Map<number, Map<number, string[]>>();
  for (const [id, whole] of coarse) {
    const part = fine.get(id);
    if (part === undefined) continue;
    const parts = meet.get(whole) ?? new Map<number, string[]>();
    parts.set(part, [...(parts.get(part) ?? []), id]);
    meet.set(whole, parts);
  }
  return meet;
}

function joined(
  coarse: ReadonlyMap<string, number>,
  fine: ReadonlyMap<string, number>,
  nameOf: (id: string) => string,
): { readonly apart: string[][]; readonly together: string[] }[] {
  return [...partitions(coarse, fine).values()]
    .filter((parts) => parts.size > 1)
    .map((parts) => {
      const apart = [...parts.values()].map((ids) => ids.map(nameOf).sort());
      return { apart, together: apart.flat().sort() };
    });
}

function checkChanges(
  from: ReadonlyMap<string, MachineFunction>,
  to: ReadonlyMap<string, MachineFunction>,
): CheckChange[] {
  return [...from.values()].flatMap((fn) => {
    const before = fn.acs?.control ?? 0;
    const after = to.get(fn.id)?.acs?.control ?? 0;
    return ACS_BIT_NAMES.filter((bit) => (before & ~after & ACS_BIT[bit]) !== 0).map((bit) => ({
      bdf: formatBdf(fn.bdf),
      name: fn.name,
      bit,
      meaning: MEANING[bit],
    }));
  });
}

/** What changed between two states of a machine beside what was wanted. Lists are in BDF order of the first. */
export function costOf(
  before: { readonly machine: Machine; readonly linux: LinuxMachine },
  after: { readonly machine: Machine; readonly linux: LinuxMachine },
): Cost {
  const functions = byId(before.machine);
  const later = byId(after.machine);
  const nameOf = (id: string): string => {
    const fn = functions.get(id) ?? later.get(id);
    return fn === undefined ? id : formatBdf(fn.bdf);
  };
  const old = groupsById(before.machine, before.linux);
  const now = groupsById(after.machine, after.linux);
  return {
    groupsMerged: joined(now, old, nameOf).map(({ apart, together }) => ({
      before: apart,
      after: [together],
    })),
    groupsSplit: joined(old, now, nameOf).map(({ apart, together }) => ({
      before: [together],
      after: apart,
    })),
    groupsLost: [...old.keys()].filter((id) => !now.has(id) && later.has(id)).map(nameOf),
    checksLost: checkChanges(functions, later),
    checksGained: checkChanges(later, functions),
  };
}

/** A number that grows with what a set of changes costs; only for ordering. */
export function costRank(cost: Cost): number {
  const merged = cost.groupsMerged.reduce((sum, { before }) => sum + before.length, 0);
  return merged * 4 + cost.groupsLost.length * 4 + cost.checksLost.length;
}

import { hexGrouped } from '../base/address.ts';
import { resolveMappings } from '../iommu/mappings.ts';
import { iommuGroups } from '../linux/groups.ts';
import { linuxMachine } from '../linux/machine-tree.ts';
import type { LinuxMachine } from '../linux/machine-tree.ts';
import type { Machine } from '../machine/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import type { Actor } from '../scenario/schema-actors.ts';
import type { Iommu } from '../scenario/schema.ts';
import { checkInvariants } from './invariants.ts';
import type { Guest, Range } from './invariants.ts';

/*
 * What the software of a document does against the rules. Nothing here forbids anything: hardware does with
 * it what it does, and the simulation shows that.
 */

/** One broken rule. */
export interface ActorRemark {
  readonly rule: RuleId;
  /** The actor that the remark is about; null: nobody's device. */
  readonly actor: string | null;
  /** Component to show. */
  readonly subject: string;
  /** Address ranges that show it; both ends included. */
  readonly ranges: readonly Range[];
  /** One sentence: what, where. */
  readonly message: string;
}

interface Seen {
  readonly machine: Machine;
  readonly actors: readonly Actor[];
  readonly iommus: readonly Iommu[];
}

const ownerOf = ({ actors }: Seen, functionId: string): Actor | null =>
  actors.find(({ functions }) => functions.includes(functionId)) ?? null;

const writerOf = ({ actors }: Seen, iommu: string, table: string): Actor | null =>
  actors.find((one) => one.tables.some((t) => t.iommu === iommu && t.table === table)) ?? null;

const nameOf = ({ machine }: Seen, id: string): string =>
  machine.functions[machine.functionById.get(id) ?? -1]?.name ?? id;

/** Streams whose table is written by the wrong side. */
function checkStreams(seen: Seen): ActorRemark[] {
  return seen.iommus.flatMap((iommu) =>
    iommu.streams.flatMap(({ requester, t, table }): ActorRemark[] => {
      const writer = table === undefined ? null : writerOf(seen, iommu.id, table);
      const isRmm = writer?.kind === 'rmm';
      if (writer === null || isRmm === (t === 1)) return [];
      const message = `The T=${t} stream of ${nameOf(seen, requester)} goes through a table of ${writer.name}.`;
      const rule = t === 1 ? 'SW-REALM-TABLE' : 'SW-NS-TABLE';
      return [{ rule, actor: writer.id, subject: requester, ranges: [], message }];
    }),
  );
}

interface Entry extends Range {
  readonly out: Range;
  readonly isNonSecure: boolean;
}

function entriesOf({ machine }: Seen, iommu: Iommu, tableId: string): Entry[] {
  const mappings = iommu.tables.find(({ id }) => id === tableId)?.mappings ?? [];
  return resolveMappings(machine, mappings).map(({ from, to, sizeBytes, isNonSecure }) => ({
    base: from,
    limit: from + sizeBytes - 1n,
    out: { base: to, limit: to + sizeBytes - 1n },
    isNonSecure,
  }));
}

/** Entries of the tables: the hypervisor's onto Realm granules, the RMM's in the wrong half. */
function checkTables(seen: Seen): ActorRemark[] {
  return seen.actors.flatMap((actor) =>
    actor.tables.flatMap(({ iommu: id, table }) => {
      const iommu = seen.iommus.find((one) => one.id === id);
      if (iommu === undefined) return [];
      const entries = entriesOf(seen, iommu, table);
      return actor.kind === 'rmm'
        ? wrongHalves(actor, iommu, entries)
        : staleEntries(actor, iommu, entries);
    }),
  );
}

function staleEntries(actor: Actor, iommu: Iommu, entries: readonly Entry[]): ActorRemark[] {
  const realm = (iommu.granules ?? [])
    .filter(({ gpi }) => gpi === 'REALM')
    .map(({ base, limit }) => ({ base: BigInt(base), limit: BigInt(limit) }));
  return entries.flatMap((entry) => {
    const hit = realm.find(({ base, limit }) => base <= entry.out.limit && entry.out.base <= limit);
    if (hit === undefined) return [];
    const message = `${actor.name} still maps ${hexGrouped(entry.base)} to ${hexGrouped(entry.out.base)}, which is Realm memory now.`;
    const ranges = [{ base: entry.base, limit: entry.limit }, hit];
    return [
      { rule: 'SW-STALE-MIRROR' as const, actor: actor.id, subject: iommu.id, ranges, message },
    ];
  });
}

function wrongHalves(actor: Actor, iommu: Iommu, entries: readonly Entry[]): ActorRemark[] {
  const top = 1n << BigInt(Math.max(0, iommu.ipaBits - 1));
  return entries.flatMap((entry) => {
    const isUpper = entry.base >= top;
    if (isUpper === entry.isNonSecure) return [];
    const half = isUpper ? 'upper' : 'lower';
    const space = entry.isNonSecure ? 'Non-secure' : 'Realm';
    const message = `The table of ${actor.name} sends ${hexGrouped(entry.base)}, in the ${half} half, to ${space} memory.`;
    const ranges = [{ base: entry.base, limit: entry.limit }];
    return [{ rule: 'SW-RTT-HALF' as const, actor: actor.id, subject: iommu.id, ranges, message }];
  });
}

/** Locked interfaces that no Realm owns. */
function checkLocks(seen: Seen): ActorRemark[] {
  return seen.machine.functions.flatMap((fn): ActorRemark[] => {
    const state = fn.tdisp?.state ?? 'CONFIG_UNLOCKED';
    const owner = ownerOf(seen, fn.id);
    if (state === 'CONFIG_UNLOCKED' || owner?.kind === 'realm') return [];
    const who = owner === null ? 'nobody' : owner.name;
    const message = `${fn.name} is in ${state}, but belongs to ${who}.`;
    return [
      { rule: 'SW-LOCKED-OWNER', actor: owner?.id ?? null, subject: fn.id, ranges: [], message },
    ];
  });
}

/** T=1 between different owners. */
function checkPeers(seen: Seen): ActorRemark[] {
  return seen.machine.scenario.transfers.flatMap(({ t, from, to }): ActorRemark[] => {
    if (t === 0 || to.kind !== 'bar') return [];
    const [one, other] = [ownerOf(seen, from), ownerOf(seen, to.function)];
    // What nobody owns is not shared out at all yet.
    if (one === null || other === null || one.id === other.id) return [];
    const message = `${nameOf(seen, from)} of ${one.name} sends T=1 to ${nameOf(seen, to.function)} of ${other.name}.`;
    return [{ rule: 'SW-REALM-PEER', actor: one.id, subject: from, ranges: [], message }];
  });
}

/** IOMMU groups whose devices belong to more than one guest. */
function checkGroups(seen: Seen, linux: LinuxMachine): ActorRemark[] {
  const { groups } = iommuGroups(linux.tree, linux);
  return groups.flatMap((indices, group): ActorRemark[] => {
    const owned = indices.flatMap((index) => {
      const fn = seen.machine.functions[index];
      const owner = fn === undefined ? null : ownerOf(seen, fn.id);
      return fn === undefined || owner === null ? [] : [{ fn, owner }];
    });
    const [first] = owned;
    const second = owned.find(({ owner }) => owner.id !== first?.owner.id);
    if (first === undefined || second === undefined) return [];
    const message = `Group ${group} holds ${first.fn.name} of ${first.owner.name} and ${second.fn.name} of ${second.owner.name}.`;
    const subject = second.fn.id;
    return [{ rule: 'SW-GROUP-SPLIT', actor: second.owner.id, subject, ranges: [], message }];
  });
}

/** A guest of the document as the invariants see it. */
export function guestOf(actor: Actor): Guest {
  const { bars = [], ram = [], windows = [] } = actor.guest ?? {};
  const range = ({ base, limit }: { readonly base: string; readonly limit: string }): Range => ({
    base: BigInt(base),
    limit: BigInt(limit),
  });
  const signed = (text: string): bigint =>
    text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
  return {
    name: actor.name,
    functions: actor.functions,
    bars: bars.map((bar) => ({
      function: bar.function,
      bar: bar.bar,
      gpa: BigInt(bar.gpa),
      busOffset: signed(bar.busOffset ?? '0x0'),
      ...(bar.ipa === undefined ? {} : { ipa: BigInt(bar.ipa) }),
    })),
    ram: ram.map(range),
    windows: windows.map((one) => ({ bridge: one.bridge, window: range(one) })),
  };
}

const INVARIANT_RULES = { I1: 'SW-I1', I2: 'SW-I2', I3: 'SW-I3', I4: 'SW-I4' } as const;

/** I1 to I4 for every guest; a Realm's own checks are the RMM's. */
function checkGuests({ machine, actors }: Seen, linux: LinuxMachine): ActorRemark[] {
  return actors
    .filter(({ kind }) => kind === 'vm')
    .flatMap((actor) =>
      checkInvariants(machine, linux.tree, guestOf(actor)).map(
        ({ invariant, requester, ranges, message }) => ({
          rule: INVARIANT_RULES[invariant],
          actor: actor.id,
          subject: requester,
          ranges,
          message,
        }),
      ),
    );
}

/**
 * Every rule that the software of a document breaks; nothing where the document names no software.
 *
 * @param actors the software, where it changed since the machine was built.
 * @source smmu-cca.md §5.3, §5.4, §6.1; linux-dma.md §5, §9
 */
export function checkActors(
  machine: Machine,
  actors: readonly Actor[] = machine.scenario.actors ?? [],
): readonly ActorRemark[] {
  const { components } = machine.scenario;
  if (actors.length === 0) return [];
  const iommus = components.filter((one) => one.kind === 'iommu');
  const seen: Seen = { machine, actors, iommus };
  const linux = linuxMachine(machine);
  return [
    ...checkStreams(seen),
    ...checkTables(seen),
    ...checkLocks(seen),
    ...checkPeers(seen),
    ...checkGroups(seen, linux),
    ...checkGuests(seen, linux),
  ];
}

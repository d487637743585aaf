import { busAddr, hexGrouped } from '../base/address.ts';
import { formatBdf } from '../base/bdf.ts';
import { translatorsOf } from '../iommu/translators.ts';
import type { Machine, MachineBar, MachineFunction, Window } from '../machine/types.ts';
import { route } from '../pcie/route.ts';
import type { RequestTlp, Route, Translator } from '../pcie/types.ts';
import { pathOf } from '../linux/tree.ts';
import type { LinuxTree } from '../linux/tree.ts';
import { staysBelow } from './probe.ts';

/** An address range, both ends included. */
export interface Range {
  readonly base: bigint;
  readonly limit: bigint;
}

/** A BAR as the guest sees it. */
export interface GuestBar {
  /** Function id on the host. */
  readonly function: string;
  readonly bar: number;
  /** Where the guest's CPU sees it. */
  readonly gpa: bigint;
  /** pci_bus_address - cpu_phys in the guest. */
  readonly busOffset: bigint;
  /** IPA at which the hypervisor maps it; absent: the GPA. */
  readonly ipa?: bigint;
}

/** A guest with assigned functions. */
export interface Guest {
  readonly name: string;
  /** Ids of the functions given to it. */
  readonly functions: readonly string[];
  readonly bars: readonly GuestBar[];
  readonly ram: readonly Range[];
  /** Windows that the guest computed for its bridges, by the host bridge function they stand for. */
  readonly windows: readonly { readonly bridge: string; readonly window: Range }[];
}

/** One violation, with the ranges that show it. */
export interface InvariantViolation {
  readonly invariant: 'I1' | 'I2' | 'I3' | 'I4';
  /** The requester that the invariant is about. */
  readonly requester: string;
  readonly ranges: readonly Range[];
  /** One sentence. */
  readonly message: string;
}

/** A memory BAR that a device of the guest reaches without the root complex, or that the guest was given. */
export interface GuestPair {
  readonly requester: MachineFunction;
  readonly fn: MachineFunction;
  readonly bar: MachineBar;
  /** Where the wires decode it: bus addresses of the host. */
  readonly window: Window;
  /** A write to the window stays below the root complex. */
  readonly isDirect: boolean;
  readonly isOwn: boolean;
  /** How the guest sees it; null: nothing is said about it. */
  readonly seen: SeenBar | null;
}

/** The three addresses of a BAR that must be one. */
export interface SeenBar {
  readonly gpa: bigint;
  readonly ipa: bigint;
  /** GPA + the guest's bus offset: what its device puts on the bus. */
  readonly onWire: bigint;
}

/**
 * What becomes of I1 and I3 for a pair: `translated` where the root complex is on the way, so that the IOMMU decides;
 * `unstated` where nobody said what the guest programs.
 */
export type PairState = 'holds' | 'I1' | 'I3' | 'translated' | 'unstated';

const rangeText = ({ base, limit }: Range): string => `${hexGrouped(base)}-${hexGrouped(limit)}`;

const overlaps = (a: Range, b: Range): boolean => a.base <= b.limit && b.base <= a.limit;

const nameOf = (fn: MachineFunction): string => `${fn.name} (${formatBdf(fn.bdf)})`;

/** A small write of the pair's requester to an address of the host's bus. */
function writeTo(
  machine: Machine,
  translators: ReadonlyMap<number, Translator>,
  { requester, fn }: Pick<GuestPair, 'requester' | 'fn'>,
  address: bigint,
): Route {
  const request: RequestTlp = {
    kind: 'MWr',
    segment: requester.bdf.segment,
    requesterId: requester.requesterId,
    at: 'untranslated',
    t: 0,
    ro: false,
    address: busAddr(address),
    bytes: 4,
  };
  const intended = { kind: 'function', index: fn.index } as const;
  return route({ machine, translators, requester: requester.index, request, intended });
}

function seenBar(guest: Guest, fn: MachineFunction, bar: MachineBar): SeenBar | null {
  const said = guest.bars.find((one) => one.function === fn.id && one.bar === bar.index);
  if (said === undefined) return null;
  const { gpa, busOffset, ipa = gpa } = said;
  return { gpa, ipa, onWire: gpa + busOffset };
}

/**
 * Every pair that the guest's devices make with a memory BAR: all that are reached directly, whoever owns them, and
 * the guest's own behind the root complex. Requesters in BDF order.
 */
export function guestPairs(machine: Machine, guest: Guest): GuestPair[] {
  const translators = translatorsOf(machine);
  const requesters = machine.functions.filter(({ id }) => guest.functions.includes(id));
  return requesters.flatMap((requester) =>
    machine.functions.flatMap((fn) =>
      fn.bars.flatMap((bar): GuestPair[] => {
        const { window } = bar;
        if (window === null || bar.space !== 'mem' || fn.index === requester.index) return [];
        const path = writeTo(machine, translators, { requester, fn }, window.base);
        const isDirect = staysBelow(path);
        const isOwn = guest.functions.includes(fn.id);
        if (!isDirect && !isOwn) return [];
        return [{ requester, fn, bar, window, isDirect, isOwn, seen: seenBar(guest, fn, bar) }];
      }),
    ),
  );
}

/** The path of a write to where the guest believes the BAR to be; to its bus address where nothing is said. */
export function guestWrite(machine: Machine, pair: GuestPair): Route {
  const address = pair.seen?.onWire ?? pair.window.base;
  return writeTo(machine, translatorsOf(machine), pair, address);
}

/** Judges a pair: I1 for the guest's own BARs, I3 for everybody else's. */
export function pairState({ isDirect, isOwn, seen, window }: GuestPair): PairState {
  if (!isDirect) return 'translated';
  if (!isOwn) return 'I3';
  if (seen === null) return 'unstated';
  return seen.onWire === window.base && seen.ipa === seen.gpa ? 'holds' : 'I1';
}

/** The function whose BAR took a request that was meant for another one; null: none did. */
export function silentVictim(machine: Machine, path: Route): MachineFunction | null {
  const last = path.request.at(-1);
  if (path.outcome !== 'wrongTarget' || last?.place.kind !== 'function') return null;
  return machine.functions[last.place.index] ?? null;
}

/** I1: what the guest programs is what the host's wires decode. */
function checkAddresses(
  machine: Machine,
  guest: Guest,
  direct: readonly GuestPair[],
): InvariantViolation[] {
  return direct.flatMap((pair) => {
    const { requester, fn, bar, window, seen } = pair;
    if (seen === null) return [];
    const { gpa, ipa, onWire } = seen;
    const violations: InvariantViolation[] = [];
    const report = (base: bigint, message: string): void => {
      const ranges = [{ base, limit: base + window.limit - window.base }, window];
      violations.push({ invariant: 'I1', requester: requester.id, ranges, message });
    };
    if (onWire !== window.base) {
      const victim = silentVictim(machine, guestWrite(machine, pair));
      report(
        onWire,
        `${guest.name} reaches BAR ${bar.index} of ${nameOf(fn)} at ${hexGrouped(onWire)}, but the wires decode it at ${hexGrouped(window.base)}: a write lands ${victim === null ? 'elsewhere' : `on ${nameOf(victim)}, without a fault`}.`,
      );
    }
    if (ipa !== gpa) {
      report(
        ipa,
        `The hypervisor maps BAR ${bar.index} of ${nameOf(fn)} at ${hexGrouped(ipa)}, not at the guest's ${hexGrouped(gpa)}.`,
      );
    }
    return violations;
  });
}

/** Windows of the bridges above the requester up to its root port that do not redirect it. */
function windowsBelowRoot(machine: Machine, tree: LinuxTree, requester: MachineFunction): Window[] {
  const above = new Set(pathOf(tree, requester.index).slice(1));
  const siblings = machine.functions.filter(({ parent }) => parent !== null && above.has(parent));
  return siblings
    .flatMap(({ bridge }) => (bridge === null ? [] : [bridge.memory, bridge.prefetchable]))
    .filter((window) => window !== null);
}

/** I2: no guest RAM where a peer's window claims it before the root complex sees it. */
function checkMemory(
  guest: Guest,
  requester: MachineFunction,
  windows: readonly Window[],
): InvariantViolation[] {
  return guest.ram.flatMap((ram) =>
    windows
      .filter((window) => overlaps(ram, window))
      .map((window) => ({
        invariant: 'I2' as const,
        requester: requester.id,
        ranges: [ram, window],
        message: `RAM ${rangeText(ram)} of ${guest.name} meets the window ${rangeText(window)} beside ${nameOf(requester)}: DMA meant for RAM is claimed by a peer, without an IOMMU fault.`,
      })),
  );
}

/** I3: everything that is reached directly belongs to the guest. */
function checkOwnership(
  guest: Guest,
  requester: MachineFunction,
  direct: readonly GuestPair[],
): InvariantViolation[] {
  const strangers = direct.filter((pair) => pairState(pair) === 'I3');
  return [...new Set(strangers.map(({ fn }) => fn))].map((fn) => {
    const own = strangers.filter((one) => one.fn === fn);
    const bars = own.map(({ bar }) => `BAR ${bar.index}`).join(', ');
    return {
      invariant: 'I3' as const,
      requester: requester.id,
      ranges: own.map(({ window }) => window),
      message: `${nameOf(requester)} of ${guest.name} reaches ${bars} of ${nameOf(fn)}, which is not given to it.`,
    };
  });
}

/** I4: the guest's bridge windows are the host's. */
function checkWindows(
  machine: Machine,
  guest: Guest,
  requester: MachineFunction,
): InvariantViolation[] {
  return guest.windows.flatMap(({ bridge: id, window }) => {
    const index = machine.functionById.get(id);
    const bridge = index === undefined ? null : machine.functions[index];
    if (bridge === null || bridge === undefined || bridge.bridge === null) return [];
    const host = [bridge.bridge.memory, bridge.bridge.prefetchable].filter((one) => one !== null);
    const isSame = host.some((one) => one.base === window.base && one.limit === window.limit);
    if (isSame) return [];
    return [
      {
        invariant: 'I4' as const,
        requester: requester.id,
        ranges: [window, ...host],
        message: `${guest.name} takes ${rangeText(window)} as the window of ${nameOf(bridge)}; the host programmed ${host.length === 0 ? 'none' : host.map(rangeText).join(' and ')}: it must not assign BARs anew.`,
      },
    ];
  });
}

/**
 * Checks what must hold when functions are given to a guest and a port does not force their requests to the root complex.
 *
 * @returns nothing for a requester that reaches no peer directly; else every violation, by requester in BDF order.
 * @source linux-dma.md §9 (I1 to I4)
 */
export function checkInvariants(
  machine: Machine,
  tree: LinuxTree,
  guest: Guest,
): InvariantViolation[] {
  const direct = guestPairs(machine, guest).filter(({ isDirect }) => isDirect);
  return [...new Set(direct.map(({ requester }) => requester))].flatMap((requester) => {
    const own = direct.filter((pair) => pair.requester === requester);
    return [
      ...checkAddresses(machine, guest, own),
      ...checkMemory(guest, requester, windowsBelowRoot(machine, tree, requester)),
      ...checkOwnership(guest, requester, own),
      ...checkWindows(machine, guest, requester),
    ];
  });
}

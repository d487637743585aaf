import { hexGrouped } from '../base/address.ts';
import { defined } from '../base/assert.ts';
import { formatBdf } from '../base/bdf.ts';
import { translatorsOf } from '../iommu/translators.ts';
import type { Machine, MachineBar, MachineFunction, Window } from '../machine/types.ts';
import { route } from '../pcie/route.ts';
import type { RequestTlp } from '../pcie/types.ts';
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

interface Reached {
  readonly fn: MachineFunction;
  readonly bar: MachineBar;
  readonly window: Window;
}

const rangeText = ({ base, limit }: Range): string => `${hexGrouped(base)}-${hexGrouped(limit)}`;

const overlaps = (a: Range, b: Range): boolean => a.base <= b.limit && b.base <= a.limit;

const nameOf = (fn: MachineFunction): string => `${fn.name} (${formatBdf(fn.bdf)})`;

/** Every BAR of another function that the requester's writes reach without the root complex. */
function reachedDirectly(machine: Machine, requester: MachineFunction): Reached[] {
  const translators = translatorsOf(machine);
  return machine.functions.flatMap((fn) =>
    fn.bars.flatMap((bar): Reached[] => {
      const { window } = bar;
      if (window === null || bar.space !== 'mem' || fn.index === requester.index) return [];
      const request: RequestTlp = {
        kind: 'MWr',
        segment: requester.bdf.segment,
        requesterId: requester.requesterId,
        at: 'untranslated',
        t: 0,
        ro: false,
        address: window.base,
        bytes: 4,
      };
      const intended = { kind: 'function', index: fn.index } as const;
      const path = route({ machine, translators, requester: requester.index, request, intended });
      return staysBelow(path) ? [{ fn, bar, window }] : [];
    }),
  );
}

/** I1: what the guest programs is what the host's wires decode. */
function checkAddresses(
  guest: Guest,
  requester: MachineFunction,
  reached: readonly Reached[],
): InvariantViolation[] {
  return reached.flatMap(({ fn, bar, window }) => {
    const seen = guest.bars.find((one) => one.function === fn.id && one.bar === bar.index);
    if (seen === undefined) return [];
    const size = window.limit - window.base;
    const onWire = seen.gpa + seen.busOffset;
    const violations: InvariantViolation[] = [];
    const report = (base: bigint, message: string): void => {
      const ranges = [{ base, limit: base + size }, window];
      violations.push({ invariant: 'I1', requester: requester.id, ranges, message });
    };
    if (onWire !== window.base) {
      report(
        onWire,
        `${guest.name} reaches BAR ${bar.index} of ${nameOf(fn)} at ${hexGrouped(onWire)}, but the wires decode it at ${hexGrouped(window.base)}: a write lands elsewhere.`,
      );
    }
    const ipa = seen.ipa ?? seen.gpa;
    if (ipa !== seen.gpa) {
      report(
        ipa,
        `The hypervisor maps BAR ${bar.index} of ${nameOf(fn)} at ${hexGrouped(ipa)}, not at the guest's ${hexGrouped(seen.gpa)}.`,
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
  reached: readonly Reached[],
): InvariantViolation[] {
  const strangers = reached.filter(({ fn }) => !guest.functions.includes(fn.id));
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
  const requesters = machine.functions.filter(({ id }) => guest.functions.includes(id));
  return requesters.flatMap((requester) => {
    const reached = reachedDirectly(machine, defined(requester, 'requester'));
    if (reached.length === 0) return [];
    return [
      ...checkAddresses(guest, requester, reached),
      ...checkMemory(guest, requester, windowsBelowRoot(machine, tree, requester)),
      ...checkOwnership(guest, requester, reached),
      ...checkWindows(machine, guest, requester),
    ];
  });
}

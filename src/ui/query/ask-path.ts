import { peerBar } from '../../core/advise/probe.ts';
import { translatorsOf } from '../../core/iommu/translators.ts';
import { iommuGroups } from '../../core/linux/groups.ts';
import type { IommuGroups } from '../../core/linux/groups.ts';
import type { LinuxMachine } from '../../core/linux/machine-tree.ts';
import { planRun } from '../../core/linux/planned-run.ts';
import type { PlannedRun } from '../../core/linux/planned-run.ts';
import { distanceOf } from '../../core/linux/p2pdma.ts';
import type { P2pDecision } from '../../core/linux/p2pdma.ts';
import type { Machine, MachineFunction } from '../../core/machine/types.ts';
import { timeRoute } from '../../core/pcie/route-timing.ts';
import type { RouteTiming } from '../../core/pcie/route-timing.ts';
import { route } from '../../core/pcie/route.ts';
import { transferRequest } from '../../core/pcie/transfer-request.ts';
import type { Route, Translator } from '../../core/pcie/types.ts';
import { newTransfer } from '../../core/scenario/defaults.ts';
import type { Transfer } from '../../core/scenario/schema.ts';
import type { PathQuestion } from '../../store/view.ts';
import { decisionOf, linuxOf } from './linux-decision.ts';

/** What every question about one machine shares: its IOMMUs and what Linux sees of it. */
export interface Asking {
  readonly machine: Machine;
  readonly translators: ReadonlyMap<number, Translator>;
  readonly linux: LinuxMachine;
  readonly groups: IommuGroups;
  /** The machine as a run finds it: with what Linux wrote for its transfers. */
  readonly planned: PlannedRun;
}

/** One preparation per machine: explain, query and matrix ask about the same one. */
const prepared = new WeakMap<Machine, Asking>();

/** Prepares a machine for questions; the second time it costs nothing. */
export function asking(machine: Machine): Asking {
  const known = prepared.get(machine);
  if (known !== undefined) return known;
  const linux = linuxOf(machine);
  const made = {
    machine,
    translators: translatorsOf(machine),
    linux,
    groups: iommuGroups(linux.tree, linux),
    planned: planRun(machine, translatorsOf, () => linux),
  };
  prepared.set(machine, made);
  return made;
}

/** What Linux advertises and what the hardware delivers, for one pair. */
export interface PathAnswer {
  /** The transfer that was asked about, as it would stand in the document. */
  readonly transfer: Transfer;
  /** null: the request cannot be formed, e.g. the BAR has no address. */
  readonly route: Route | null;
  /** What an idle machine gives; null where nothing is sent. */
  readonly timing: RouteTiming | null;
  /** null: the target is memory, which needs no P2PDMA. */
  readonly linux: P2pDecision | null;
  readonly distance: number | null;
  /** Group number of requester and target; null: in no group. */
  readonly groups: readonly [number | null, number | null];
}

const ASKED_BYTES = 256;

/** The transfer that a question asks about, as it would stand in the document; null: no BAR could be its target. */
export function transferOf(machine: Machine, question: PathQuestion): Transfer | null {
  const { fromId, toId, address, op, at, t } = question;
  const index = toId === null ? undefined : machine.functionById.get(toId);
  const target = index === undefined ? undefined : machine.functions[index];
  const bar = target === undefined ? null : (peerBar(machine, target.index)?.index ?? null);
  const to: Transfer['to'] | null =
    toId === null
      ? null
      : target !== undefined
        ? bar === null
          ? null
          : { kind: 'bar', function: toId, bar, offset: '0x0' }
        : { kind: 'memory', memory: toId, offset: '0x0' };
  if (to === null) return null;
  const nameOf = (id: string): string => {
    const found = machine.functionById.get(id);
    return found === undefined ? id : (machine.functions[found]?.name ?? id);
  };
  return newTransfer({
    id: `${fromId}-${toId ?? 'address'}-${op}`,
    name: `${nameOf(fromId)} ${op} ${toId === null ? '' : nameOf(toId)}`,
    op,
    from: fromId,
    to,
    at,
    t,
    bytes: op === 'FetchAdd' ? 8 : ASKED_BYTES,
    ...(address === null ? {} : { address }),
  });
}

/** Bytes that steady bandwidth is stated for: headers, MPS and the slowest link show. */
const STEADY_BYTES = 65_536;
/** Reads in flight that it is stated for. */
const STEADY_OUTSTANDING = 32;

/** Latency of the first request, and the bandwidth of many like it on an idle machine. */
function steadyTiming(
  { machine }: Asking,
  { requester, request }: NonNullable<ReturnType<typeof transferRequest>>,
  path: Route,
): RouteTiming {
  const asked = { machine, requester, request, route: path, outstanding: STEADY_OUTSTANDING };
  const { latencyPs } = timeRoute({ ...asked, bytes: request.bytes });
  return { ...timeRoute({ ...asked, bytes: STEADY_BYTES }), latencyPs };
}

/**
 * Answers a question by the very functions that the simulator decides with.
 *
 * @returns null when there is nothing to aim at: the target has no memory BAR.
 */
export function askPath(asked: Asking, question: PathQuestion): PathAnswer | null {
  const { machine, translators, groups } = asked;
  const transfer = transferOf(machine, question);
  if (transfer === null) return null;
  const request = transferRequest(machine, transfer);
  const client = machine.functionById.get(question.fromId);
  const provider = question.toId === null ? undefined : machine.functionById.get(question.toId);
  const decision = decisionOf(machine, transfer);
  const groupOf = (index: number | undefined): number | null =>
    index === undefined ? null : (groups.groupOf[index] ?? null);
  const path = request === null ? null : route({ machine, translators, ...request });
  return {
    transfer,
    route: path,
    timing: request === null || path === null ? null : steadyTiming(asked, request, path),
    linux: decision,
    distance: decision === null ? null : distanceOf(decision),
    groups: [groupOf(client), groupOf(provider)],
  };
}

const REQUESTERS = new Set([
  'endpoint',
  'legacy-endpoint',
  'rc-integrated-endpoint',
  'conventional',
]);

/** Functions that can start a request, in BDF order. */
export function requestersOf(machine: Machine): readonly MachineFunction[] {
  return machine.functions.filter((fn) => REQUESTERS.has(fn.kind));
}

/** Functions with a memory BAR to aim at, in BDF order. */
export function targetsOf(machine: Machine): readonly MachineFunction[] {
  return requestersOf(machine).filter(({ index }) => peerBar(machine, index) !== null);
}

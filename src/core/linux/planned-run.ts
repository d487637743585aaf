import { defined } from '../base/assert.ts';
import type { Connect } from '../iommu/connect.ts';
import type { Machine, MachineFunction } from '../machine/types.ts';
import type { Translator } from '../pcie/types.ts';
import type { Component, Iommu, Transfer } from '../scenario/schema.ts';
import { withInboundWindows } from './inbound-window.ts';
import type { IovaRange } from './iova.ts';
import { DEFAULT_KERNEL, findKernel, kernelOf } from './kernels.ts';
import type { Kernel } from './kernels.ts';
import { linuxMachine } from './machine-tree.ts';
import type { LinuxMachine } from './machine-tree.ts';
import { dmaDeviceOf, mapP2p, withPlannedEntries } from './map-p2p.ts';
import type { Plan } from './map-p2p.ts';
import { runsInRealm } from './realm-side.ts';
import { drawnDomain, drawnRanges, sentAs, withEntries, withIdentity } from './planned-tables.ts';

/** A run as Linux prepares it. */
export interface PlannedRun {
  /** One for each transfer that says how it asks (`linux`) and has something to map, in order of the document. */
  readonly plans: readonly Plan[];
  /**
   * What the requesters send, in order: transfers that do not ask as they are drawn, the others with the addresses that
   * Linux gave, once for each piece of their table. Refused ones are left out.
   */
  readonly sends: readonly Transfer[];
  /** The same machine with the page-table entries in its IOMMUs. */
  readonly machine: Machine;
  readonly translators: ReadonlyMap<number, Translator>;
  readonly kernel: Kernel;
}

const iommuIdOf = (machine: Machine, { hostBridge }: MachineFunction): string | undefined => {
  const index = machine.hostBridges[hostBridge]?.iommu ?? null;
  return index === null ? undefined : machine.iommus[index];
};

/** The drawn IOMMUs as Linux leaves them for the clients of the plans. */
function writtenTables(machine: Machine, linux: LinuxMachine, plans: readonly Plan[]): Machine {
  const iommus = new Map<string, Iommu>();
  for (const plan of plans) {
    const client = defined(machine.functions[plan.client], 'client');
    const id = iommuIdOf(machine, client);
    const drawn = drawnDomain(machine.scenario, id, client.id);
    if (drawn === null || plan.errno !== 0) continue;
    const before = iommus.get(drawn.iommu.id) ?? drawn.iommu;
    if (plan.ptes.length > 0) {
      iommus.set(before.id, withEntries(before, client.id, plan.ptes));
    } else if (linux.parameters.passthrough && !runsInRealm(machine, client)) {
      iommus.set(before.id, withIdentity(before, client.id));
    }
  }
  if (iommus.size === 0) return machine;
  const { scenario } = machine;
  const components = scenario.components.map((one): Component => iommus.get(one.id) ?? one);
  return { ...machine, scenario: { ...scenario, components } };
}

/** Entries of clients without a drawn IOMMU, and inbound windows of clients with a range map. */
function withPlans(
  connected: ReturnType<Connect>,
  machine: Machine,
  linux: LinuxMachine,
  plans: readonly Plan[],
) {
  const translators = new Map(connected);
  for (const { client: index, errno, ptes, transfer, decision } of plans) {
    const client = defined(machine.functions[index], 'client');
    const { requesterId, hostBridge } = client;
    const inner = translators.get(hostBridge) ?? null;
    const isDrawn = drawnDomain(machine.scenario, iommuIdOf(machine, client), client.id) !== null;
    if (ptes.length > 0 && !isDrawn) {
      translators.set(hostBridge, withPlannedEntries(inner, [{ requesterId, ptes }]));
    }
    const device = dmaDeviceOf(machine, linux, client, transfer);
    const passesWindow = device.ops === 'direct' && decision.mapType === 'THRU_HOST_BRIDGE';
    if (errno === 0 && device.rangeMap !== null && passesWindow) {
      translators.set(hostBridge, withInboundWindows(inner, { device, requesterId }));
    }
  }
  return translators;
}

/**
 * Lets Linux prepare every transfer that says how it asks (`linux`); all others stay as they are drawn.
 *
 * @param connect gives a machine's IOMMUs (core/iommu `translatorsOf`).
 * @param linux what Linux sees of the machine; looked up only where a transfer asks.
 */
export function planRun(
  machine: Machine,
  connect: Connect,
  linux: () => LinuxMachine = () => linuxMachine(machine),
): PlannedRun {
  const { transfers } = machine.scenario;
  if (transfers.every((transfer) => transfer.linux === undefined)) {
    const found = findKernel(machine.scenario.system.kernel);
    const kernel = found.ok ? found.value : kernelOf(DEFAULT_KERNEL);
    return { plans: [], sends: transfers, machine, translators: connect(machine), kernel };
  }
  const seen = linux();
  const plans: Plan[] = [];
  const taken = new Map<string, IovaRange[]>();
  const sends = transfers.flatMap((transfer): Transfer[] => {
    const index = machine.functionById.get(transfer.from);
    const client = index === undefined ? undefined : machine.functions[index];
    if (transfer.linux === undefined || client === undefined) return [transfer];
    const drawn = drawnDomain(machine.scenario, iommuIdOf(machine, client), client.id);
    const table = drawn?.stream?.table ?? drawn?.stream?.stage1 ?? `of ${client.id}`;
    const held = taken.get(table) ?? (drawn === null ? [] : drawnRanges(drawn));
    const plan = mapP2p(machine, seen, transfer, held);
    if (plan === null) return [transfer];
    plans.push(plan);
    const mapped = plan.ptes.map(({ iova, sizeBytes }) => {
      return { first: iova, last: iova + sizeBytes - 1n };
    });
    taken.set(table, [...held, ...mapped]);
    return plan.sends.map((piece) => sentAs(transfer, piece));
  });
  const written = writtenTables(machine, seen, plans);
  const translators = withPlans(connect(written), written, seen, plans);
  return { plans, sends, machine: written, translators, kernel: seen.kernel };
}

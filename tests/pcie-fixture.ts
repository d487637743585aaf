import { busAddr } from '../src/core/base/address.ts';
import { defined } from '../src/core/base/assert.ts';
import { enumerate } from '../src/core/machine/enumerate.ts';
import type { Machine } from '../src/core/machine/types.ts';
import { route } from '../src/core/pcie/route.ts';
import type { RequestTlp, Route, RouteQuery } from '../src/core/pcie/types.ts';
import {
  bar32,
  bar64,
  newEndpoint,
  newHostBridge,
  newLink,
  newMemory,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
} from '../src/core/scenario/defaults.ts';
import type { Component, Scenario } from '../src/core/scenario/schema.ts';

/*
 * One small machine for the tests of routing: below RP0 a switch with ports A and B (endpoints EP1 and
 * EP2), below RP1 the endpoint EP3, memory beside them. Everything enabled, ACS present and off.
 */

const MIB = 1 << 20;

const COMPONENTS: readonly Component[] = [
  newHostBridge({ id: 'RC', name: 'RC' }),
  newMemory({ id: 'DRAM', name: 'DRAM', parent: 'RC' }),
  newRootPort({ id: 'RP0', name: 'RP0', parent: 'RC' }),
  newSwitchUpstream({ id: 'USP', name: 'USP' }),
  newSwitchDownstream({ id: 'A', name: 'A', parent: 'USP' }),
  newSwitchDownstream({ id: 'B', name: 'B', parent: 'USP' }),
  newEndpoint({ id: 'EP1', name: 'EP1', bars: [bar64(0, MIB)] }),
  newEndpoint({ id: 'EP2', name: 'EP2', bars: [bar64(0, MIB), bar32(2, MIB)] }),
  newRootPort({ id: 'RP1', name: 'RP1', parent: 'RC' }),
  newEndpoint({ id: 'EP3', name: 'EP3', bars: [bar64(0, MIB)] }),
];

const LINKS = [
  newLink({ from: 'RP0', to: 'USP' }),
  newLink({ from: 'A', to: 'EP1' }),
  newLink({ from: 'B', to: 'EP2' }),
  newLink({ from: 'RP1', to: 'EP3' }),
];

/** Fields of components by id that differ from the machine above, and components beside them. */
export interface Changes {
  readonly change?: Readonly<Record<string, object>>;
  readonly add?: readonly Component[];
  readonly links?: Scenario['links'];
  readonly system?: Partial<Scenario['system']>;
}

/** The machine, changed. */
export function pcieScenario({
  change = {},
  add = [],
  links = [],
  system = {},
}: Changes): Scenario {
  const changed = COMPONENTS.map((one) => ({ ...one, ...change[one.id] }));
  const added = add.map((one) => ({ ...one, ...change[one.id] }));
  const kept = LINKS.map((one) => ({ ...one, ...change[one.id] }));
  return newScenario({
    title: 'fixture',
    components: [...changed, ...added],
    links: [...kept, ...links],
    system: { cpu: 'other', kernel: '7.3', iommu: 'off', ...system },
  });
}

/** The machine of a document that can exist. */
export function machineOf(scenario: Scenario): Machine {
  const { machine, diagnostics } = enumerate(scenario);
  return defined(machine ?? undefined, JSON.stringify(diagnostics));
}

/** Index of the function with this id. */
export function indexOf(machine: Machine, id: string): number {
  return defined(machine.functionById.get(id), `${id} is in the machine`);
}

/** Where BAR `bar` of a function starts. */
export function barAddress(machine: Machine, id: string, bar = 0): bigint {
  const fn = machine.functions[indexOf(machine, id)];
  const found = fn?.bars.find(({ index }) => index === bar)?.window;
  return defined(found ?? undefined, `BAR ${bar} of ${id} has an address`).base;
}

/** A write of 64 bytes from one function to the first BAR of another, changed. */
export function queryOf(
  machine: Machine,
  from: string,
  to: string,
  request: Partial<RequestTlp> = {},
  more: Partial<RouteQuery> = {},
): RouteQuery {
  const requester = indexOf(machine, from);
  const fn = defined(machine.functions[requester], `${from} is in the machine`);
  return {
    machine,
    translators: new Map(),
    requester,
    intended: { kind: 'function', index: indexOf(machine, to) },
    ...more,
    request: {
      kind: 'MWr',
      segment: fn.bdf.segment,
      requesterId: fn.requesterId,
      at: 'untranslated',
      t: 0,
      ro: false,
      address: busAddr(barAddress(machine, to)),
      bytes: 64,
      ...request,
    },
  };
}

/** `A ACS-RR`, ...: where and by which rule, hop by hop. */
export function steps(machine: Machine, hops: Route['request']): string[] {
  return hops.map(({ place, rule }) => {
    const lists = {
      function: machine.functions.map(({ id }) => id),
      hostBridge: machine.hostBridges.map(({ id }) => id),
      iommu: machine.iommus,
      memory: machine.memories.map(({ id }) => id),
    };
    return `${lists[place.kind][place.index]} ${rule}`;
  });
}

/** Every rule that `routed` has met, for the test that no rule goes unmet. */
export const trippedRules = new Set<string>();

/** Routes one request on the changed machine. */
export function routed(
  changes: Changes,
  from: string,
  to: string,
  request: Partial<RequestTlp> = {},
  more: Partial<RouteQuery> = {},
): Route & { readonly machine: Machine; readonly steps: string[]; readonly back: string[] } {
  const machine = machineOf(pcieScenario(changes));
  const found = route(queryOf(machine, from, to, request, more));
  const back = steps(machine, found.completion);
  for (const { rule } of [...found.request, ...found.completion]) trippedRules.add(rule);
  return { ...found, machine, steps: steps(machine, found.request), back };
}

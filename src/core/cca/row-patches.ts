import { newMemory } from '../scenario/defaults.ts';
import type {
  Component,
  FunctionComponent,
  HostBridge,
  Iommu,
  Scenario,
  Transfer,
} from '../scenario/schema.ts';

/*
 * Small changes of a row's scenario, for situations that its columns cannot express.
 */

function mapComponents(scenario: Scenario, change: (one: Component) => Component): Scenario {
  return { ...scenario, components: scenario.components.map(change) };
}

/** The scene's host bridge with other properties. */
export function patchHost(scenario: Scenario, fields: Partial<HostBridge>): Scenario {
  return mapComponents(scenario, (one) =>
    one.kind === 'host-bridge' ? { ...one, ...fields } : one,
  );
}

/** The scene's SMMU changed. */
export function patchSmmu(scenario: Scenario, change: (smmu: Iommu) => Iommu): Scenario {
  return mapComponents(scenario, (one) => (one.kind === 'iommu' ? change(one) : one));
}

const isFunction = (one: Component): one is FunctionComponent =>
  !['host-bridge', 'memory', 'iommu', 'note'].includes(one.kind);

/** One function with other properties. */
export function patchFunction(
  scenario: Scenario,
  id: string,
  fields: Partial<Omit<FunctionComponent, 'id' | 'kind'>>,
): Scenario {
  return mapComponents(scenario, (one) =>
    one.id === id && isFunction(one) ? { ...one, ...fields } : one,
  );
}

/** All transfers with other fields. */
export function patchTransfers(scenario: Scenario, fields: Partial<Transfer>): Scenario {
  return {
    ...scenario,
    transfers: scenario.transfers.map((transfer) => ({ ...transfer, ...fields })),
  };
}

/** The importer means guest RAM, which the guest sees at `address`. */
export function withMemory(scenario: Scenario, fields: Partial<Transfer>): Scenario {
  const ram = newMemory({
    id: 'ram',
    name: 'Guest RAM',
    parent: 'cpu0',
    address: '0x880000000',
    sizeBytes: 2 ** 30,
  });
  return patchTransfers(
    { ...scenario, components: [...scenario.components, ram] },
    { ...fields, to: { kind: 'memory', memory: 'ram', offset: '0x0' } },
  );
}

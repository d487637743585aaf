import type { Machine, MachineHostBridge } from '../machine/types.ts';
import type { Translator } from '../pcie/types.ts';
import type { Iommu } from '../scenario/schema.ts';
import { smmuTranslator } from './smmuv3/translator.ts';

function iommuOf(machine: Machine, bridge: MachineHostBridge): Iommu | null {
  const id = bridge.iommu === null ? undefined : machine.iommus[bridge.iommu];
  const found = machine.scenario.components.find((component) => component.id === id);
  return found?.kind === 'iommu' ? found : null;
}

/**
 * The IOMMUs of a machine, ready to translate: for each, what a driver would have written stands in
 * simulated memory. A pure function of the machine; translating changes nothing.
 *
 * @returns host bridge index to translator; a host bridge without an IOMMU has none.
 */
export function translatorsOf(machine: Machine): ReadonlyMap<number, Translator> {
  const translators = new Map<number, Translator>();
  for (const bridge of machine.hostBridges) {
    const iommu = iommuOf(machine, bridge);
    if (iommu === null || iommu.model === 'none') continue;
    translators.set(bridge.index, smmuTranslator(machine, bridge, iommu));
  }
  return translators;
}

import { assertUnreachable } from '../base/assert.ts';
import type { Machine, MachineHostBridge } from '../machine/types.ts';
import type { TranslateTiming, Translator } from '../pcie/types.ts';
import type { Iommu } from '../scenario/schema.ts';
import { amdviTranslator } from './amdvi/translator.ts';
import { identityTranslator } from './identity.ts';
import { plainUnit } from './plain-unit.ts';
import { smmuTranslator } from './smmuv3/translator.ts';
import { tceTranslator } from './tce/translator.ts';
import { costsOf, priced, timingOf } from './timing.ts';
import { vtdTranslator } from './vtd/translator.ts';

/** The document leaves the functions of a host bridge out of every IOMMU. */
export function isBypassed(machine: Machine, { id }: MachineHostBridge): boolean {
  const found = machine.scenario.components.find((component) => component.id === id);
  return found?.kind === 'host-bridge' && found.bypassesIommu === true;
}

/** The IOMMU component of a host bridge; null: it has none. */
export function iommuOf(machine: Machine, bridge: MachineHostBridge): Iommu | null {
  const id = bridge.iommu === null ? undefined : machine.iommus[bridge.iommu];
  const found = machine.scenario.components.find((component) => component.id === id);
  return found?.kind === 'iommu' ? found : null;
}

function translatorOf(
  machine: Machine,
  bridge: MachineHostBridge,
  iommu: Iommu,
): Translator | null {
  switch (iommu.model) {
    case 'smmuv3':
      return smmuTranslator(machine, bridge, iommu);
    case 'vtd-legacy':
    case 'vtd-scalable':
      return vtdTranslator(machine, bridge.index, iommu);
    case 'amdvi':
      return amdviTranslator(machine, bridge.index, iommu);
    case 'tce':
      return tceTranslator(machine, bridge.index, iommu);
    case 'identity':
      return identityTranslator(bridge);
    case 'none':
      return null;
    default:
      return assertUnreachable(iommu.model);
  }
}

/** The translator with the costs that the document gives it, and with caches for a run. */
function atWork(translator: Translator, iommu: Iommu): Translator {
  const costs = costsOf(iommu);
  const { answerTranslationRequest: ask, newUnit } = translator;
  const cost = (timing: TranslateTiming): TranslateTiming => priced(timing, costs);
  return {
    translate: (request) => {
      const result = translator.translate(request);
      return result.timing === undefined ? result : { ...result, timing: cost(result.timing) };
    },
    ...(ask && {
      answerTranslationRequest: (request) => {
        const answer = ask(request);
        const { walk, sizeBytes } = answer;
        const timing = timingOf({ coldReads: walk.length, stages: 1, reachBytes: sizeBytes });
        return { ...answer, timing: cost(timing) };
      },
    }),
    newUnit: newUnit ?? (() => plainUnit(translator, iommu)),
  };
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
    if (isBypassed(machine, bridge)) {
      translators.set(bridge.index, identityTranslator(bridge));
      continue;
    }
    const iommu = iommuOf(machine, bridge);
    const translator = iommu === null ? null : translatorOf(machine, bridge, iommu);
    if (iommu === null || translator === null) continue;
    translators.set(bridge.index, atWork(translator, iommu));
  }
  return translators;
}

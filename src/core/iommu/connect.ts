import { defined } from '../base/assert.ts';
import type { Machine, MachineHostBridge } from '../machine/types.ts';
import type { TranslateTiming, Translator } from '../pcie/types.ts';
import type { Iommu } from '../scenario/schema.ts';
import { identityTranslator } from './identity.ts';
import { plainUnit } from './plain-unit.ts';
import { costsOf, priced, timingOf } from './timing.ts';

/*
 * The IOMMUs of a machine behind its host bridges. The models themselves are given, so that a program need not load
 * those that no document of its has.
 */

/** Makes the translator of one model for a host bridge. */
export type MakeTranslator = (
  machine: Machine,
  bridge: MachineHostBridge,
  iommu: Iommu,
) => Translator;

/** The models that walk tables, by the kind of IOMMU. */
export type Models = Readonly<Record<'smmuv3' | 'vtd' | 'amdvi' | 'tce', MakeTranslator>>;

/** Gives the IOMMUs of a machine: host bridge index to translator; one without an IOMMU has none. */
export type Connect = (machine: Machine) => ReadonlyMap<number, Translator>;

/** Which of the models an IOMMU of the document needs; null: none of them. */
export function modelOf({ model }: Iommu): keyof Models | null {
  if (model === 'identity' || model === 'none') return null;
  return model === 'vtd-legacy' || model === 'vtd-scalable' ? 'vtd' : model;
}

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
 * Connects every host bridge with the translator of its IOMMU: what a driver would have written stands in simulated
 * memory. A pure function of the machine; translating changes nothing.
 *
 * @throws Error when a model that the machine has is not among `models`: a bug of the caller.
 */
export function connectWith(models: Partial<Models>): Connect {
  return (machine) => {
    const translators = new Map<number, Translator>();
    for (const bridge of machine.hostBridges) {
      const iommu = iommuOf(machine, bridge);
      if (isBypassed(machine, bridge)) {
        translators.set(bridge.index, identityTranslator(bridge));
      } else if (iommu !== null && iommu.model !== 'none') {
        const name = modelOf(iommu);
        const translator =
          name === null
            ? identityTranslator(bridge)
            : defined(models[name], `model ${name}`)(machine, bridge, iommu);
        translators.set(bridge.index, atWork(translator, iommu));
      }
    }
    return translators;
  };
}

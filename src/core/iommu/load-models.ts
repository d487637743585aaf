import type { Iommu, Scenario } from '../scenario/schema.ts';
import { connectWith, modelOf } from './connect.ts';
import type { Connect, MakeTranslator, Models } from './connect.ts';

const LOADERS: Readonly<Record<keyof Models, () => Promise<MakeTranslator>>> = {
  smmuv3: async () => (await import('./smmuv3/translator.ts')).smmuTranslator,
  vtd: async () => (await import('./vtd/translator.ts')).vtdTranslator,
  amdvi: async () => (await import('./amdvi/translator.ts')).amdviTranslator,
  tce: async () => (await import('./tce/translator.ts')).tceTranslator,
};

/**
 * Loads the models of the IOMMUs that a document has, and no others.
 *
 * @throws what `import` throws where a model cannot be fetched.
 */
export async function loadConnect(scenario: Scenario): Promise<Connect> {
  const iommus = scenario.components.filter((one): one is Iommu => one.kind === 'iommu');
  const names = new Set(iommus.map(modelOf).filter((name) => name !== null));
  const made = [...names].map(async (name) => [name, await LOADERS[name]()] as const);
  return connectWith(Object.fromEntries(await Promise.all(made)));
}

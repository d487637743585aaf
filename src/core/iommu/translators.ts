import { amdviTranslator } from './amdvi/translator.ts';
import { connectWith } from './connect.ts';
import type { Connect } from './connect.ts';
import { smmuTranslator } from './smmuv3/translator.ts';
import { tceTranslator } from './tce/translator.ts';
import { vtdTranslator } from './vtd/translator.ts';

/** The IOMMUs of a machine, ready to translate, whatever their models. */
export const translatorsOf: Connect = connectWith({
  smmuv3: smmuTranslator,
  vtd: vtdTranslator,
  amdvi: amdviTranslator,
  tce: tceTranslator,
});

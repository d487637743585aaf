import { preset } from './preset.ts';
import { PRIVATE_IPA, RUNNING, mapExporter, realmScene, toExporter } from './realm.ts';

export const PRIVATE_T1 = preset({
  id: 'private-t1',
  title: 'T=1 between two devices of a Realm',
  question: 'Which tables decide once both devices belong to the Realm?',
  tags: ['CCA', 'SMMU', 'private', 'T=1'],
  scenario: realmScene({
    exporter: RUNNING,
    importer: RUNNING,
    hypervisor: [],
    realm: [mapExporter(PRIVATE_IPA, { ns: false })],
    transfers: [toExporter({ address: '0x10001000', t: 1 })],
  }),
});

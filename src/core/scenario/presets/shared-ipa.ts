import { preset } from './preset.ts';
import { SHARED_IPA, UNLOCKED, mapExporter, realmScene, toExporter } from './realm.ts';

export const SHARED_BAR = preset({
  id: 'shared-ipa',
  title: 'A shared BAR, reached with T=0',
  question: 'Where does an unlocked BAR live, and how does a T=0 write find it?',
  tags: ['CCA', 'SMMU', 'shared', 'T=0'],
  scenario: realmScene({
    exporter: UNLOCKED,
    importer: UNLOCKED,
    hypervisor: [mapExporter(SHARED_IPA)],
    realm: [mapExporter(SHARED_IPA, { ns: true })],
    transfers: [toExporter({ address: '0x8010001000' })],
  }),
});

import { preset } from './preset.ts';
import { PRIVATE_IPA, RUNNING, UNLOCKED, mapExporter, realmScene, toExporter } from './realm.ts';

export const PRIVATE_T0 = preset({
  id: 'private-t0',
  title: 'T=0 to a private BAR',
  question: 'What stops a device outside the Realm from writing to a locked peer?',
  tags: ['CCA', 'SMMU', 'private', 'T=0', 'F_TRANSLATION'],
  scenario: realmScene({
    exporter: RUNNING,
    importer: UNLOCKED,
    hypervisor: [],
    realm: [mapExporter(PRIVATE_IPA, { ns: false })],
    isImporterOutside: true,
    transfers: [
      toExporter({ address: '0x8010001000' }),
      toExporter({
        id: 'private',
        name: 'NIC0 tries the private address',
        address: '0x10001000',
        startPs: 3_000_000,
      }),
    ],
  }),
});

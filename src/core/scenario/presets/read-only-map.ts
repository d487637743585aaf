import { preset } from './preset.ts';
import { SHARED_IPA, UNLOCKED, mapExporter, realmScene, toExporter } from './realm.ts';

export const READ_ONLY_MAP = preset({
  id: 'read-only-map',
  title: 'A read-only stage 2',
  question: 'Why does the read arrive and the write fault at the same address?',
  tags: ['SMMU', 'F_PERMISSION', 'misconfiguration'],
  scenario: realmScene({
    exporter: UNLOCKED,
    importer: UNLOCKED,
    hypervisor: [mapExporter(SHARED_IPA, { write: false })],
    realm: [mapExporter(SHARED_IPA, { ns: true })],
    transfers: [
      toExporter({ address: '0x8010001000' }),
      toExporter({
        id: 'read',
        name: 'NIC0 reads ACC0',
        op: 'MRd',
        address: '0x8010001000',
        startPs: 3_000_000,
      }),
    ],
  }),
});

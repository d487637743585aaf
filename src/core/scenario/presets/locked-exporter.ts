import { preset } from './preset.ts';
import { LOCKED, SHARED_IPA, UNLOCKED, mapExporter, realmScene, toExporter } from './realm.ts';

export const LOCKED_EXPORTER = preset({
  id: 'locked-exporter',
  title: 'A locked exporter',
  question: 'What does a device do with a write that every table let through after it was locked?',
  tags: ['CCA', 'TDISP', 'shared', 'T=0', 'misconfiguration'],
  scenario: realmScene({
    exporter: LOCKED,
    importer: UNLOCKED,
    hypervisor: [mapExporter(SHARED_IPA)],
    realm: [mapExporter(SHARED_IPA, { ns: true })],
    gpi: 'NS',
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

import { preset } from './preset.ts';
import { SHARED_IPA, UNLOCKED, mapExporter, realmScene, toExporter } from './realm.ts';

export const DIRECT_UNCHECKED = preset({
  id: 'direct-unchecked',
  title: 'A direct path in a Realm',
  question: 'Who checks a write between shared devices when the switch does not send it up?',
  tags: ['CCA', 'ACS', 'shared', 'T=0', 'bus address'],
  scenario: realmScene({
    exporter: UNLOCKED,
    importer: UNLOCKED,
    hypervisor: [mapExporter(SHARED_IPA)],
    realm: [mapExporter(SHARED_IPA, { ns: true })],
    gpi: 'NS',
    dspControl: 0,
    transfers: [
      toExporter({ name: 'NIC0 writes ACC0 at its bus address', address: '0x1000001000' }),
      toExporter({
        id: 'shared',
        name: 'NIC0 writes ACC0 at the shared address',
        address: '0x8010001000',
        startPs: 3_000_000,
      }),
    ],
  }),
});

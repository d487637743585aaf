import { preset } from './preset.ts';
import {
  PRIVATE_IPA,
  RUNNING,
  SHARED_IPA,
  UNLOCKED,
  mapExporter,
  realmScene,
  toExporter,
} from './realm.ts';

export const STALE_ALIAS = preset({
  id: 'stale-alias',
  title: 'A stale shared alias',
  question: 'Why is a fault on a page that turned Realm recorded in no queue?',
  tags: ['CCA', 'SMMU', 'GPT', 'shared', 'T=0', 'misconfiguration'],
  scenario: realmScene({
    exporter: RUNNING,
    importer: UNLOCKED,
    hypervisor: [mapExporter(SHARED_IPA)],
    realm: [mapExporter(PRIVATE_IPA, { ns: false })],
    gpi: 'REALM',
    transfers: [toExporter({ address: '0x8010001000' })],
  }),
});

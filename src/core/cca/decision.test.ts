import { expect, test } from 'vitest';
import { createPrng } from '../base/prng.ts';
import { translatorsOf } from '../iommu/translators.ts';
import { answerRow } from './answer-row.ts';
import type { RowAnswer } from './answer-row.ts';
import { EXAMPLE_ADDRESSES, sharedIpa } from './row.ts';
import type { CcaRow, RowAddresses } from './row.ts';

/*
 * Every combination of the input columns, run as a scenario, against the decision algorithm of smmu-cca.md
 * §6.2 written down once more: the algorithm decides by columns, the scenario by machines and tables.
 */

type Expected = Pick<RowAnswer, 'outcome' | 'translatedBy' | 'pas' | 'wireT' | 'isGpf'> & {
  readonly event: string | null;
  readonly ipa: bigint | null;
};

const NOTHING: Expected = {
  outcome: 'NOT_ISSUED',
  translatedBy: null,
  pas: null,
  wireT: null,
  isGpf: false,
  event: null,
  ipa: null,
};

const KEYS = [
  'outcome',
  'translatedBy',
  'pas',
  'wireT',
  'isGpf',
  'event',
  'ipa',
] as const satisfies readonly (keyof Expected)[];

/** What the exporter does with a TLP of this T. */
function atExporter({ exporter }: CcaRow, t: 0 | 1): Partial<Expected> {
  const isTaken =
    t === 0
      ? exporter.state === 'CONFIG_UNLOCKED' || exporter.nonTee
      : exporter.state === 'RUN' && !exporter.nonTee;
  const outcome = isTaken ? (t === 0 ? 'DELIVERED_T0' : 'DELIVERED_T1') : 'EXPORTER_REJECT';
  return { outcome, wireT: t };
}

/** What becomes of an address that reaches the SMMU. */
function forced(row: CcaRow, address: bigint): Partial<Expected> {
  const { importer, placement, exporter } = row;
  const isShared = address === sharedIpa(row.addresses);
  const translatedBy = importer.t === 1 ? 'realm-s2' : 'ns-s2';
  const fault = {
    outcome: 'SMMU_FAULT',
    translatedBy,
    event: 'F_TRANSLATION',
    ipa: address,
  } as const;
  if (importer.t === 0) {
    if (!isShared || !row.mirror || placement === 'private') return fault;
    const found = { translatedBy, pas: 'NS' } as const;
    return placement === 'both'
      ? { ...found, outcome: 'GPF_ABORT', isGpf: true }
      : { ...found, ...atExporter(row, 0) };
  }
  if (!importer.dmaEnabled) return { outcome: 'SMMU_FAULT', translatedBy, event: 'C_BAD_STE' };
  if (isShared) return { translatedBy, pas: 'NS', ...atExporter(row, 0) };
  if (placement === 'shared' || exporter.state === 'CONFIG_UNLOCKED') return fault;
  return { translatedBy, pas: 'REALM', ...atExporter(row, 1) };
}

function decide(row: CcaRow): Partial<Expected> {
  const { importer, addresses, placement } = row;
  const { t } = importer;
  // smmu-cca.md §5.6: an unlocked interface sends T=0 only, a running one T=1 only, others nothing.
  if (importer.state !== (t === 1 ? 'RUN' : 'CONFIG_UNLOCKED')) return {};
  if (row.acs === 'forced') {
    const isShared = t === 0 || placement === 'shared';
    return forced(row, isShared ? sharedIpa(addresses) : addresses.privateIpa);
  }
  const address = row.identity || importer.ats ? addresses.bus : addresses.privateIpa;
  if (address === addresses.otherBus) {
    return { outcome: t === 0 ? 'WRONG_TARGET' : 'IDE_MISROUTE', wireT: t };
  }
  if (address !== addresses.bus) return forced(row, address);
  return t === 1 && !row.p2pStream ? { outcome: 'IDE_MISROUTE', wireT: 1 } : atExporter(row, t);
}

const elsewhere = (given: Partial<RowAddresses>): RowAddresses => ({
  ...EXAMPLE_ADDRESSES,
  ...given,
});

const STATES = ['CONFIG_UNLOCKED', 'CONFIG_LOCKED', 'RUN', 'ERROR'] as const;
const ADDRESSES = [
  EXAMPLE_ADDRESSES,
  elsewhere({ bus: 0xe000_1000n }),
  elsewhere({ bus: 0xe000_1000n, otherBus: 0x1000_1000n }),
  elsewhere({ ipaBits: 36, privateIpa: 0x4432_1000n, pa: 0x20_4432_1000n, bus: 0x4432_1000n }),
  elsewhere({ ipaBits: 48, bus: 0x20_4432_1000n, otherBus: 0xe000_2000n }),
  // The shared IPA and the guest address lie between the two pages.
  elsewhere({ ipaBits: 32, privateIpa: 0x4432_1000n, otherBus: 0x40_1000_1000n }),
  elsewhere({ ipaBits: 32, privateIpa: 0x4432_1000n, otherBus: 0xe000_1000n }),
] as const;

test('500 combinations of the columns end as the decision algorithm says', () => {
  const random = createPrng(11);
  const flag = (): boolean => random.chance(1, 2);
  const seen = new Set<string>();
  for (let i = 0; i < 500; i++) {
    const t = random.pick([0, 1]);
    const usual = t === 1 ? 'RUN' : 'CONFIG_UNLOCKED';
    const row: CcaRow = {
      importer: {
        t,
        state: random.chance(4, 5) ? usual : random.pick(STATES),
        dmaEnabled: random.chance(3, 4),
        ats: flag(),
      },
      exporter: { state: random.pick(STATES), nonTee: random.chance(1, 4) },
      placement: random.pick(['shared', 'private', 'both']),
      mirror: flag(),
      acs: random.pick(['forced', 'direct']),
      identity: flag(),
      p2pStream: flag(),
      addresses: random.pick(ADDRESSES),
    };
    const answer = answerRow(row, translatorsOf);
    if (!answer.ok) throw new Error(answer.error);
    const { outcome, translatedBy, pas, wireT, isGpf, event } = answer.value;
    const ipa = event?.stage2?.ipa ?? null;
    const said = { outcome, translatedBy, pas, wireT, isGpf, event: event?.name ?? null, ipa };
    const expected: Expected = { ...NOTHING, ...decide(row) };
    const isSame = KEYS.every((key) => said[key] === expected[key]);
    if (!isSame) expect({ row, ...said }).toEqual({ row, ...expected });
    seen.add(outcome);
  }
  expect([...seen].sort()).toEqual([
    'DELIVERED_T0',
    'DELIVERED_T1',
    'EXPORTER_REJECT',
    'GPF_ABORT',
    'IDE_MISROUTE',
    'NOT_ISSUED',
    'SMMU_FAULT',
    'WRONG_TARGET',
  ]);
});

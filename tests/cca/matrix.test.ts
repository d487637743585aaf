import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerCca } from '../../src/cli/answer/cca.ts';
import { createPrng } from '../../src/core/base/prng.ts';
import { answerRow } from '../../src/core/cca/answer-row.ts';
import { EXAMPLE_ADDRESSES } from '../../src/core/cca/row.ts';
import type { CcaRow } from '../../src/core/cca/row.ts';
import { translatorsOf } from '../../src/core/iommu/translators.ts';
import { TDI_STATES } from '../../src/core/scenario/schema.ts';
import { SHARED, hasShared } from '../shared.ts';

const OUTPUTS = [
  'emitted',
  'translatedBy',
  'pas',
  'wireT',
  'outcome',
  'event',
  'gpf',
  'completion',
  'importerAfter',
  'exporterAfter',
  'policy',
] as const;

type FileRow = { readonly id: string; readonly group: string } & Record<string, unknown>;

describe.skipIf(!hasShared())('the CCA matrix', () => {
  const file = hasShared()
    ? (JSON.parse(readFileSync(join(SHARED, 'spec', 'cca-matrix.json'), 'utf8')) as {
        rows: FileRow[];
      })
    : { rows: [] };
  // The expected columns are taken away before the core sees the rows.
  const inputs = file.rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([key]) => !OUTPUTS.some((one) => one === key))),
  );
  const answers = hasShared() ? answerCca({ rows: inputs }) : null;

  test.each(
    file.rows.filter(({ group }) => group !== 'extra').map((row) => [row.id, row] as const),
  )('%s', (id, row) => {
    const found = answers?.ok === true ? answers.value.find((one) => one.id === id) : undefined;
    const wanted = Object.fromEntries(OUTPUTS.map((key) => [key, row[key]]));
    expect(found?.answer).toEqual(wanted);
  });
});

describe.skipIf(!hasShared())('situations that the columns cannot express', () => {
  const file = hasShared()
    ? (JSON.parse(readFileSync(join(SHARED, 'spec', 'cca-matrix.json'), 'utf8')) as {
        rows: FileRow[];
      })
    : { rows: [] };
  const extra = file.rows.filter(({ group }) => group === 'extra');
  // Only the ids are given away.
  const answers = hasShared() ? answerCca({ rows: extra.map(({ id }) => ({ id })) }) : null;

  test.each(extra.map((row) => [row.id, row] as const))('%s', (id, row) => {
    const found = answers?.ok === true ? answers.value.find((one) => one.id === id) : undefined;
    const wanted = Object.fromEntries(
      ['outcome', 'gpf', 'wireT']
        .filter((key) => row[key] !== undefined && row[key] !== null)
        .map((key) => [key, row[key]]),
    );
    expect(found?.answer).toMatchObject(wanted);
    const event = row['event'] as { readonly name: string; readonly queue: string } | undefined;
    if (event) {
      const { name, queue } = event;
      expect(found?.answer).toMatchObject({ event: { name, queue } });
    }
  });

  test('an id that is no situation of ours is refused by name', () => {
    const answer = answerCca({ rows: [{ id: 'X-NOT-1' }] });
    expect(answer.ok ? '' : answer.error).toBe(
      'row X-NOT-1: has no input columns and is no situation we know',
    );
  });
});

/** The decision algorithm of smmu-cca.md §6.2, written down without a look at the simulation. */
function algorithm(row: CcaRow): string {
  const { importer, exporter, placement, mirror, acs, identity, p2pStream, addresses } = row;
  const isIssued =
    importer.t === 1 ? importer.state === 'RUN' : importer.state === 'CONFIG_UNLOCKED';
  if (!isIssued) return 'NOT_ISSUED';
  const takesT0 = exporter.nonTee || exporter.state === 'CONFIG_UNLOCKED';
  const atT0 = takesT0 ? 'DELIVERED_T0' : 'EXPORTER_REJECT';
  const takesT1 = !exporter.nonTee && exporter.state === 'RUN';
  const atT1 = takesT1 ? 'DELIVERED_T1' : 'EXPORTER_REJECT';
  const privateRealm = (): string => (exporter.state === 'CONFIG_UNLOCKED' ? 'SMMU_FAULT' : atT1);
  if (acs === 'direct') {
    const address = identity || importer.ats ? addresses.bus : addresses.privateIpa;
    if (address === addresses.otherBus) return importer.t === 0 ? 'WRONG_TARGET' : 'IDE_MISROUTE';
    if (address === addresses.bus) {
      if (importer.t === 0) return atT0;
      return p2pStream ? atT1 : 'IDE_MISROUTE';
    }
    if (importer.t === 0) return 'SMMU_FAULT';
    if (!importer.dmaEnabled || placement === 'shared') return 'SMMU_FAULT';
    return privateRealm();
  }
  if (importer.t === 1) {
    if (!importer.dmaEnabled) return 'SMMU_FAULT';
    return placement === 'shared' ? atT0 : privateRealm();
  }
  if (!mirror || placement === 'private') return 'SMMU_FAULT';
  return placement === 'both' ? 'GPF_ABORT' : atT0;
}

function randomRow(seed: number): CcaRow {
  const { pick, chance } = createPrng(seed);
  const isMoved = chance(1, 2);
  return {
    importer: {
      t: pick([0, 1] as const),
      state: pick(['CONFIG_UNLOCKED', 'RUN', ...TDI_STATES] as const),
      dmaEnabled: chance(3, 4),
      ats: chance(1, 4),
    },
    exporter: { state: pick(TDI_STATES), nonTee: chance(1, 4) },
    placement: pick(['shared', 'private', 'both'] as const),
    mirror: chance(1, 2),
    acs: pick(['forced', 'direct'] as const),
    identity: isMoved ? chance(1, 2) : true,
    p2pStream: chance(1, 2),
    addresses: isMoved
      ? {
          ipaBits: pick([36, 40, 44]),
          privateIpa: 0x3_4432_1000n,
          pa: 0x20_4432_1000n,
          bus: 0xe000_1000n,
          otherBus: pick([null, 0x3_4432_1000n, 0x9000_0000n]),
        }
      : EXAMPLE_ADDRESSES,
  };
}

describe('a row and the decision algorithm', () => {
  test('agree on 400 random combinations', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const row = randomRow(seed);
      const answer = answerRow(row, translatorsOf);
      expect({ seed, outcome: answer.ok ? answer.value.outcome : answer.error }).toEqual({
        seed,
        outcome: algorithm(row),
      });
    }
  });
});

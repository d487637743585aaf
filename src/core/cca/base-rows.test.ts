import { expect, test } from 'vitest';
import { translatorsOf } from '../iommu/translators.ts';
import { answerNamed } from './answer-named.ts';
import { answerRow } from './answer-row.ts';
import { BASE_ROWS } from './base-rows.ts';
import { NAMED_ROWS } from './named-rows.ts';

test('the base matrix has 96 rows, each under its own id', () => {
  expect(new Set(BASE_ROWS.map(({ id }) => id)).size).toBe(96);
});

test.each([
  ['T0.U.sh.m1.F', 'DELIVERED_T0', 'derived', 'ROUTE-BAR'],
  ['T0.R.bo.m1.F', 'GPF_ABORT', 'stated', 'SMMU-GPF'],
  ['T0.L.sh.m1.F', 'EXPORTER_REJECT', 'stated', 'TDISP-TEE-T0'],
  ['T1.R.pr.m0.F', 'DELIVERED_T1', 'derived', 'ROUTE-BAR'],
  ['T1.R.pr.m0.D', 'IDE_MISROUTE', 'stated', 'IDE-MISROUTED'],
])('%s ends as %s, %s by %s', (id, outcome, basis, rule) => {
  const found = BASE_ROWS.find((one) => one.id === id);
  const answer = found && answerRow(found.row, translatorsOf);
  expect(answer?.ok === true ? answer.value : null).toMatchObject({
    outcome,
    grounds: { basis, rule },
  });
});

test('a request that an assumption refuses says which', () => {
  const running = BASE_ROWS.find(({ id }) => id === 'T1.R.pr.m1.F');
  if (running === undefined) throw new Error('no row');
  const row = { ...running.row, exporter: { state: 'RUN', nonTee: true } } as const;
  const answer = answerRow(row, translatorsOf);
  expect(answer.ok ? answer.value.grounds : null).toMatchObject({
    rule: 'TDISP-NON-TEE-T1',
    basis: 'unverified',
  });
});

test.each([
  ['X-ID-2', 'SMMU_FAULT', 'derived'],
  ['X-LK-1', 'GPF_ABORT', 'derived'],
  ['X-RP-1', 'ROOTPORT_REJECT', 'unverified'],
  ['X-IM-1', 'SMMU_FAULT', 'stated'],
])('%s ends as %s, %s', (id, outcome, basis) => {
  const named = NAMED_ROWS.find((one) => one.id === id);
  const answer = named && answerNamed(named, translatorsOf);
  expect(answer?.ok === true ? answer.value : null).toMatchObject({ outcome, grounds: { basis } });
});

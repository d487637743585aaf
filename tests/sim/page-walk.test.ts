import { expect, test } from 'vitest';
import { defined } from '../../src/core/base/assert.ts';
import { translatorsOf } from '../../src/core/iommu/translators.ts';
import type { TranslateResult } from '../../src/core/pcie/types.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { ATS_END_TO_END } from '../../src/core/scenario/presets/translations.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import { translationOfPage } from '../../src/core/linux/page-walk.ts';

const PAGE = 4096;
const { scenario } = ATS_END_TO_END;
const [first] = scenario.transfers;
const transfers = [{ ...defined(first, 'a transfer'), at: 'untranslated' as const }];
const machine = defined(enumerate({ ...scenario, transfers }).machine ?? undefined, 'a machine');
const run = createRun(machine);
const { sent, route } = defined(run.flows[0], 'a flow');
const pageAt = (offsetBytes: number): TranslateResult | null =>
  translationOfPage(machine, translatorsOf, { sent, offsetBytes, iommu: 0 });

test('the first page has the walk of its route, a later one its own', () => {
  const routed = route.request.find(({ translation }) => translation !== undefined)?.translation;
  expect(pageAt(0)).toEqual(routed);
  // Neighbouring pages lie two pages apart in GPU0, backwards.
  const addressAt = (offsetBytes: number): bigint => {
    const result = pageAt(offsetBytes);
    return result?.kind === 'translated' ? result.address : -1n;
  };
  expect(addressAt(PAGE)).toBe(addressAt(0) - BigInt(2 * PAGE));
});

test('the reads that the run counts for the second page are those of its walk', () => {
  const misses = run.lookUps(0, run.endPs).filter(({ kind }) => kind === 'miss');
  expect(misses).toHaveLength(2);
  const walk = defined(pageAt(PAGE)?.walk, 'a walk');
  const mask = defined(misses[1], 'a second miss').readMask;
  expect(mask).toBeGreaterThan(0);
  expect(mask).toBeLessThan(2 ** walk.length);
});

test('an IOMMU that is not asked has no walk', () => {
  expect(translationOfPage(machine, translatorsOf, { sent, offsetBytes: 0, iommu: 7 })).toBeNull();
});

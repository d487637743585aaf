import { describe, expect, test } from 'vitest';
import { translatorsOf } from '../iommu/translators.ts';
import { enumerate } from '../machine/enumerate.ts';
import { parseScenario } from '../scenario/parse.ts';
import { LIFE_ADDRESSES, LIFE_PHASES, lifeTables, playLife } from './life.ts';
import type { LifeMoment } from './life.ts';
import type { LifeStepId } from './life-steps.ts';
import { probeLife, scenarioOfLife } from './life-scenario.ts';

const moments = playLife();

function at(id: LifeStepId): LifeMoment {
  const found = moments.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no step ${id}`);
  return found;
}

const barIpa = (id: LifeStepId): bigint | null => lifeTables(at(id).after).barIpa;

/** Outcomes at the shared and at the private address. */
const outcomes = (id: LifeStepId): readonly string[] =>
  probeLife(at(id), translatorsOf).map(({ judged }) => judged.outcome);

describe('the life of an assigned device', () => {
  test('runs through all phases in order', () => {
    const phases = moments.map(({ phase }) => LIFE_PHASES.indexOf(phase));
    expect(phases).toEqual(phases.toSorted((a, b) => a - b));
    expect(new Set(phases).size).toBe(LIFE_PHASES.length);
  });

  test('each step begins where the last one ended', () => {
    for (const [index, moment] of moments.slice(1).entries()) {
      expect(moment.before).toBe(moments[index]?.after);
    }
  });

  test('the BAR moves from the shared to the private address on validation, and back on unlock', () => {
    const { shared, private: hidden } = LIFE_ADDRESSES;
    expect(barIpa('unprotect')).toBe(shared);
    expect(barIpa('unprotectEnd')).toBeNull();
    expect(barIpa('map')).toBeNull();
    expect(barIpa('validate')).toBe(hidden);
    expect(barIpa('unmap')).toBeNull();
    expect(barIpa('unprotectAgain')).toBe(shared);
  });

  test('the granule turns Realm by delegation and Non-secure again by its end', () => {
    expect(lifeTables(at('delegate').before).gpi).toBe('NS');
    expect(lifeTables(at('delegate').after).gpi).toBe('REALM');
    expect(lifeTables(at('undelegate').after).gpi).toBe('NS');
  });

  test.each<[LifeStepId, string, string]>([
    ['assign', 'SMMU_FAULT', 'SMMU_FAULT'],
    ['unprotect', 'SMMU_FAULT', 'SMMU_FAULT'],
    ['mirror', 'DELIVERED_T0', 'SMMU_FAULT'],
    ['revokeImporters', 'SMMU_FAULT', 'SMMU_FAULT'],
    ['enable', 'SMMU_FAULT', 'SMMU_FAULT'],
    ['peer', 'SMMU_FAULT', 'DELIVERED_T1'],
    ['direct', 'SMMU_FAULT', 'IDE_MISROUTE'],
    ['unmap', 'SMMU_FAULT', 'SMMU_FAULT'],
    ['mirrorAgain', 'DELIVERED_T0', 'SMMU_FAULT'],
  ])('after %s the peer gets %s at the shared and %s at the private address', (id, a, b) =>
    expect(outcomes(id)).toEqual([a, b]),
  );

  test('the monitor refuses a peer stream without ATS, and unlocking what is mapped', () => {
    expect(at('direct').refusal).toMatch(/ATS/);
    expect(at('tooEarly').refusal).toMatch(/still mapped/);
    expect(at('tooEarly').after).toEqual(at('tooEarly').before);
    expect(at('tooEarly').messages.map(({ name }) => name)).not.toContain('STOP_INTERFACE_REQUEST');
    expect(at('unlock').messages.map(({ name }) => name)).toContain('STOP_INTERFACE_REQUEST');
  });

  test('every moment is a valid document and a machine', () => {
    for (const moment of moments) {
      const scenario = scenarioOfLife(moment, moment.id);
      expect(parseScenario(JSON.parse(JSON.stringify(scenario))).ok).toBe(true);
      expect(enumerate(scenario).diagnostics.filter((one) => one.severity === 'error')).toEqual([]);
    }
  });
});

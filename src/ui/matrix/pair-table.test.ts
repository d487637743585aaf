import { describe, expect, test } from 'vitest';
import { enumerate } from '../../core/machine/enumerate.ts';
import type { Machine } from '../../core/machine/types.ts';
import { PRESETS } from '../../core/scenario/presets/index.ts';
import { cellText } from './matrix-text.ts';
import { changesFrom, pairTable } from './pair-table.ts';

function machineOf(id: string): Machine {
  const found = PRESETS.find((one) => one.id === id);
  const machine = found === undefined ? null : enumerate(found.scenario).machine;
  if (machine === null) throw new Error(`no machine for example ${id}`);
  return machine;
}

const redirected = pairTable(machineOf('redirected'));
const direct = pairTable(machineOf('switch-local'));

describe('all pairs of a machine', () => {
  test('a function with itself has no answer', () => {
    redirected.rows.forEach((row, i) => expect(row[i]).toBeNull());
  });

  test('neighbours below one switch are PIX whether RR is on or off', () => {
    for (const { functions, rows } of [redirected, direct]) {
      const gpu = functions.findIndex(({ name }) => name === 'GPU0');
      const nic = functions.findIndex(({ name }) => name === 'NIC0');
      expect(cellText(rows[nic]?.[gpu] ?? null, 'class')).toBe('PIX');
    }
  });

  test('a table does not differ from itself', () => {
    const changes = changesFrom(redirected, redirected, 'verdict').flat();
    expect(changes.every((was) => was === null)).toBe(true);
  });

  test('RR changes what becomes of a write, and the cell knows what the baseline said', () => {
    const { functions } = redirected;
    const gpu = functions.findIndex(({ name }) => name === 'GPU0');
    const nic = functions.findIndex(({ name }) => name === 'NIC0');
    const was = changesFrom(direct, redirected, 'verdict')[nic]?.[gpu];
    expect(was).toMatch(/^Direct, /);
    expect(changesFrom(direct, redirected, 'class')[nic]?.[gpu]).toBeNull();
  });
});

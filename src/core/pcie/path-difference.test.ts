import { describe, expect, test } from 'vitest';
import { busAddr } from '../base/address.ts';
import type { Verdict } from './types.ts';
import { firstDifference } from './path-difference.ts';
import type { PlacedHop } from './path-difference.ts';

function hop(id: string, verdict: Verdict, address = 0x1000n): PlacedHop {
  return {
    place: { id },
    hop: {
      place: { kind: 'function', index: 0 },
      action: 'forward',
      verdict,
      rule: 'ACS-RR',
      operands: [],
      instead: [],
      address: busAddr(address),
      at: 'untranslated',
      t: 0,
      leavesOn: null,
    },
  };
}

const BEFORE = [hop('nic', 'issued'), hop('dsp', 'direct'), hop('gpu', 'delivered')];

describe('first hop that differs', () => {
  test('equal paths have none', () => {
    expect(firstDifference(BEFORE, [...BEFORE])).toBeNull();
  });
  test.each([
    { what: 'another verdict', hop: 1, now: [hop('nic', 'issued'), hop('dsp', 'redirected')] },
    {
      what: 'another component',
      hop: 2,
      now: [hop('nic', 'issued'), hop('dsp', 'direct'), hop('gpu1', 'delivered')],
    },
    { what: 'another address', hop: 0, now: [hop('nic', 'issued', 0x2000n)] },
    { what: 'a path that ends early', hop: 2, now: BEFORE.slice(0, 2) },
    { what: 'a path that goes on', hop: 3, now: [...BEFORE, hop('mem', 'delivered')] },
  ])('$what parts at hop $hop', ({ now, hop: index }) => {
    expect(firstDifference(BEFORE, now)).toMatchObject({ hop: index });
  });
  test('addresses can be left out', () => {
    const now = [hop('nic', 'issued', 0x2000n), ...BEFORE.slice(1)];
    expect(firstDifference(BEFORE, now, { address: false })).toBeNull();
  });
});

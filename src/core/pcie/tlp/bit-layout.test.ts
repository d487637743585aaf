import { expect, test } from 'vitest';
import { headerBits } from './bit-layout.ts';
import { TLP_TYPES } from './fields.ts';
import type { TlpType } from './fields.ts';

test.each(Object.keys(TLP_TYPES) as TlpType[])(
  '%s: every header bit belongs to one field',
  (type) => {
    const dws = (TLP_TYPES[type].fmt & 1) === 1 ? 4 : 3;
    const covered = headerBits(type).flatMap(({ dw, high, low }) =>
      Array.from({ length: high - low + 1 }, (_, i) => dw * 32 + low + i),
    );
    expect(covered.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: dws * 32 }, (_, i) => i),
    );
  },
);

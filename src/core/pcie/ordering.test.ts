import { describe, expect, test } from 'vitest';
import { mayPass } from './ordering.ts';
import type { OrderedTlp, OrderingClass } from './ordering.ts';

const CLASSES: readonly OrderingClass[] = [
  'posted',
  'nonPostedRead',
  'nonPostedData',
  'completion',
];

function tlp(orderingClass: OrderingClass, given: Partial<OrderedTlp> = {}): OrderedTlp {
  return { orderingClass, ro: false, ido: false, requesterId: 0x100, ...given };
}

describe('the ordering table', () => {
  // Rows and columns of pcie.md §5.6, with nothing relaxed and different transactions.
  test.each([
    { row: 'posted', columns: ['no', 'must', 'must', 'may'] },
    { row: 'nonPostedRead', columns: ['no', 'may', 'may', 'may'] },
    { row: 'nonPostedData', columns: ['no', 'may', 'may', 'may'] },
    { row: 'completion', columns: ['no', 'must', 'must', 'may'] },
  ] as const)(
    'may $row pass posted, reads, requests with data, completions',
    ({ row, columns }) => {
      const later = tlp(row, { transaction: 1 });
      expect(CLASSES.map((column) => mayPass(later, tlp(column, { transaction: 2 })))).toEqual(
        columns,
      );
    },
  );

  test.each([
    { row: 'posted', ro: 'may', ido: 'may' },
    { row: 'nonPostedRead', ro: 'no', ido: 'may' },
    { row: 'nonPostedData', ro: 'may', ido: 'may' },
    { row: 'completion', ro: 'may', ido: 'may' },
  ] as const)('what RO and IDO let $row do to a posted request', ({ row, ro, ido }) => {
    const posted = tlp('posted', { requesterId: 0x200 });
    expect(mayPass(tlp(row, { ro: true }), posted)).toBe(ro);
    expect(mayPass(tlp(row, { ido: true }), posted)).toBe(ido);
    expect(mayPass(tlp(row, { ido: true }), tlp('posted'))).toBe('no');
  });

  test('completions of one transaction stay in order, even with RO', () => {
    const one = tlp('completion', { transaction: 7, ro: true });
    expect(mayPass(one, one)).toBe('no');
    expect(mayPass(one, tlp('completion', { transaction: 8 }))).toBe('may');
  });

  test('the completion of a configuration write may overtake posted requests', () => {
    const later = tlp('completion', { completesIoOrConfigWrite: true });
    expect(mayPass(later, tlp('posted'))).toBe('may');
  });
});

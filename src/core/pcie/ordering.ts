/*
 * Which TLP may overtake which, as data.
 * @source PCIe Base §2.4.1, Table 2-40
 */

/** The rows and columns of the ordering table. */
export type OrderingClass = 'posted' | 'nonPostedRead' | 'nonPostedData' | 'completion';

/** What the table looks at in a TLP. */
export interface OrderedTlp {
  readonly orderingClass: OrderingClass;
  readonly ro: boolean;
  readonly ido: boolean;
  readonly requesterId: number;
  /** Completions: which transaction it belongs to. */
  readonly transaction?: number;
  /** Completions of an I/O or configuration write. */
  readonly completesIoOrConfigWrite?: boolean;
}

/** no: never; may: allowed; must: has to be able to, or the fabric can deadlock. */
export type Passing = 'no' | 'may' | 'must';

interface Cell {
  readonly plain: Passing;
  /** What Relaxed Ordering, or ID-based ordering between different requesters, makes of it. */
  readonly relaxed?: Passing;
  readonly otherRequester?: Passing;
}

const NO: Cell = { plain: 'no' };
const MAY: Cell = { plain: 'may' };
const MUST: Cell = { plain: 'must' };
const NO_UNLESS_RO_OR_IDO: Cell = { plain: 'no', relaxed: 'may', otherRequester: 'may' };
/** RO on a read says nothing about passing writes. */
const NO_UNLESS_IDO: Cell = { plain: 'no', otherRequester: 'may' };

/** Row (the later TLP) by column (the earlier one). */
const ORDERING_TABLE: Readonly<Record<OrderingClass, Readonly<Record<OrderingClass, Cell>>>> = {
  posted: {
    posted: NO_UNLESS_RO_OR_IDO,
    nonPostedRead: MUST,
    nonPostedData: MUST,
    completion: MAY,
  },
  nonPostedRead: {
    posted: NO_UNLESS_IDO,
    nonPostedRead: MAY,
    nonPostedData: MAY,
    completion: MAY,
  },
  nonPostedData: {
    posted: NO_UNLESS_RO_OR_IDO,
    nonPostedRead: MAY,
    nonPostedData: MAY,
    completion: MAY,
  },
  completion: {
    posted: NO_UNLESS_RO_OR_IDO,
    nonPostedRead: MUST,
    nonPostedData: MUST,
    completion: MAY,
  },
};

/**
 * Whether `later` may overtake `earlier` in the same traffic class.
 *
 * @returns completions of one transaction never overtake one another; a completion of an I/O or
 *   configuration write may overtake posted requests.
 * @source PCIe Base §2.4.1
 */
export function mayPass(later: OrderedTlp, earlier: OrderedTlp): Passing {
  const isCompletion = later.orderingClass === 'completion';
  if (isCompletion && earlier.orderingClass === 'completion') {
    const isSame =
      later.requesterId === earlier.requesterId && later.transaction === earlier.transaction;
    return isSame ? NO.plain : MAY.plain;
  }
  const cell = ORDERING_TABLE[later.orderingClass][earlier.orderingClass];
  if (cell.plain !== 'no') return cell.plain;
  const isFree =
    isCompletion && later.completesIoOrConfigWrite === true && earlier.orderingClass === 'posted';
  if (isFree) return 'may';
  if (later.ro && cell.relaxed !== undefined) return cell.relaxed;
  const isOther = later.ido && later.requesterId !== earlier.requesterId;
  return isOther ? (cell.otherRequester ?? 'no') : 'no';
}

import { assertUnreachable } from '../../base/assert.ts';
import { TLP_TYPES } from './fields.ts';
import type { TlpType } from './fields.ts';

/** What a header field is for, which also decides its tint in the Bytes panel. */
export type FieldGroup = 'kind' | 'control' | 'address-type' | 'id' | 'address' | 'reserved';

/** A run of bits of one header DW. A field that spans DWs (Address[63:32], Address[31:2]) has one entry each. */
export interface HeaderBits {
  /** Stable id: linked entries of one field share it (`tag` has three pieces). */
  readonly field: string;
  /** Name as the figures of the specification write it. */
  readonly name: string;
  /** Header DW, from 0. */
  readonly dw: number;
  /** Highest and lowest bit, both included, 31 = most significant. */
  readonly high: number;
  readonly low: number;
  readonly group: FieldGroup;
  /** Whether a switch or root port looks at it to choose where the TLP goes. */
  readonly routes: boolean;
}

type Row = readonly [field: string, name: string, high: number, low: number, group: FieldGroup];

const ROUTING_FIELDS = new Set([
  'fmt',
  'type',
  'at',
  'address',
  'destId',
  'requesterId',
  'routing',
]);

/** DW0 is the same in every TLP. @source PCIe Base §2.2.1 */
const DW0: readonly Row[] = [
  ['fmt', 'Fmt', 31, 29, 'kind'],
  ['type', 'Type', 28, 24, 'kind'],
  ['tag', 'T9', 23, 23, 'id'],
  ['tc', 'TC', 22, 20, 'control'],
  ['tag', 'T8', 19, 19, 'id'],
  ['ido', 'IDO', 18, 18, 'control'],
  ['reserved', 'R', 17, 17, 'reserved'],
  ['th', 'TH', 16, 16, 'control'],
  ['td', 'TD', 15, 15, 'control'],
  ['ep', 'EP', 14, 14, 'control'],
  ['ro', 'RO', 13, 13, 'control'],
  ['ns', 'NS', 12, 12, 'control'],
  ['at', 'AT', 11, 10, 'address-type'],
  ['length', 'Length', 9, 0, 'control'],
];

const REQUEST_DW1: readonly Row[] = [
  ['requesterId', 'Requester ID', 31, 16, 'id'],
  ['tag', 'Tag', 15, 8, 'id'],
  ['lastBe', 'Last BE', 7, 4, 'control'],
  ['firstBe', 'First BE', 3, 0, 'control'],
];

const ADDRESS_LOW: readonly Row[] = [
  ['address', 'Address[31:2]', 31, 2, 'address'],
  ['ph', 'PH', 1, 0, 'control'],
];

const ADDRESS_HIGH: readonly Row[] = [['address', 'Address[63:32]', 31, 0, 'address']];

const CONFIG_DW2: readonly Row[] = [
  ['destId', 'Bus, Device, Function', 31, 16, 'address'],
  ['reserved', 'R', 15, 12, 'reserved'],
  ['register', 'Ext. Register', 11, 8, 'address'],
  ['register', 'Register', 7, 2, 'address'],
  ['reserved', 'R', 1, 0, 'reserved'],
];

const COMPLETION_DW1: readonly Row[] = [
  ['completerId', 'Completer ID', 31, 16, 'id'],
  ['status', 'Status', 15, 13, 'kind'],
  ['bcm', 'BCM', 12, 12, 'control'],
  ['byteCount', 'Byte Count', 11, 0, 'control'],
];

const COMPLETION_DW2: readonly Row[] = [
  ['requesterId', 'Requester ID', 31, 16, 'id'],
  ['tag', 'Tag', 15, 8, 'id'],
  ['reserved', 'R', 7, 7, 'reserved'],
  ['lowerAddress', 'Lower Address', 6, 0, 'address'],
];

const MESSAGE_DW1: readonly Row[] = [
  ['requesterId', 'Requester ID', 31, 16, 'id'],
  ['tag', 'Tag', 15, 8, 'id'],
  ['messageCode', 'Message Code', 7, 0, 'kind'],
];

function restOf(type: TlpType): readonly (readonly Row[])[] {
  const { layout, fmt } = TLP_TYPES[type];
  switch (layout) {
    case 'memory':
      return (fmt & 1) === 1
        ? [REQUEST_DW1, ADDRESS_HIGH, ADDRESS_LOW]
        : [REQUEST_DW1, ADDRESS_LOW];
    case 'io':
      return [REQUEST_DW1, ADDRESS_LOW];
    case 'config':
      return [REQUEST_DW1, CONFIG_DW2];
    case 'completion':
      return [COMPLETION_DW1, COMPLETION_DW2];
    case 'message':
      return [
        MESSAGE_DW1,
        [['dw2', 'ID or vendor specific', 31, 0, 'address']],
        [['dw3', 'Message specific', 31, 0, 'control']],
      ];
    default:
      return assertUnreachable(layout);
  }
}

/**
 * The header of a TLP type bit by bit, DW0 first, most significant bits first; prefixes are not in it.
 *
 * @returns entries that cover every bit of the 3 or 4 header DWs exactly once.
 * @source PCIe Base §2.2.1, §2.2.7 to §2.2.9
 */
export function headerBits(type: TlpType): readonly HeaderBits[] {
  const isCompletion = TLP_TYPES[type].layout === 'completion';
  return [DW0, ...restOf(type)].flatMap((rows, dw) =>
    rows.map(([field, name, high, low, group]) => ({
      field,
      name,
      dw,
      high,
      low,
      group,
      // A request's Requester ID matters to ACS Source Validation and to the IOMMU; a completion is routed by it.
      routes: ROUTING_FIELDS.has(field) && !(isCompletion && field === 'at'),
    })),
  );
}

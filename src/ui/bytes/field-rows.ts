import { hexGrouped } from '../../core/base/address.ts';
import { headerBits } from '../../core/pcie/tlp/bit-layout.ts';
import type { FieldGroup, HeaderBits } from '../../core/pcie/tlp/bit-layout.ts';
import type { TlpFields } from '../../core/pcie/tlp/fields.ts';
import type { IdeFields } from '../../core/pcie/tlp-fields.ts';
import { panelStrings } from '../strings/panels.ts';

/** A field as the tree lists it. */
export interface FieldRow {
  readonly field: string;
  readonly name: string;
  /** As an engineer would write it: `4 DW`, `0x40_0012_3000`, `10`. */
  readonly value: string;
  readonly meaning: string;
  readonly routes: boolean;
  readonly group: FieldGroup;
}

const STATUS = ['SC', 'UR', 'RRS', '3', 'CA', '5', '6', '7'];

const binary = (value: number, digits: number): string => value.toString(2).padStart(digits, '0');

function valueOf(field: string, fields: TlpFields): string {
  switch (field) {
    case 'fmt':
      return binary(fields.fmt, 3);
    case 'type':
      return `${binary(fields.typeCode, 5)} ${fields.type}`;
    case 'tag':
      return `0x${fields.tag.toString(16)}`;
    case 'ido':
    case 'ro':
    case 'ns':
      return String(fields.attr[field]);
    case 'at':
      return binary(fields.at, 2);
    case 'length':
      return `${fields.length} DW`;
    case 'firstBe':
    case 'lastBe':
      return binary(fields[field] ?? 0, 4);
    case 'address':
      return hexGrouped(BigInt(fields.address ?? '0x0'));
    case 'status':
      return STATUS[fields.status ?? 0] ?? '';
    case 'byteCount':
      return `${fields.byteCount ?? 0} B`;
    case 'messageCode':
    case 'register':
    case 'lowerAddress':
      return `0x${(fields[field] ?? 0).toString(16)}`;
    default: {
      const value: unknown = Reflect.get(fields, field);
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '0';
    }
  }
}

/** The fields of the IDE prefix, whose bit positions are not confirmed: they are listed and not drawn. */
function ideRows(ide: IdeFields, meanings: Readonly<Record<string, string>>): FieldRow[] {
  const row = (field: string, name: string, value: string): FieldRow => ({
    field,
    name,
    value,
    meaning: meanings[field] ?? '',
    routes: false,
    group: 'address-type',
  });
  return [
    row('ideT', 'IDE T', String(ide.t)),
    row('ideM', 'IDE M', String(ide.m)),
    row('ideSubStream', 'IDE stream', ide.subStream),
  ];
}

/**
 * Every field once, with value and meaning: first what routing looks at, then the IDE prefix, then the rest in the
 * order in which the DWs hold them.
 */
export function describeFields(fields: TlpFields, ide: IdeFields | null): FieldRow[] {
  const seen = new Set<string>();
  const meanings: Readonly<Record<string, string>> = panelStrings.bytes.meaning;
  const names: Readonly<Record<string, string>> = panelStrings.bytes.names;
  const rows = headerBits(fields.type).flatMap(({ field, name, routes, group }) => {
    if (field === 'reserved' || seen.has(field)) return [];
    seen.add(field);
    const meaning = meanings[field] ?? '';
    return [
      { field, name: names[field] ?? name, value: valueOf(field, fields), meaning, routes, group },
    ];
  });
  return [
    ...rows.filter(({ routes }) => routes),
    ...(ide === null ? [] : ideRows(ide, meanings)),
    ...rows.filter(({ routes }) => !routes),
  ];
}

/** Header DWs that no known type lays out, one field each. */
export function rawBits(bytes: Uint8Array): readonly HeaderBits[] {
  const dws = Math.min(4, Math.floor(bytes.length / 4));
  return Array.from({ length: dws }, (_, dw) => ({
    field: `raw${dw}`,
    name: '',
    dw,
    high: 31,
    low: 0,
    group: 'reserved',
    routes: false,
  }));
}

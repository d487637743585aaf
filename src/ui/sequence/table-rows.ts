import { hexGrouped } from '../../core/base/address.ts';
import { defined } from '../../core/base/assert.ts';
import type { LifeMoment, LifeTables } from '../../core/cca/life.ts';
import { LIFE_ADDRESSES, lifeTables } from '../../core/cca/life.ts';
import type { RttEntry } from '../../core/cca/rmm.ts';
import { EXPORTER, IMPORTER } from '../../core/cca/row-scenario.ts';
import { sequenceStrings as words } from '../strings/sequence.ts';

/** One table's line: what it said before the step and what it says after. */
export interface TableRow {
  readonly id: keyof typeof words.rows;
  readonly before: string;
  readonly after: string;
  /** The half of the Realm's address space that the line is about. */
  readonly half: 'shared' | 'private' | null;
}

function entryText(entry: RttEntry | null): string {
  if (entry === null) return words.unassigned;
  const { hipas, ripas, pa } = entry;
  if (hipas === 'ASSIGNED_NS') return `${hipas}, ${hexGrouped(pa)}`;
  return ripas === 'DEV'
    ? `${hipas}, RIPAS DEV, ${hexGrouped(pa)}`
    : `${hipas}, RIPAS EMPTY, ${words.invalid}`;
}

function deviceText({ devices }: LifeTables, wanted: string): string {
  const { tdi, vdev } = defined(
    devices.find(({ id }) => id === wanted),
    wanted,
  );
  return `${tdi}, ${words.dma(vdev.dmaEnabled)}`;
}

const TEXT: Readonly<Record<TableRow['id'], (tables: LifeTables) => string>> = {
  bar: ({ barIpa }) =>
    barIpa === null ? words.nowhere : hexGrouped(barIpa, LIFE_ADDRESSES.ipaDigits),
  sharedEntry: ({ sharedEntry }) => entryText(sharedEntry),
  privateEntry: ({ privateEntry }) => entryText(privateEntry),
  mirror: ({ mirror }) =>
    mirror === null
      ? words.unmapped
      : `${hexGrouped(LIFE_ADDRESSES.shared)} → ${hexGrouped(mirror)}`,
  gpi: ({ gpi }) => words.granules[gpi],
  exporter: (tables) => deviceText(tables, EXPORTER),
  importer: (tables) => deviceText(tables, IMPORTER),
};

function halfOf(id: TableRow['id'], { barIpa }: LifeTables): TableRow['half'] {
  if (id === 'sharedEntry' || id === 'mirror') return 'shared';
  if (id === 'privateEntry') return 'private';
  if (id !== 'bar' || barIpa === null) return null;
  return barIpa === LIFE_ADDRESSES.shared ? 'shared' : 'private';
}

/** Every table that a device's life touches, before and after a step. */
export function tableRows(moment: LifeMoment): readonly TableRow[] {
  const before = lifeTables(moment.before);
  const after = lifeTables(moment.after);
  return (Object.keys(TEXT) as TableRow['id'][]).map((id) => ({
    id,
    before: TEXT[id](before),
    after: TEXT[id](after),
    half: halfOf(id, after),
  }));
}

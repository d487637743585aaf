import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { importFiles } from '../import.ts';

/*
 * Recorded machines: the listing that lspci printed in the guest against the registers that the kernel read. A
 * second opinion on every field that `show` states.
 */

const FOLDER = join(SHARED, 'data', 'linux-oracle');
const FILES = hasShared() ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];

interface OracleFunction {
  bdf: string;
  parent: string | null;
  vendor: string;
  device: string;
  class: string;
  pcie: { type: string } | null;
  acs: { cap: string; ctl: string } | null;
  bars: { index: number; type: string; start: string; size: number; assigned: boolean }[];
  iommu_group: number | null;
  driver: string | null;
}

const NAMES = ['SV', 'TB', 'RR', 'CR', 'UF', 'EC', 'DT'];
const names = (word: string): string[] => NAMES.filter((_, bit) => (Number(word) >> bit) & 1);

describe.skipIf(!hasShared())('a listing of a recorded machine', () => {
  test.each(FILES)('%s says what the kernel read', (file) => {
    const oracle = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as {
      lspci_vvv: string;
      functions: OracleFunction[];
    };
    const result = importFiles([{ name: file, text: oracle.lspci_vvv }]);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const shown = result.value.functions.map((row) => ({
      bdf: row.bdf,
      parent: row.parent,
      ids: [row.vendor, row.device, row.class],
      kind: row.kind,
      acs: row.acs,
      bars: row.bars.map((bar) => [bar.index, bar.space, bar.address, bar.sizeBytes]),
      group: row.iommuGroup,
      driver: row.driver,
    }));
    const expected = oracle.functions.map((row) => ({
      bdf: row.bdf,
      parent: row.parent,
      ids: [row.vendor, row.device, row.class.slice(0, 4)],
      kind: row.pcie?.type ?? expect.stringMatching(/^(?:conventional|host-bridge)/),
      acs: row.acs === null ? null : { cap: names(row.acs.cap), ctl: names(row.acs.ctl) },
      bars: row.bars.map((bar) => [
        bar.index,
        bar.type,
        bar.assigned ? bar.start : null,
        bar.assigned ? bar.size : expect.anything(),
      ]),
      group: row.iommu_group,
      driver: row.driver,
    }));
    expect(shown).toEqual(expected);
    expect(result.value.ignored).toEqual([]);
  });
});

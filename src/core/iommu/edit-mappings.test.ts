import { describe, expect, test } from 'vitest';
import { defined } from '../base/assert.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Iommu } from '../scenario/schema.ts';
import { nextMapping, withMapping, withMappingAt, withoutMapping } from './edit-mappings.ts';
import type { DocumentMapping } from './edit-mappings.ts';

const scenario = defined(
  PRESETS.find(({ id }) => id === 'nested-guest'),
  'the example exists',
).scenario;
const iommu = defined(
  scenario.components.find((one): one is Iommu => one.kind === 'iommu'),
  'an SMMU',
);
const [guest, host] = iommu.tables;

const fromsOf = ({ tables }: Pick<Iommu, 'tables'>, id: string): readonly string[] =>
  defined(
    tables.find((one) => one.id === id),
    id,
  ).mappings.map(({ from }) => from);

describe('the mappings of a table', () => {
  const page: DocumentMapping = {
    from: '0x1000',
    to: '0x5000',
    sizeBytes: 4096,
    read: true,
    write: false,
    attribute: 'cache',
  };

  test('are added at the end, changed in place and taken away; other tables stay', () => {
    const added = withMapping(iommu, 'guest', page);
    expect(fromsOf(added, 'guest')).toEqual(['0x7000000000', '0x1000']);
    expect(added.tables[1]).toBe(host);
    const at = { table: 'guest', index: 0 };
    expect(fromsOf(withMappingAt(iommu, at, page), 'guest')).toEqual(['0x1000']);
    expect(fromsOf(withoutMapping({ ...iommu, ...added }, at), 'guest')).toEqual(['0x1000']);
  });

  test('go on where the last one ends', () => {
    expect(nextMapping(null, defined(guest, 'guest'), 4096)).toMatchObject({
      from: '0x7000100000',
      to: '0x2000101000',
      sizeBytes: 4096,
    });
    expect(nextMapping(null, defined(host, 'host'), 4096).to).toEqual({
      function: 'gpu0',
      bar: 2,
      offset: '0x103000',
    });
    const empty = { id: 'none', name: 'None', mappings: [] };
    expect(nextMapping(null, empty, 65536)).toMatchObject({ from: '0x10000', to: '0x0' });
  });
});

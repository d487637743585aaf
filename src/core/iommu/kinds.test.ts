import { describe, expect, test } from 'vitest';
import { defined } from '../base/assert.ts';
import { enumerate } from '../machine/enumerate.ts';
import { applyEdit } from '../scenario/edit.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import { IOMMU_MODELS } from '../scenario/schema.ts';
import type { Iommu, Scenario } from '../scenario/schema.ts';
import { createRun } from '../sim/create-run.ts';
import type { Run } from '../sim/run.ts';

/* One machine under every kind of IOMMU: the same identity maps, then none at all. */

type Model = Iommu['model'];

const { scenario: EXAMPLE } = defined(
  PRESETS.find(({ id }) => id === 'redirected'),
  'the example',
);

/** The document after the edit that the host bridge's form makes. */
function under(scenario: Scenario, patch: Partial<Iommu>): Scenario {
  const edited = applyEdit(scenario, { kind: 'patchComponent', id: 'smmu0', patch });
  if (!edited.ok) throw new Error(JSON.stringify(edited.error));
  return edited.value.scenario;
}

/** The example with identity maps for all devices: the drive, which bypasses there, reads memory through one. */
const REDIRECTED = under(EXAMPLE, identityMaps());

function identityMaps(): Partial<Iommu> {
  const smmu = EXAMPLE.components.find((one) => one.kind === 'iommu');
  const [table] = smmu?.tables ?? [];
  const known = { read: true, write: true, attribute: 'cache' } as const;
  const dram = { from: '0x8000000000', to: '0x8000000000', sizeBytes: 2 ** 21, ...known };
  const { id, name, mappings } = defined(table, 'the domain of the example');
  return {
    streams: (smmu?.streams ?? []).map(({ requester, t }) => {
      return { requester, t, config: 'stage2', table: id };
    }),
    tables: [{ id, name, mappings: [...mappings, dram] }],
  };
}

function runOf(scenario: Scenario): Run {
  return createRun(defined(enumerate(scenario).machine ?? undefined, 'a machine'));
}

/** Where every TLP ended, with which address, and how many bytes arrived. */
function deliveries(run: Run): unknown[] {
  return run.flows
    .filter(({ leg }) => leg === 'request')
    .map(({ transferId, route }) => {
      const end = route.request.at(-1);
      const summary = run.transfers.find((one) => one.transferId === transferId);
      const { bytesDelivered } = summary ?? {};
      return [transferId, route.outcome, end?.place, end?.address, bytesDelivered];
    });
}

const smmu = deliveries(runOf(REDIRECTED));

test('the machine delivers under its SMMU', () => {
  expect(smmu).toMatchObject([
    ['write', 'delivered', {}, 0x40_0012_3000n, 256],
    ['burst', 'delivered', {}, 0x40_0012_4000n, 4096],
    ['fetch', 'delivered', {}, 0x80_0010_0000n, 512],
  ]);
});

describe('the same identity maps', () => {
  test.each(IOMMU_MODELS)('under %s every transfer ends where it ends under SMMUv3', (model) => {
    const changed = under(REDIRECTED, { model });
    expect(deliveries(runOf(changed))).toEqual(smmu);
    // The mappings are the document's: the way back finds them again.
    expect(under(changed, { model: 'smmuv3' })).toEqual(REDIRECTED);
  });
});

/** What the kind says of an address that nothing maps; null: it has no tables to look into. */
const FAULTS: Readonly<Record<Model, string | null>> = {
  smmuv3: 'SMMU-F_TRANSLATION',
  'vtd-legacy': 'VTD-WRITE',
  'vtd-scalable': 'VTD-WRITE',
  amdvi: 'AMDVI-PAGE-FAULT',
  tce: 'TCE-EEH',
  identity: null,
  none: null,
};

describe('with the map removed', () => {
  const unmapped = under(REDIRECTED, {
    tables: [{ id: 'dma', name: 'DMA domain', mappings: [] }],
  });

  test.each(IOMMU_MODELS)('%s reports its own fault', (model) => {
    const run = runOf(under(unmapped, { model }));
    const write = run.flows.find(({ transferId }) => transferId === 'write');
    const rules = write?.route.request.map(({ rule }) => rule);
    const fault = FAULTS[model];
    if (fault === null) {
      expect(write?.route.outcome).toBe('delivered');
      return;
    }
    expect(write?.route.outcome).toBe('faulted');
    expect(rules?.at(-1)).toBe(fault);
    // 17 writes and the read of the drive, some kinds by different names.
    const faults = Object.values(run.iommus[0]?.faults ?? {});
    expect(faults.reduce((sum, count) => sum + count, 0)).toBe(18);
    expect(run.iommus[0]?.faults).toHaveProperty(fault);
  });
});

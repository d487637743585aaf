import { hex } from '../base/address.ts';
import { defined } from '../base/assert.ts';
import { enumerate } from '../machine/enumerate.ts';
import type { Machine } from '../machine/types.ts';
import type { Translator } from '../pcie/types.ts';
import type { Iommu, Scenario, Transfer } from '../scenario/schema.ts';
import { judge } from './judge.ts';
import type { Judged } from './judge.ts';
import { LIFE_ADDRESSES } from './life.ts';
import type { LifeMoment, LifeState } from './life.ts';
import { patchFunction, patchSmmu } from './row-patches.ts';
import { EXPORTER, IMPORTER, scenarioOfRow } from './row-scenario.ts';
import { EXAMPLE_ADDRESSES } from './row.ts';
import type { CcaRow } from './row.ts';

/*
 * A moment of a device's life as a document: the tables as the calls left them, and a peer that tries both
 * addresses of the BAR.
 */

const PAGE_BYTES = 4096;

type Mapping = Iommu['tables'][number]['mappings'][number];

function page(from: bigint, to: bigint, ns?: boolean): Mapping {
  return {
    from: hex(from),
    to: hex(to),
    sizeBytes: PAGE_BYTES,
    read: true,
    write: true,
    attribute: 'mmio',
    ...(ns === undefined ? {} : { ns }),
  };
}

/** Valid leaves of the Realm translation table: device memory that nobody validated is an invalid descriptor. */
function realmPages({ rmm }: LifeState): Mapping[] {
  return [...rmm.rtt]
    .filter(([, { hipas, ripas }]) => hipas === 'ASSIGNED_NS' || ripas === 'DEV')
    .map(([ipa, { pa, hipas }]) => page(ipa, pa, hipas === 'ASSIGNED_NS'));
}

/** The machine of the matrix, as it stands after a step; its tables replace those of a row. */
function baseRow({ after, acs }: LifeMoment): CcaRow {
  const importer = defined(after.rmm.vdevs.get(IMPORTER), 'importer');
  const state = defined(after.tdi.get(IMPORTER), 'importer');
  return {
    importer: { t: state === 'RUN' ? 1 : 0, state, dmaEnabled: importer.dmaEnabled, ats: false },
    exporter: { state: defined(after.tdi.get(EXPORTER), 'exporter'), nonTee: false },
    placement: 'shared',
    mirror: false,
    acs,
    identity: true,
    p2pStream: false,
    addresses: EXAMPLE_ADDRESSES,
  };
}

/** Where the importer tries. */
export type ProbeId = 'shared' | 'private';

const PROBES = [
  { id: 'shared', name: 'Importer writes at the shared address' },
  { id: 'private', name: 'Importer writes at the private address' },
] as const satisfies readonly { readonly id: ProbeId; readonly name: string }[];

/**
 * The document of a moment: both stage-2 tables, the granule protection and both interfaces as the step left them;
 * the importer writes once at either address of the BAR, with the T bit that its state gives it.
 */
export function scenarioOfLife(moment: LifeMoment, title: string): Scenario {
  const { after } = moment;
  const row = baseRow(moment);
  const base = scenarioOfRow(row);
  const template = defined(base.transfers[0], 'a row has a write');
  const transfers = PROBES.map(({ id, name }, index): Transfer => ({
    ...template,
    id,
    name,
    address: hex(LIFE_ADDRESSES[id]),
    startPs: index * 2_000_000,
  }));
  const exporter = defined(after.rmm.vdevs.get(EXPORTER), 'exporter');
  const gpi = after.rmm.granules.has(LIFE_ADDRESSES.pa) ? 'REALM' : 'NS';
  const withTables = patchSmmu({ ...base, title, transfers }, (smmu) => ({
    ...smmu,
    tables: smmu.tables.map((table) => ({
      ...table,
      mappings:
        table.id === 'rtt'
          ? realmPages(after)
          : [...after.mirror].map(([ipa, pa]) => page(ipa, pa)),
    })),
    granules: (smmu.granules ?? []).map((granule) => ({ ...granule, gpi })),
  }));
  return patchFunction(withTables, EXPORTER, {
    tdisp: { state: row.exporter.state, dmaEnabled: exporter.dmaEnabled },
  });
}

/** What the importer's write at one address comes to. */
export interface Probe {
  readonly id: ProbeId;
  readonly address: bigint;
  readonly t: 0 | 1;
  readonly judged: Judged;
}

/**
 * Lets the importer try both addresses after a step.
 *
 * @param connect gives a machine's IOMMUs (core/iommu `translatorsOf`).
 */
export function probeLife(
  moment: LifeMoment,
  connect: (machine: Machine) => ReadonlyMap<number, Translator>,
): readonly Probe[] {
  const scenario = scenarioOfLife(moment, '');
  const machine = defined(enumerate(scenario).machine ?? undefined, 'the scene is a machine');
  const translators = connect(machine);
  return scenario.transfers.map((transfer, index) => ({
    id: defined(PROBES[index], 'two addresses').id,
    address: BigInt(transfer.address ?? '0x0'),
    t: transfer.t,
    judged: judge(machine, translators, transfer),
  }));
}

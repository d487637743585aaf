import type { CcaRow } from './row.ts';
import { EXAMPLE_ADDRESSES } from './row.ts';
import type { Iommu, Scenario, TdiState, Transfer } from '../scenario/schema.ts';
import { EXPORTER, IMPORTER } from './row-scenario.ts';
import { patchFunction, patchHost, patchSmmu, patchTransfers, withMemory } from './row-patches.ts';

/** A situation that the columns of the matrix cannot express: a row, and what is different about it. */
export interface NamedRow {
  readonly id: string;
  /** What is the case, in one line. */
  readonly title: string;
  readonly row: CcaRow;
  readonly patch?: (scenario: Scenario, row: CcaRow) => Scenario;
  /** The importer asks for a translation instead of writing. */
  readonly isTranslationRequest?: boolean;
  /** No source describes the whole situation: even a refusal follows from several rules together. */
  readonly isDerived?: boolean;
}

type Mapping = Iommu['tables'][number]['mappings'][number];

type RowChange = Partial<Omit<CcaRow, 'importer' | 'exporter'>> & {
  readonly t?: 0 | 1;
  readonly importer?: TdiState;
  readonly dmaEnabled?: boolean;
  readonly ats?: boolean;
  readonly exporter?: TdiState;
  readonly nonTee?: boolean;
};

/** A row that differs from the plain case (T=0, unlocked exporter, shared, mirrored, forced) in what is given. */
function rowWith(change: RowChange): CcaRow {
  const { t = 0, importer, dmaEnabled = true, ats = false, exporter, nonTee, ...rest } = change;
  return {
    importer: { t, state: importer ?? (t === 1 ? 'RUN' : 'CONFIG_UNLOCKED'), dmaEnabled, ats },
    exporter: { state: exporter ?? 'CONFIG_UNLOCKED', nonTee: nonTee ?? false },
    placement: 'shared',
    mirror: true,
    acs: 'forced',
    identity: true,
    p2pStream: false,
    addresses: EXAMPLE_ADDRESSES,
    ...rest,
  };
}

const hex = (value: bigint): string => `0x${value.toString(16)}`;
const MOVED = { ...EXAMPLE_ADDRESSES, bus: 0xe000_1000n };
const PRIVATE_RUN = { exporter: 'RUN', placement: 'private' } as const;

/** The writes of the importer with other fields. */
const write = (fields: Partial<Transfer>) => (scenario: Scenario) =>
  patchTransfers(scenario, fields);

/** Outside of CC: no granule protection, no TDISP, and stage 2 maps guest physical addresses without any tag. */
function withoutCca(isMapped: boolean): NonNullable<NamedRow['patch']> {
  return (scenario, { addresses }) => {
    const plain = {
      ...scenario,
      components: scenario.components.map((component) => {
        if (component.kind === 'host-bridge' || !('tdisp' in component)) return component;
        const { tdisp: _none, ...rest } = component;
        return rest;
      }),
    };
    const mapped = patchSmmu(plain, (smmu) => {
      const { granules: _unchecked, ...rest } = smmu;
      return {
        ...rest,
        streams: smmu.streams.filter(({ t }) => t === 0),
        tables: smmu.tables.map((table) => ({
          ...table,
          mappings: isMapped ? page(addresses.privateIpa, addresses.pa) : [],
        })),
      };
    });
    return patchTransfers(mapped, { address: hex(addresses.privateIpa) });
  };
}

function page(from: bigint, to: bigint): Mapping[] {
  return [
    {
      from: hex(from),
      to: hex(to),
      sizeBytes: 4096,
      read: true,
      write: true,
      attribute: 'mmio',
    },
  ];
}

/** The whole burst of the MPS rows: four writes of 256 B at adjacent addresses. */
function burst(attribute: 'mmio' | 'cache', rpResplit: boolean): NonNullable<NamedRow['patch']> {
  return (scenario) => {
    const host = patchHost(scenario, { mergeLimitBytes: 1024, rpResplit });
    const mapped = patchSmmu(host, (smmu) => ({
      ...smmu,
      tables: smmu.tables.map((table) => ({
        ...table,
        mappings: table.mappings.map((mapping) => ({ ...mapping, attribute })),
      })),
    }));
    return patchTransfers(mapped, { bytes: 1024, pieceBytes: 256 });
  };
}

/** The importer's stream table entry with other fields. */
function stream(
  t: 0 | 1,
  change: object,
  more: Partial<Parameters<Parameters<typeof patchSmmu>[1]>[0]> = {},
) {
  return (scenario: Scenario): Scenario =>
    patchSmmu(scenario, (smmu) => ({
      ...smmu,
      ...more,
      streams: smmu.streams.map((one) =>
        one.requester === IMPORTER && one.t === t ? { ...one, ...change } : one,
      ),
    }));
}

/** Both downstream ports with other ACS control bits. */
const dsp = (control: number) => (scenario: Scenario) =>
  ['sw0-dsp1', 'sw0-dsp2'].reduce(
    (now, id) => patchFunction(now, id, { acs: { capability: 0x5f, control } }),
    scenario,
  );

const REDIRECT = 0x1d;
const DT = 0x40;
const TB = 0x02;

const NON_CC: readonly NamedRow[] = [
  {
    id: 'X-ID-1',
    title: 'No CC, direct, IPA == GPA == bus address',
    row: rowWith({ acs: 'direct' }),
    patch: withoutCca(true),
  },
  {
    id: 'X-ID-2',
    title: 'No CC, direct, the GPA is in no window and not mapped',
    row: rowWith({ acs: 'direct', identity: false, addresses: MOVED }),
    patch: withoutCca(false),
    isDerived: true,
  },
  {
    id: 'X-ID-3',
    title: 'No CC, direct, the GPA is another function’s bus address',
    row: rowWith({
      acs: 'direct',
      identity: false,
      addresses: { ...MOVED, otherBus: EXAMPLE_ADDRESSES.privateIpa },
    }),
    patch: withoutCca(true),
  },
  {
    id: 'X-ID-4',
    title: 'No CC, direct, guest RAM lies under a bridge window',
    row: rowWith({ acs: 'direct' }),
    patch: (scenario, row) =>
      withMemory(withoutCca(true)(scenario, row), { address: hex(row.addresses.bus) }),
  },
  {
    id: 'X-ID-5',
    title: 'No CC, forced, the GPA is mapped in stage 2',
    row: rowWith({}),
    patch: withoutCca(true),
  },
  {
    id: 'X-ID-6',
    title: 'No CC, forced, the GPA is not mapped in stage 2',
    row: rowWith({}),
    patch: withoutCca(false),
  },
  {
    id: 'X-ID-7',
    title: 'Realm, direct, the driver emits the tagged address all the same',
    row: rowWith({ acs: 'direct' }),
    patch: write({ address: '0x8010001000' }),
  },
];

const INTERCONNECT: readonly NamedRow[] = [
  {
    id: 'X-MPS-1',
    title: 'Four writes of 256 B to a BAR mapped IOMMU_MMIO',
    row: rowWith({}),
    patch: burst('mmio', false),
  },
  {
    id: 'X-MPS-2',
    title: 'The same mapped IOMMU_CACHE: gathered, not cut',
    row: rowWith({}),
    patch: burst('cache', false),
  },
  {
    id: 'X-MPS-3',
    title: 'The same, but the root port cuts to its MPS',
    row: rowWith({}),
    patch: burst('cache', true),
  },
  {
    id: 'X-IC-1',
    title: 'The interconnect has no path between root ports',
    row: rowWith({}),
    patch: (scenario) => patchHost(scenario, { rcP2P: 'none' }),
  },
  {
    id: 'X-IC-2',
    title: 'Both functions below one root port, which does not turn around',
    row: rowWith({}),
    patch: (scenario) => patchHost(scenario, { hairpin: false }),
  },
  {
    id: 'X-IC-3',
    title: 'The stream bypasses translation: the shared IPA is taken as PA',
    row: rowWith({}),
    patch: stream(0, { config: 'bypass' }),
    isDerived: true,
  },
];

const IMPORTER_STATES: readonly NamedRow[] = [
  {
    id: 'X-IM-1',
    title: 'Importer in RUN, RSI_VDEV_DMA_ENABLE not yet called',
    row: rowWith({ t: 1, dmaEnabled: false, ...PRIVATE_RUN }),
  },
  {
    id: 'X-IM-2',
    title: 'Importer in CONFIG_LOCKED',
    row: rowWith({ importer: 'CONFIG_LOCKED' }),
  },
  { id: 'X-IM-3', title: 'Importer in ERROR', row: rowWith({ importer: 'ERROR' }) },
  {
    id: 'X-IM-4',
    title: 'The importer has no Realm stream table entry',
    row: rowWith({ t: 1, ...PRIVATE_RUN }),
    patch: (scenario) =>
      patchSmmu(scenario, (smmu) => ({
        ...smmu,
        streams: smmu.streams.map((one) => (one.t === 1 ? { ...one, requester: EXPORTER } : one)),
      })),
  },
  { id: 'X-IM-5', title: 'T=0 from an importer in RUN', row: rowWith({ importer: 'RUN' }) },
];

const HOST: readonly NamedRow[] = [
  {
    id: 'X-HV-1',
    title: 'The hypervisor maps the protected IPA to the Realm granule',
    row: rowWith(PRIVATE_RUN),
    patch: (scenario, { addresses }) =>
      patchTransfers(
        patchSmmu(scenario, (smmu) => ({
          ...smmu,
          tables: smmu.tables.map((table) =>
            table.id === 'hypervisor'
              ? { ...table, mappings: page(addresses.privateIpa, addresses.pa) }
              : table,
          ),
        })),
        { address: hex(addresses.privateIpa) },
      ),
  },
  {
    id: 'X-HV-2',
    title: 'The host points the shared half at another Non-secure page',
    row: rowWith({ t: 1, addresses: { ...EXAMPLE_ADDRESSES, otherBus: 0x2000_1000n } }),
    patch: (scenario, { addresses: { pa, bus } }) =>
      patchSmmu(scenario, (smmu) => ({
        ...smmu,
        tables: smmu.tables.map((table) => ({
          ...table,
          mappings: table.mappings.map((mapping) => ({
            ...mapping,
            to: hex(0x2000_1000n + pa - bus),
          })),
        })),
      })),
  },
  {
    id: 'X-HV-7',
    title: 'T=1 through the stale shared alias after the lock',
    row: rowWith({ t: 1, exporter: 'RUN', placement: 'both' }),
    patch: write({ address: '0x8010001000' }),
  },
  {
    id: 'X-LK-1',
    title: 'The exporter locks while a live shared mapping is not revoked',
    row: rowWith({ exporter: 'CONFIG_LOCKED', placement: 'both' }),
    isDerived: true,
  },
  {
    id: 'X-LK-2',
    title: 'The same, the granules not delegated yet',
    row: rowWith({ exporter: 'CONFIG_LOCKED' }),
  },
  {
    id: 'X-RP-1',
    title: 'The exporter’s root port may not send T=1',
    row: rowWith({ t: 1, ...PRIVATE_RUN }),
    patch: (scenario) => patchFunction(scenario, 'rp0', { tdispTagging: false }),
  },
  {
    id: 'X-RP-2',
    title: 'The exporter’s IDE stream left the Secure state',
    row: rowWith({ t: 1, ...PRIVATE_RUN }),
    patch: (scenario) =>
      patchFunction(scenario, EXPORTER, {
        tdisp: { state: 'RUN', dmaEnabled: true, streamSecure: false },
      }),
  },
  {
    id: 'X-ACS-1',
    title: 'The host clears P2P redirect after both TDIs are locked',
    row: rowWith({ t: 1, acs: 'direct', ...PRIVATE_RUN }),
  },
];

const NON_TEE: readonly NamedRow[] = [
  {
    id: 'X-NT-1',
    title: 'NON_TEE_MEM range of an exporter in RUN, T=0',
    row: rowWith({ exporter: 'RUN', nonTee: true }),
  },
  {
    id: 'X-NT-2',
    title: 'NON_TEE_MEM range of an exporter in ERROR, T=0',
    row: rowWith({ exporter: 'ERROR', nonTee: true }),
  },
  {
    id: 'X-NT-3',
    title: 'NON_TEE_MEM range, T=1 through the shared alias',
    row: rowWith({ t: 1, exporter: 'RUN', nonTee: true }),
  },
  {
    id: 'X-NT-4',
    title: 'NON_TEE_MEM range, T=0, direct',
    row: rowWith({ acs: 'direct', exporter: 'RUN', nonTee: true }),
  },
];

const TRANSLATED = { at: 'translated' } as const;
const PA = hex(EXAMPLE_ADDRESSES.pa);
const BUS = hex(EXAMPLE_ADDRESSES.bus);

const ATS: readonly NamedRow[] = [
  {
    id: 'X-AT-1',
    title: 'Translated T=0 with ATSCHK=0 to a Realm granule',
    row: rowWith({ ats: true, ...PRIVATE_RUN }),
    patch: write({ ...TRANSLATED, address: PA }),
  },
  {
    id: 'X-AT-2',
    title: 'Translated T=0 with DT, exporter unlocked',
    row: rowWith({ ats: true }),
    patch: (scenario) => write({ ...TRANSLATED, address: BUS })(dsp(REDIRECT | DT)(scenario)),
  },
  {
    id: 'X-AT-3',
    title: 'Translated T=0 with DT, exporter in RUN',
    row: rowWith({ ats: true, ...PRIVATE_RUN }),
    patch: (scenario) => write({ ...TRANSLATED, address: BUS })(dsp(REDIRECT | DT)(scenario)),
  },
  {
    id: 'X-AT-4',
    title: 'Translated T=0, Translation Blocking at the downstream port',
    row: rowWith({ ats: true }),
    patch: (scenario) => write({ ...TRANSLATED, address: BUS })(dsp(REDIRECT | TB)(scenario)),
  },
  {
    id: 'X-AT-5',
    title: 'T=1 Translation Request, Realm STE.EATS=0',
    row: rowWith({ t: 1, ats: true, ...PRIVATE_RUN }),
    isTranslationRequest: true,
  },
  {
    id: 'X-AT-6',
    title: 'T=1 Translated, EATS=11, granule not in the device permission table',
    row: rowWith({ t: 1, ats: true, ...PRIVATE_RUN }),
    patch: (scenario) =>
      write({ ...TRANSLATED, address: PA })(
        stream(1, { ste: { EATS: 3 } }, { devicePermissions: [] })(scenario),
      ),
  },
  {
    id: 'X-AT-7',
    title: 'T=1 Translated, EATS=11, granule granted',
    row: rowWith({ t: 1, ats: true, ...PRIVATE_RUN }),
    patch: (scenario) =>
      write({ ...TRANSLATED, address: PA })(
        stream(
          1,
          { ste: { EATS: 3 } },
          { devicePermissions: [{ base: PA, limit: hex(EXAMPLE_ADDRESSES.pa + 0xfffn) }] },
        )(scenario),
      ),
  },
  {
    id: 'X-AT-8',
    title: 'T=0 Translation Request for a shared IPA that is not mapped',
    row: rowWith({ ats: true, mirror: false }),
    patch: stream(0, { ats: 'full' }),
    isTranslationRequest: true,
  },
  {
    id: 'X-AT-9',
    title: 'T=0 Translation Request whose result is a Realm granule',
    row: rowWith({ ats: true, exporter: 'RUN', placement: 'both' }),
    patch: stream(0, { ats: 'full' }),
    isTranslationRequest: true,
  },
];

/** {XT,T} with a Realm entry that checks the target space (NSCFG=01). */
const xt = (t: 0 | 1, address: string) => (scenario: Scenario) =>
  write({ t, xt: 1, address })(stream(1, { ste: { NSCFG: 1 } })(scenario));

const XT_AND_PEERS: readonly NamedRow[] = [
  {
    id: 'X-XT-1',
    title: '{XT,T}=10 to a Non-secure page',
    row: rowWith({ t: 1 }),
    patch: xt(0, '0x8010001000'),
  },
  {
    id: 'X-XT-2',
    title: '{XT,T}=11 to a Non-secure page',
    row: rowWith({ t: 1 }),
    patch: xt(1, '0x8010001000'),
  },
  {
    id: 'X-XT-3',
    title: '{XT,T}=10 to a Realm page',
    row: rowWith({ t: 1, ...PRIVATE_RUN }),
    patch: xt(0, '0x10001000'),
  },
  {
    id: 'X-PS-1',
    title: 'Both in RUN, a P2P stream bound, T=1 Translated',
    row: rowWith({ t: 1, ats: true, acs: 'direct', p2pStream: true, ...PRIVATE_RUN }),
  },
  {
    id: 'X-PS-2',
    title: 'The same, the exporter in ERROR',
    row: rowWith({
      t: 1,
      ats: true,
      acs: 'direct',
      p2pStream: true,
      placement: 'private',
      exporter: 'ERROR',
    }),
  },
];

/** Every situation that a machine and a transfer can show. */
export const NAMED_ROWS: readonly NamedRow[] = [
  ...NON_CC,
  ...INTERCONNECT,
  ...IMPORTER_STATES,
  ...HOST,
  ...NON_TEE,
  ...ATS,
  ...XT_AND_PEERS,
];

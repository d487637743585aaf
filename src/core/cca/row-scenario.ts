import { hex } from '../base/address.ts';
import {
  ACS_LINUX,
  ROOT_PORT_ACS_CAPABILITY,
  SWITCH_ACS_CAPABILITY,
  acs,
  newEndpoint,
  newHostBridge,
  newIommu,
  newLink,
  newNic,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
  newTransfer,
} from '../scenario/defaults.ts';
import type { Bar, Component, Iommu, Link, Scenario, Transfer } from '../scenario/schema.ts';
import { emittedBy, sharedIpa } from './row.ts';
import type { CcaRow, RowAddresses } from './row.ts';

/** Ids of the scene's actors. */
export const IMPORTER = 'importer';
export const EXPORTER = 'exporter';
const OTHER = 'other';

const PAGE_BYTES = 4096;
const MIB = 0x10_0000n;
const FOUR_GIB = 0x1_0000_0000n;

type Mapping = Iommu['tables'][number]['mappings'][number];

/**
 * A page's BAR. A bridge has one window of each kind: two pages of different kinds leave nothing of the
 * addresses between them to the switch.
 */
function pageBar(address: bigint, kind: { prefetchable: boolean; nonTee: boolean }): Bar {
  const { prefetchable, nonTee } = kind;
  return {
    index: 0,
    space: 'mem',
    is64: prefetchable,
    prefetchable,
    sizeBytes: PAGE_BYTES,
    address: hex(address),
    ...(nonTee ? { nonTee } : {}),
  };
}

function mapPage(from: bigint, pa: bigint, ns?: boolean): Mapping {
  return {
    from: hex(from),
    to: hex(pa),
    sizeBytes: PAGE_BYTES,
    read: true,
    write: true,
    attribute: 'mmio',
    ...(ns === undefined ? {} : { ns }),
  };
}

/** The shared half as the host set it up: in the RTT always, in the hypervisor's stage 2 if it was mirrored. */
function hypervisorMaps({ mirror, placement, addresses }: CcaRow): Mapping[] {
  return mirror && placement !== 'private' ? [mapPage(sharedIpa(addresses), addresses.pa)] : [];
}

/**
 * The RMM's stage 2. The upper half holds what the host mapped there; the lower half a device page, valid from
 * the moment the Realm validated it, which needs a locked interface.
 *
 * @source RMM A5.3, B4 (RMI_RTT_DEV_MAP, RSI_VDEV_VALIDATE_MAPPING)
 */
function realmMaps({ placement, exporter, addresses }: CcaRow): Mapping[] {
  const isValidated = exporter.state !== 'CONFIG_UNLOCKED';
  return [
    ...(placement === 'private' ? [] : [mapPage(sharedIpa(addresses), addresses.pa, true)]),
    ...(placement !== 'shared' && isValidated
      ? [mapPage(addresses.privateIpa, addresses.pa, false)]
      : []),
  ];
}

function smmu(row: CcaRow): Iommu {
  const { pa, ipaBits } = row.addresses;
  return {
    ...newIommu({
      id: 'smmu0',
      name: 'SMMU0',
      parent: 'cpu0',
      ipaBits,
      streams: [
        { requester: IMPORTER, t: 0, config: 'stage2', table: 'hypervisor' },
        { requester: IMPORTER, t: 1, config: 'stage2', table: 'rtt' },
      ],
      tables: [
        { id: 'hypervisor', name: 'Hypervisor stage 2', mappings: hypervisorMaps(row) },
        { id: 'rtt', name: 'Realm translation table (RTT)', mappings: realmMaps(row) },
      ],
    }),
    granules: [
      {
        base: hex(pa),
        limit: hex(pa + BigInt(PAGE_BYTES) - 1n),
        gpi: row.placement === 'shared' ? 'NS' : 'REALM',
      },
    ],
  };
}

/** A window of whole MiB around some bus addresses on one side of 4 GiB. */
function windowAround(addresses: readonly bigint[]): { base: string; limit: string } | null {
  const [first] = addresses;
  if (first === undefined) return null;
  const low = addresses.reduce((a, b) => (a < b ? a : b), first);
  const high = addresses.reduce((a, b) => (a > b ? a : b), first);
  return { base: hex((low / MIB) * MIB), limit: hex((high / MIB + 1n) * MIB - 1n) };
}

function host({ bus, otherBus, pa }: RowAddresses): Component {
  const pages = otherBus === null ? [bus] : [bus, otherBus];
  const below = windowAround(pages.filter((page) => page < FOUR_GIB));
  const above = windowAround(pages.filter((page) => page >= FOUR_GIB));
  const offset = pa - bus;
  return newHostBridge({
    id: 'cpu0',
    name: 'CPU0',
    vendorId: '13b5',
    deviceId: '0100',
    rootBus: 0,
    p2pRoute: 'tbu',
    rcP2P: 'full',
    busOffset: offset < 0n ? `-${hex(-offset)}` : hex(offset),
    ...(below === null ? {} : { mmioBelow4g: below }),
    ...(above === null ? {} : { mmioAbove4g: above }),
  });
}

function transfers(row: CcaRow): Transfer[] {
  const { address } = emittedBy(row);
  const at = row.acs === 'direct' && row.importer.ats ? 'translated' : 'untranslated';
  return (['MWr', 'MRd'] as const).map((op) =>
    newTransfer({
      id: op === 'MWr' ? 'write' : 'read',
      name: op === 'MWr' ? 'Importer writes the BAR' : 'Importer reads the BAR',
      op,
      from: IMPORTER,
      to: { kind: 'bar', function: EXPORTER, bar: 0, offset: '0x0' },
      address: hex(address),
      at,
      t: row.importer.t,
      bytes: 64,
      startPs: op === 'MWr' ? 0 : 2_000_000,
    }),
  );
}

/**
 * The machine that a row of the matrix describes: importer and exporter below one switch, the SMMU with both
 * stage-2 tables and the granule protection table, and a write and a read of the exporter's page.
 *
 * @returns a document like any other; what it leads to is for the simulation to say.
 * @source smmu-cca.md §6.1
 */
export function scenarioOfRow(row: CcaRow): Scenario {
  const { importer, exporter, addresses } = row;
  const control = row.acs === 'forced' ? ACS_LINUX : 0;
  const { bus, otherBus } = addresses;
  const hasOther = otherBus !== null;
  const isExporterHigh = bus >= FOUR_GIB;
  const ports = hasOther ? [1, 2, 3] : [1, 2];
  const components: Component[] = [
    host(addresses),
    smmu(row),
    newRootPort({
      id: 'rp0',
      name: 'RP0',
      parent: 'cpu0',
      device: 1,
      vendorId: '13b5',
      deviceId: '0def',
      acs: acs(ROOT_PORT_ACS_CAPABILITY, control),
    }),
    newSwitchUpstream({ id: 'sw0', name: 'SW0' }),
    ...ports.map((device) =>
      newSwitchDownstream({
        id: `sw0-dsp${device}`,
        name: `DSP${device}`,
        parent: 'sw0',
        device,
        portNumber: device,
        acs: acs(SWITCH_ACS_CAPABILITY, control),
      }),
    ),
    newEndpoint({
      id: EXPORTER,
      name: 'Exporter',
      bars: [pageBar(bus, { prefetchable: isExporterHigh, nonTee: exporter.nonTee })],
      tdisp: { state: exporter.state, dmaEnabled: exporter.state === 'RUN' },
    }),
    newNic({
      id: IMPORTER,
      name: 'Importer',
      bars: [],
      tdisp: { state: importer.state, dmaEnabled: importer.dmaEnabled },
      ...(importer.ats ? { ats: { enabled: true, stu: 0 } } : {}),
    }),
    ...(otherBus === null
      ? []
      : [
          newEndpoint({
            id: OTHER,
            name: 'Other',
            bars: [
              pageBar(otherBus, {
                prefetchable: otherBus >= FOUR_GIB || !isExporterHigh,
                nonTee: false,
              }),
            ],
          }),
        ]),
  ];
  const links: Link[] = [
    newLink({ from: 'rp0', to: 'sw0' }),
    newLink({ from: 'sw0-dsp1', to: EXPORTER }),
    newLink({ from: 'sw0-dsp2', to: IMPORTER }),
    ...(hasOther ? [newLink({ from: 'sw0-dsp3', to: OTHER })] : []),
  ];
  return {
    ...newScenario({
      title: 'Importer and exporter under CCA',
      system: { cpu: 'arm', kernel: 'intended', iommu: 'on' },
      components,
      links,
      transfers: transfers(row),
    }),
    ...(row.p2pStream ? { p2pStreams: [{ id: 'p2p0', between: [IMPORTER, EXPORTER] }] } : {}),
  };
}

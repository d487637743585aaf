import {
  ACS_LINUX,
  ROOT_PORT_ACS_CAPABILITY,
  SWITCH_ACS_CAPABILITY,
  acs,
  bar64,
  newEndpoint,
  newHostBridge,
  newIommu,
  newLink,
  newMemory,
  newNic,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
  newTransfer,
} from '../defaults.ts';
import type { Actor } from '../schema-actors.ts';
import type {
  FunctionComponent,
  HostBridge,
  Iommu,
  Scenario,
  System,
  Transfer,
} from '../schema.ts';

import { CCA_SERVER_FACTS } from './platform-facts.ts';

/*
 * The scene of the CCA examples: an Arm server whose guest is a Realm with 40 bits of IPA, so that bit
 * 39 tells shared (1) from private (0). An accelerator exports its memory, a NIC imports it; both hang
 * on one switch whose downstream ports redirect, so every request meets the SMMU.
 */

/** Where the guest sees the exporter's memory: below, its shared alias with bit 39 set. */
export const PRIVATE_IPA = '0x10000000';
export const SHARED_IPA = '0x8010000000';
const BAR_PA = '0x1000000000';
const BAR_BYTES = 32 * 1024 * 1024;

export interface RealmScene {
  readonly exporter: NonNullable<FunctionComponent['tdisp']>;
  readonly importer: NonNullable<FunctionComponent['tdisp']>;
  /** Stage-2 tables: `hypervisor` for T=0, `realm` for T=1. */
  readonly hypervisor: Iommu['tables'][number]['mappings'];
  readonly realm: Iommu['tables'][number]['mappings'];
  readonly transfers: readonly Transfer[];
  /** Vendor and device ID of the host bridge; absent: one that Linux does not list. */
  readonly hostIds?: Pick<HostBridge, 'vendorId' | 'deviceId'>;
  readonly system?: Partial<System>;
  /** The granule protection table says this of the exporter's memory; absent: no checks. */
  readonly gpi?: 'NS' | 'REALM';
  /** ACS control word of the switch ports; absent: as Linux sets it. */
  readonly dspControl?: number;
  /** The importer belongs to a VM beside the Realm. */
  readonly isImporterOutside?: boolean;
}

const BAR_LIMIT = '0x1001ffffff';

function actors({ isImporterOutside }: RealmScene): Actor[] {
  const guest = (id: string, name: string, kind: Actor['kind'], functions: string[]): Actor => ({
    id,
    name,
    kind,
    functions,
    tables: [],
  });
  const writer = (id: 'hypervisor' | 'rmm', name: string, table: string): Actor => ({
    id,
    name,
    kind: id,
    functions: [],
    tables: [{ iommu: 'smmu0', table }],
  });
  const inside = isImporterOutside === true ? ['acc0'] : ['acc0', 'nic0'];
  return [
    writer('hypervisor', 'Hypervisor', 'hypervisor'),
    writer('rmm', 'RMM', 'realm'),
    guest('realm0', 'Realm 0', 'realm', inside),
    ...(isImporterOutside === true ? [guest('vm0', 'VM 0', 'vm', ['nic0'])] : []),
  ];
}

/** The exporter's memory at `from`, as device memory. `ns` is bit 55 of a Realm table's leaf. */
export function mapExporter(
  from: string,
  options: { readonly ns?: boolean; readonly write?: boolean } = {},
): Iommu['tables'][number]['mappings'][number] {
  return {
    from,
    to: { function: 'acc0', bar: 2 },
    sizeBytes: BAR_BYTES,
    read: true,
    write: options.write ?? true,
    attribute: 'mmio',
    ...(options.ns === undefined ? {} : { ns: options.ns }),
  };
}

/** A write of NIC0 to the second page of the exporter's memory, with the address that the guest uses. */
export function toExporter(given: Partial<Transfer> & { readonly address: string }): Transfer {
  return newTransfer({
    id: 'write',
    name: 'NIC0 writes ACC0',
    from: 'nic0',
    to: { kind: 'bar', function: 'acc0', bar: 2, offset: '0x1000' },
    ...given,
  });
}

function smmu(given: RealmScene): Iommu {
  return newIommu({
    id: 'smmu0',
    name: 'SMMU0',
    parent: 'cpu0',
    ipaBits: 40,
    streams: [
      { requester: 'nic0', t: 0, config: 'stage2', table: 'hypervisor' },
      { requester: 'nic0', t: 1, config: 'stage2', table: 'realm' },
      { requester: 'acc0', t: 0, config: 'stage2', table: 'hypervisor' },
      { requester: 'acc0', t: 1, config: 'stage2', table: 'realm' },
    ],
    tables: [
      { id: 'hypervisor', name: 'Hypervisor stage 2', mappings: [...given.hypervisor] },
      { id: 'realm', name: 'Realm stage 2 (RTT)', mappings: [...given.realm] },
    ],
    ...(given.gpi === undefined
      ? {}
      : { granules: [{ base: BAR_PA, limit: BAR_LIMIT, gpi: given.gpi }] }),
  });
}

/** The whole document. */
export function realmScene(given: RealmScene): Scenario {
  return newScenario({
    title: '',
    facts: [...CCA_SERVER_FACTS],
    system: { cpu: 'arm', kernel: '7.3', iommu: 'on', ...given.system },
    components: [
      newHostBridge({
        id: 'cpu0',
        name: 'CPU0',
        vendorId: '13b5',
        deviceId: '0100',
        ...given.hostIds,
        rootBus: 0,
        p2pRoute: 'tbu',
        mmioBelow4g: { base: '0x50000000', limit: '0x7fffffff' },
        mmioAbove4g: { base: BAR_PA, limit: '0x1fffffffff' },
      }),
      newMemory({
        id: 'ddr0',
        name: 'DDR5',
        parent: 'cpu0',
        address: '0x880000000',
        sizeBytes: 2 ** 34,
      }),
      smmu(given),
      newRootPort({
        id: 'rp0',
        name: 'RP0',
        parent: 'cpu0',
        device: 1,
        vendorId: '13b5',
        deviceId: '0def',
        acs: acs(ROOT_PORT_ACS_CAPABILITY, ACS_LINUX),
      }),
      newSwitchUpstream({ id: 'sw0', name: 'SW0' }),
      ...[1, 2].map((device) =>
        newSwitchDownstream({
          id: `sw0-dsp${device}`,
          name: `DSP${device}`,
          parent: 'sw0',
          device,
          portNumber: device,
          acs: acs(SWITCH_ACS_CAPABILITY, given.dspControl ?? ACS_LINUX),
        }),
      ),
      newEndpoint({ id: 'acc0', name: 'ACC0', bars: [bar64(2, BAR_BYTES)], tdisp: given.exporter }),
      newNic({ id: 'nic0', name: 'NIC0', tdisp: given.importer }),
    ],
    links: [
      newLink({ from: 'rp0', to: 'sw0' }),
      newLink({ from: 'sw0-dsp1', to: 'acc0' }),
      newLink({ from: 'sw0-dsp2', to: 'nic0' }),
    ],
    transfers: [...given.transfers],
    actors: actors(given),
  });
}

/** Locked, its memory in Realm granules, not started yet. */
export const LOCKED = { state: 'CONFIG_LOCKED', dmaEnabled: false } as const;
/** Unlocked, as a device is before its Realm has accepted it. */
export const UNLOCKED = { state: 'CONFIG_UNLOCKED', dmaEnabled: false } as const;
/** Locked, attested and started, with DMA enabled by the Realm. */
export const RUNNING = { state: 'RUN', dmaEnabled: true } as const;

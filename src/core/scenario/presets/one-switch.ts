import { ACS_LINUX, ROOT_PORT_ACS_CAPABILITY, SWITCH_ACS_CAPABILITY, acs } from '../defaults.ts';
import {
  newGpu,
  newHostBridge,
  newIommu,
  newLink,
  newMemory,
  newNic,
  newNvme,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
  newTransfer,
} from '../defaults.ts';
import type {
  Component,
  FunctionComponent,
  HostBridge,
  Iommu,
  Scenario,
  Transfer,
} from '../schema.ts';

/*
 * The scene of the first examples: one Arm server, two root ports behind an SMMUv3, a switch with two
 * GPUs and a NIC below the first, an NVMe drive below the second. The examples differ in single bits.
 */

export interface OneSwitch {
  /** ACS control word of the four downstream ports. */
  readonly dspControl: number;
  readonly dspCapability?: number;
  /** ACS control word of RP0. */
  readonly rootControl?: number;
  readonly rcP2P?: HostBridge['rcP2P'];
  readonly transfers?: readonly Transfer[];
  /** Egress control vector of the downstream ports. */
  readonly egressVector?: string;
  /** What NIC0 and GPU0 have beyond the usual. */
  readonly nic?: Partial<FunctionComponent>;
  readonly gpu0?: Partial<FunctionComponent>;
  /** MPS of the switch and the root port. */
  readonly fabricMps?: number;
  /** What the SMMU's domain maps; absent: both GPUs at their own bus addresses. */
  readonly mappings?: Iommu['tables'][number]['mappings'];
  readonly vendorId?: string;
  readonly deviceId?: string;
}

const GPU0_BAR2 = '0x4000000000';
const GPU1_BAR2 = '0x6000000000';
const MAPPED_BYTES = 2 * 1024 * 1024;
const DRAM = '0x8000000000';

/** A transfer from NIC0 to the first megabyte of GPU0's memory. */
export function toGpu0(
  given: Pick<Transfer, 'id' | 'name'> & Partial<Transfer>,
  offset = '0x123000',
): Transfer {
  const to = { kind: 'bar', function: 'gpu0', bar: 2, offset } as const;
  return newTransfer({ from: 'nic0', to, ...given });
}

/** NIC0 writes once, then in a burst; the drive reads memory in the meantime. */
const ONE_SWITCH_TRANSFERS: readonly Transfer[] = [
  toGpu0({ id: 'write', name: 'NIC0 writes GPU0' }),
  toGpu0(
    {
      id: 'burst',
      name: 'NIC0 writes a 4 KiB packet to GPU0',
      bytes: 4096,
      startPs: 2_000_000,
    },
    '0x124000',
  ),
  newTransfer({
    id: 'fetch',
    name: 'NVMe0 reads DDR5',
    op: 'MRd',
    from: 'nvme0',
    to: { kind: 'memory', memory: 'ddr0', offset: '0x100000' },
    bytes: 512,
    startPs: 2_000_000,
  }),
];

const DEVICE_MEMORY = {
  sizeBytes: MAPPED_BYTES,
  read: true,
  write: true,
  attribute: 'mmio',
} as const;

const IDENTITY_MAPPINGS: Iommu['tables'][number]['mappings'] = [
  { from: GPU0_BAR2, to: { function: 'gpu0', bar: 2 }, ...DEVICE_MEMORY },
  { from: GPU1_BAR2, to: { function: 'gpu1', bar: 2 }, ...DEVICE_MEMORY },
];

/** What the IOMMU driver installed: the first 2 MiB of both GPUs' memory, at their own bus addresses. */
function smmu(mappings: OneSwitch['mappings']): Iommu {
  const devices = ['nic0', 'gpu0', 'gpu1'];
  return newIommu({
    id: 'smmu0',
    name: 'SMMU0',
    parent: 'cpu0',
    ipaBits: 40,
    streams: [
      ...devices.map((requester) => ({
        requester,
        t: 0 as const,
        config: 'stage2' as const,
        table: 'dma',
      })),
      { requester: 'nvme0', t: 0, config: 'bypass' },
    ],
    tables: [
      {
        id: 'dma',
        name: 'DMA domain',
        mappings: mappings ?? IDENTITY_MAPPINGS,
      },
    ],
  });
}

function fabricMps(given: OneSwitch): Pick<FunctionComponent, 'mps'> {
  return { mps: given.fabricMps ?? 256 };
}

function switchPorts(given: OneSwitch): Component[] {
  const capability = given.dspCapability ?? SWITCH_ACS_CAPABILITY;
  const register = acs(capability, given.dspControl);
  const vector = given.egressVector;
  const mps = fabricMps(given);
  return [1, 2, 3, 4].map((device) =>
    newSwitchDownstream({
      id: `sw0-dsp${device}`,
      name: `DSP${device}`,
      parent: 'sw0',
      device,
      portNumber: device,
      acs: vector === undefined ? register : { ...register, egressVector: vector },
      ...mps,
    }),
  );
}

/** The whole document. */
export function oneSwitch(given: OneSwitch): Scenario {
  const rootControl = given.rootControl ?? ACS_LINUX;
  const cpu0 = newHostBridge({
    id: 'cpu0',
    name: 'CPU0',
    vendorId: given.vendorId ?? '10de',
    deviceId: given.deviceId ?? '2f95',
    rootBus: 0,
    rcP2P: given.rcP2P ?? 'full',
    p2pRoute: 'tbu',
    mmioBelow4g: { base: '0x80000000', limit: '0xbfffffff' },
    mmioAbove4g: { base: GPU0_BAR2, limit: '0x7fffffffff' },
  });
  return newScenario({
    title: '',
    system: { cpu: 'arm', kernel: '7.3', iommu: 'on' },
    components: [
      cpu0,
      newMemory({ id: 'ddr0', name: 'DDR5', parent: 'cpu0', address: DRAM }),
      smmu(given.mappings),
      newRootPort({
        id: 'rp0',
        name: 'RP0',
        parent: 'cpu0',
        device: 1,
        acs: acs(ROOT_PORT_ACS_CAPABILITY, rootControl),
        ...fabricMps(given),
        vendorId: '10de',
        deviceId: '22b2',
      }),
      newRootPort({
        id: 'rp1',
        name: 'RP1',
        parent: 'cpu0',
        device: 2,
        acs: null,
        vendorId: '10de',
        deviceId: '22b8',
      }),
      newSwitchUpstream({ id: 'sw0', name: 'SW0', ...fabricMps(given) }),
      ...switchPorts(given),
      newGpu({ id: 'gpu0', name: 'GPU0', ...given.gpu0 }),
      newNic({ id: 'nic0', name: 'NIC0', ...given.nic }),
      newGpu({ id: 'gpu1', name: 'GPU1' }),
      newNvme({ id: 'nvme0', name: 'NVMe0' }),
    ],
    links: [
      newLink({ from: 'rp0', to: 'sw0' }),
      newLink({ from: 'sw0-dsp1', to: 'gpu0' }),
      newLink({ from: 'sw0-dsp2', to: 'nic0' }),
      newLink({ from: 'sw0-dsp3', to: 'gpu1' }),
      newLink({ from: 'rp1', to: 'nvme0', speedGtps: 16, width: 4 }),
    ],
    transfers: [...(given.transfers ?? ONE_SWITCH_TRANSFERS)],
  });
}

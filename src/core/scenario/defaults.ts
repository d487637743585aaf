import { acsWord } from './acs.ts';
import { SCENARIO_VERSION } from './schema.ts';
import type {
  Acs,
  Bar,
  FunctionComponent,
  HostBridge,
  Iommu,
  Link,
  Memory,
  Note,
  Scenario,
  Transfer,
} from './schema.ts';

/*
 * Components with the values that real parts have. Presets and the palette start from these; every
 * value can be overridden.
 */

const KIB = 1024;
const MIB = KIB * 1024;
export const GIB = MIB * 1024;

/** What a switch downstream port must implement. @source PCIe Base §6.12.1.1 */
export const SWITCH_ACS_CAPABILITY = acsWord('SV', 'TB', 'RR', 'CR', 'UF', 'DT');
/** A root port of a server part: validates redirected requests, has no Direct Translated P2P. */
export const ROOT_PORT_ACS_CAPABILITY = acsWord('SV', 'TB', 'RR', 'CR', 'UF');
/** A function of a multi-function device. @source PCIe Base §6.12.1.2 */
export const FUNCTION_ACS_CAPABILITY = acsWord('RR', 'CR', 'DT');
/** What Linux enables where an IOMMU driver asked for it. @source drivers/pci/pci.c pci_std_enable_acs() */
export const ACS_LINUX = acsWord('SV', 'RR', 'CR', 'UF');

/** Nothing of a component but its id and name has to be given. */
type Given<T> = { readonly id: string; readonly name: string } & Partial<Omit<T, 'id' | 'name'>>;

/** An ACS capability with the control bits in force. */
export function acs(capability: number, control = 0): Acs {
  return { capability, control };
}

/** A 64-bit prefetchable memory BAR, the kind behind which devices expose memory. */
export function bar64(index: number, sizeBytes: number): Bar {
  return { index, space: 'mem', is64: true, prefetchable: true, sizeBytes };
}

/** A 32-bit register BAR. */
export function bar32(index: number, sizeBytes: number): Bar {
  return { index, space: 'mem', is64: false, prefetchable: false, sizeBytes };
}

/** A 64-bit register BAR; goes below 4 GiB when it is behind a bridge. */
export function registerBar(index: number, sizeBytes: number): Bar {
  return { index, space: 'mem', is64: true, prefetchable: false, sizeBytes };
}

/** Any function: on a link, enabled, MPS 256 and MRRS 512, without ACS and BARs. */
export function newFunction(
  given: Given<FunctionComponent> & Pick<FunctionComponent, 'kind'>,
): FunctionComponent {
  return {
    parent: null,
    acs: null,
    mps: 256,
    mpsSupported: 512,
    mrrs: 512,
    busMaster: true,
    memoryDecode: true,
    bars: [],
    ...given,
  };
}

/** A host bridge whose root complex forwards peer-to-peer inside; an Intel server's by default. */
export function newHostBridge(given: Given<HostBridge>): HostBridge {
  return {
    kind: 'host-bridge',
    segment: 0,
    vendorId: '8086',
    deviceId: '09a2',
    numaNode: 0,
    rcP2P: 'full',
    p2pRoute: 'internal',
    ...given,
  };
}

/** Memory of a host bridge: 256 GiB at 512 GiB unless said otherwise. */
export function newMemory(given: Given<Memory> & { readonly parent: string }): Memory {
  return { kind: 'memory', address: '0x8000000000', sizeBytes: 256 * GIB, ...given };
}

/** An SMMUv3 with 40-bit stage-2 input, no streams and no tables. */
export function newIommu(given: Given<Iommu> & { readonly parent: string }): Iommu {
  return { kind: 'iommu', model: 'smmuv3', ipaBits: 40, streams: [], tables: [], ...given };
}

/** A text on the canvas. */
export function newNote(id: string, text: string): Note {
  return { kind: 'note', id, name: '', text };
}

/** A root port of a server part. */
export function newRootPort(
  given: Given<FunctionComponent> & { readonly parent: string },
): FunctionComponent {
  return newFunction({
    kind: 'root-port',
    vendorId: '8086',
    deviceId: '352a',
    classCode: '0604',
    acs: acs(ROOT_PORT_ACS_CAPABILITY),
    rcb: 64,
    ...given,
  });
}

/** The upstream port of a Broadcom PEX890xx switch. */
export function newSwitchUpstream(given: Given<FunctionComponent>): FunctionComponent {
  return newFunction({
    kind: 'switch-upstream',
    vendorId: '1000',
    deviceId: 'c030',
    classCode: '0604',
    ...given,
  });
}

/** A downstream port of the same switch; `parent` is its upstream port. */
export function newSwitchDownstream(
  given: Given<FunctionComponent> & { readonly parent: string },
): FunctionComponent {
  return newFunction({
    kind: 'switch-downstream',
    vendorId: '1000',
    deviceId: 'c030',
    classCode: '0604',
    acs: acs(SWITCH_ACS_CAPABILITY),
    ...given,
  });
}

/** A data-centre GPU whose whole 64 GiB of memory is behind BAR2. */
export function newGpu(given: Given<FunctionComponent>): FunctionComponent {
  return newFunction({
    kind: 'endpoint',
    vendorId: '10de',
    deviceId: '2330',
    classCode: '0302',
    bars: [registerBar(0, 16 * MIB), bar64(2, 64 * GIB), bar64(4, 32 * MIB)],
    ats: { enabled: false, stu: 0 },
    ...given,
  });
}

/** A 400 Gb/s network adapter with 32 MiB of doorbells behind BAR0. */
export function newNic(given: Given<FunctionComponent>): FunctionComponent {
  return newFunction({
    kind: 'endpoint',
    vendorId: '15b3',
    deviceId: '1021',
    classCode: '0207',
    bars: [bar64(0, 32 * MIB)],
    ats: { enabled: false, stu: 0 },
    ...given,
  });
}

/** An NVMe controller with 16 KiB of registers. */
export function newNvme(given: Given<FunctionComponent>): FunctionComponent {
  return newFunction({
    kind: 'endpoint',
    vendorId: '144d',
    deviceId: 'a826',
    classCode: '0108',
    bars: [registerBar(0, 16 * KIB)],
    ...given,
  });
}

/** An NVMe controller with a Controller Memory Buffer behind BAR4. */
export function newNvmeWithCmb(
  given: Given<FunctionComponent> & { readonly cmbBytes: number },
): FunctionComponent {
  const { cmbBytes, ...rest } = given;
  return newNvme({ bars: [registerBar(0, 16 * KIB), bar64(4, cmbBytes)], ...rest });
}

/** An endpoint of no particular make: 1 MiB of registers and 256 MiB of memory. */
export function newEndpoint(given: Given<FunctionComponent>): FunctionComponent {
  return newFunction({
    kind: 'endpoint',
    vendorId: '1234',
    deviceId: '11e9',
    classCode: '1200',
    bars: [bar32(0, MIB), bar64(2, 256 * MIB)],
    ...given,
  });
}

/** A network adapter that shows `numVfs` virtual functions, each with 1 MiB. */
export function newSriovNic(
  given: Given<FunctionComponent> & { readonly numVfs: number },
): FunctionComponent {
  const { numVfs, ...rest } = given;
  return newNic({
    sriov: {
      enabled: true,
      totalVfs: 64,
      numVfs,
      offset: 1,
      stride: 1,
      vfBars: [bar64(0, MIB)],
    },
    ...rest,
  });
}

/** An accelerator inside the root complex, on the root bus. */
export function newRcIntegratedEndpoint(
  given: Given<FunctionComponent> & { readonly parent: string },
): FunctionComponent {
  return newFunction({
    kind: 'rc-integrated-endpoint',
    vendorId: '8086',
    deviceId: '0b25',
    classCode: '0880',
    bars: [bar64(0, 64 * KIB), bar64(2, 128 * KIB)],
    ats: { enabled: false, stu: 0 },
    ...given,
  });
}

/** A bridge to a conventional PCI bus. */
export function newPciBridge(given: Given<FunctionComponent>): FunctionComponent {
  return newFunction({
    kind: 'pcie-to-pci-bridge',
    vendorId: '12d8',
    deviceId: 'e113',
    classCode: '0604',
    mps: 128,
    mpsSupported: 256,
    ...given,
  });
}

/** A conventional device on the bus of its bridge. */
export function newConventional(
  given: Given<FunctionComponent> & { readonly parent: string },
): FunctionComponent {
  return newFunction({
    kind: 'conventional',
    vendorId: '10ec',
    deviceId: '8139',
    classCode: '0200',
    mps: 128,
    bars: [bar32(1, 256)],
    ...given,
  });
}

/** About a metre of board and cable at 5 ps/mm, one direction. */
const PROPAGATION_PS = 2_000;

/** A trained link, x16 Gen5 unless said otherwise. */
export function newLink(
  given: Pick<Link, 'from' | 'to'> & Partial<Omit<Link, 'from' | 'to'>>,
): Link {
  return {
    id: `${given.from}-${given.to}`,
    speedGtps: 32,
    width: 16,
    propagationPs: PROPAGATION_PS,
    ...given,
  };
}

/** An untranslated memory write with T=0, 256 bytes, at once. */
export function newTransfer(
  given: Pick<Transfer, 'id' | 'name' | 'from' | 'to'> & Partial<Transfer>,
): Transfer {
  return {
    op: 'MWr',
    at: 'untranslated',
    t: 0,
    relaxedOrdering: false,
    bytes: 256,
    startPs: 0,
    outstanding: 32,
    ...given,
  };
}

/** The newest kernel whose rules are known. */
const NEWEST_KERNEL = '7.3';

/** A document; empty unless said otherwise. */
export function newScenario(
  given: Pick<Scenario, 'title'> & Partial<Omit<Scenario, 'format' | 'version'>>,
): Scenario {
  return {
    format: 'p2pdma-scenario',
    version: SCENARIO_VERSION,
    system: { cpu: 'other', kernel: NEWEST_KERNEL, iommu: 'off' },
    components: [],
    links: [],
    transfers: [],
    ...given,
  };
}

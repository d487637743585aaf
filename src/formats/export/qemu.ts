import type { Machine, MachineFunction } from '../../core/machine/types.ts';
import type { Component, FunctionComponent } from '../../core/scenario/schema.ts';
import { BUILT_IN, ROOT_PORT_ACS } from '../qemu/devices.ts';
import type { Exported } from './lspci.ts';

/*
 * A QEMU command line whose guest sees the same tree. What QEMU's device models cannot show is said beside it.
 * @source QEMU docs/pcie.txt; hw/pci-bridge; docs/qemu.md of this repository
 */

/** What `x-speed` takes in every QEMU release; 32 and 64 are refused by those before 9.1, and then nothing starts. */
const SPEEDS: Readonly<Record<number, string>> = { 2.5: '2_5', 5: '5', 8: '8', 16: '16' };
const FASTEST = 16;
const X86 = 'qemu-system-x86_64';
const MEGABYTE = 2 ** 20;
const PAGE = 4096;

/** A component's id as QEMU takes it: a letter first, then letters, digits and `-_.`. */
export function qemuId(id: string): string {
  const clean = id.replaceAll(/[^A-Za-z0-9_.-]/g, '_');
  return /^[A-Za-z]/.test(clean) ? clean : `d${clean}`;
}

/** Ids of functions that stand in for a function 0. */
export const STAND_IN = 'stand-in-';

/**
 * Host bridge, LPC, SATA and SMBus of q35; `virt` has the first alone. It is a single function, so that nothing else
 * can be device 0.
 */
function isChipSetPlace({ bdf }: MachineFunction): boolean {
  if (bdf.device === 0) return true;
  return BUILT_IN.q35.some(({ device, fn }) => device === bdf.device && fn === bdf.fn);
}

class Writer {
  readonly args: string[] = [];
  readonly lost = new Map<string, number>();
  private readonly machine: Machine;
  private readonly components: ReadonlyMap<string, Component>;
  private chassis = 0;
  /** Bus that children of a function sit on, by function index. */
  private readonly expanders = new Map<number, string>();
  /** Bus and device number of each function 0 that is written. */
  private readonly firstFunctions = new Set<string>();
  /** Host bridges that the guest does not have. */
  private readonly leftOut = new Set<number>();

  constructor(machine: Machine) {
    this.machine = machine;
    this.components = new Map(machine.scenario.components.map((one) => [one.id, one]));
  }

  /** Counts something that QEMU cannot express. */
  private lose(what: string): void {
    this.lost.set(what, (this.lost.get(what) ?? 0) + 1);
  }

  private device(driver: string, properties: readonly (string | null)[]): void {
    this.args.push('-device', [driver, ...properties.filter((one) => one !== null)].join(','));
  }

  private componentOf(fn: MachineFunction): FunctionComponent | null {
    const component = this.components.get(fn.id);
    return component !== undefined && 'acs' in component ? component : null;
  }

  /** An expander bus at a place of its own: one that QEMU chooses may be what a port has to have. */
  expander(index: number, busNumber: number | null, slot: number | undefined): void {
    const host = this.machine.hostBridges[index];
    if (host === undefined) return;
    if (busNumber === null || slot === undefined) {
      this.leftOut.add(index);
      return;
    }
    const id = qemuId(host.id);
    this.expanders.set(index, id);
    const address = `addr=0x${slot.toString(16)}.0`;
    this.device('pxb-pcie', [`id=${id}`, 'bus=pcie.0', address, `bus_nr=${busNumber}`]);
    if (host.segment !== 0)
      this.lose('host bridge in a segment other than 0: it becomes an expander bus of segment 0');
    if (host.numaNode !== null)
      this.lose('NUMA node of a host bridge: add -numa and numa_node= by hand');
  }

  private busOf(fn: MachineFunction): string {
    const parent = fn.parent === null ? undefined : this.machine.functions[fn.parent];
    return parent === undefined
      ? (this.expanders.get(fn.hostBridge) ?? 'pcie.0')
      : qemuId(parent.id);
  }

  private common(fn: MachineFunction): string[] {
    const { fn: number } = fn.bdf;
    const device = this.deviceNumber(fn);
    const multi = fn.multifunction && number === 0 ? ['multifunction=on'] : [];
    return [
      `id=${qemuId(fn.id)}`,
      `bus=${this.busOf(fn)}`,
      `addr=0x${device.toString(16)}.${number}`,
      ...multi,
    ];
  }

  private sayAcs(fn: MachineFunction): void {
    const hasAcs = fn.acs !== null;
    if (fn.kind === 'root-port') {
      if (hasAcs && (fn.acs.capability & 0x7f) !== ROOT_PORT_ACS) {
        this.lose('ACS capability of a root port: QEMU shows SV TB RR CR UF DT');
      }
    } else if (hasAcs)
      this.lose('ACS capability of a switch port or endpoint: QEMU has it on root ports only');
    if (hasAcs && fn.acs.control !== 0)
      this.lose('ACS control bits: the guest kernel sets them; setpci in the guest changes them');
  }

  private port(fn: MachineFunction, driver: string): void {
    this.chassis++;
    const link = fn.linkBelow === null ? undefined : this.machine.links[fn.linkBelow];
    const isRoot = driver === 'pcie-root-port';
    const stated = this.machine.scenario.links.find(({ id }) => id === link?.id);
    const wanted = stated?.maxSpeedGtps ?? link?.speedGtps ?? 0;
    const speed = SPEEDS[Math.min(wanted, FASTEST)];
    if (isRoot && wanted > FASTEST)
      this.lose('speed of a root port above 16 GT/s: x-speed=32 and 64 need QEMU 9.1');
    const width = stated?.maxWidth ?? link?.width ?? 0;
    if (!isRoot && link !== undefined)
      this.lose('speed and width of a switch link: QEMU shows 2.5 GT/s x1');
    this.device(driver, [
      ...this.common(fn),
      `chassis=${this.chassis}`,
      `slot=${this.chassis}`,
      isRoot && fn.acs === null ? 'disable-acs=on' : null,
      isRoot && speed !== undefined ? `x-speed=${speed}` : null,
      isRoot && width > 0 ? `x-width=${width}` : null,
    ]);
  }

  /** The largest memory BAR of an endpoint: the one that peers read and write. */
  private endpoint(fn: MachineFunction, component: FunctionComponent): void {
    const sizes = fn.bars.flatMap(({ space, window }) =>
      space === 'mem' && window !== null ? [Number(window.limit - window.base + 1n)] : [],
    );
    const largest = sizes.reduce((high, size) => Math.max(high, size), 0);
    const isNvme = fn.classCode?.startsWith('0108') ?? false;
    const hasWide = fn.bars.some((bar) => bar.is64 && bar.prefetchable && bar.window !== null);
    if (component.sriov !== undefined && !isNvme)
      this.lose('SR-IOV of a function: QEMU has it on nvme');
    if (fn.ats && !isNvme) this.lose('ATS of a function');
    if (sizes.length > 1)
      this.lose(
        'further BARs of a function: the largest has its size, the others are those of the model',
      );
    if (isNvme) {
      const vfs = component.sriov?.totalVfs ?? 0;
      const subsystem = `subsys-${qemuId(fn.id)}`;
      if (vfs > 0) this.device('nvme-subsys', [`id=${subsystem}`]);
      this.device('nvme', [
        ...this.common(fn),
        `serial=${qemuId(fn.id)}`.slice(0, 27),
        hasWide && largest >= MEGABYTE ? `cmb_size_mb=${largest / MEGABYTE}` : null,
        ...(vfs > 0
          ? [
              `subsys=${subsystem}`,
              `sriov_max_vfs=${vfs}`,
              `sriov_vq_flexible=${2 * vfs}`,
              `sriov_vi_flexible=${vfs}`,
              'sriov_max_vq_per_vf=2',
              'sriov_max_vi_per_vf=1',
            ]
          : []),
      ]);
    } else if (largest >= PAGE) {
      if (fn.kind === 'endpoint')
        this.lose(
          'Express capability of an endpoint with a large BAR: pci-testdev is a conventional function',
        );
      this.device('pci-testdev', [...this.common(fn), `membar=${largest}`]);
    } else {
      this.device('virtio-rng-pci', [...this.common(fn), 'disable-legacy=on']);
    }
  }

  /** Device numbers on the bus of a PCIe-to-PCI bridge: QEMU's hot-plug controller there has no slot 0. */
  private deviceNumber(fn: MachineFunction): number {
    const parent = fn.parent === null ? undefined : this.machine.functions[fn.parent];
    if (parent?.kind !== 'pcie-to-pci-bridge' || fn.bdf.device !== 0) return fn.bdf.device;
    const taken = parent.children.map((child) => this.machine.functions[child]?.bdf.device);
    const free = Array.from({ length: 31 }, (_, n) => n + 1).find((slot) => !taken.includes(slot));
    this.lose('device 0 below a PCIe-to-PCI bridge: QEMU has no slot 0 there, it moves');
    return free ?? 0;
  }

  /** On the root bus of a `pxb-pcie`, which takes nothing but ports and bridges. */
  private isOnExpander(fn: MachineFunction): boolean {
    return fn.parent === null && this.expanders.has(fn.hostBridge);
  }

  /** The machine type has function 0 of this device of the first root bus, and further ones may join it. */
  takeFirstFunction(device: number): void {
    this.firstFunctions.add(`pcie.0 ${device}`);
  }

  /** Linux looks at further functions of a device only where there is a function 0: one stands in for what is left out. */
  private firstFunctionOf(fn: MachineFunction): void {
    const bus = this.busOf(fn);
    const { device, fn: number } = fn.bdf;
    const place = `${bus} ${device}`;
    if (this.firstFunctions.has(place)) return;
    this.firstFunctions.add(place);
    if (number === 0) return;
    this.lose('function 0 of a device whose further functions are there: another stands in');
    const common = [
      `id=${STAND_IN}${qemuId(fn.id)}`,
      `bus=${bus}`,
      `addr=0x${device.toString(16)}.0`,
      'multifunction=on',
    ];
    if (!this.isOnExpander(fn)) return this.device('pci-testdev', common);
    this.chassis++;
    const slot = [`chassis=${this.chassis}`, `slot=${this.chassis}`];
    return this.device('pcie-root-port', [...common, ...slot, 'disable-acs=on']);
  }

  /** Whether the machine type has a function of its own at this place of the first root bus. */
  private isTaken(fn: MachineFunction): boolean {
    return !this.expanders.has(fn.hostBridge) && isChipSetPlace(fn);
  }

  function(fn: MachineFunction): void {
    const component = this.componentOf(fn);
    if (fn.physicalFunction !== null || component === null) return;
    if (this.leftOut.has(fn.hostBridge)) {
      this.lose('function of a further host bridge without ports, or beyond bus 255');
      return;
    }
    if (fn.parent === null && (fn.classCode === '0600' || this.isTaken(fn))) {
      this.lose('function of the chip set: the machine type has its own at these addresses');
      return;
    }
    if (this.isOnExpander(fn) && fn.bridge === null) {
      this.lose('endpoint on the root bus of a further host bridge: pxb-pcie takes only ports');
      return;
    }
    this.sayAcs(fn);
    this.firstFunctionOf(fn);
    switch (fn.kind) {
      case 'root-port':
        return this.port(fn, 'pcie-root-port');
      case 'switch-upstream':
        return this.device('x3130-upstream', this.common(fn));
      case 'switch-downstream':
        return this.port(fn, 'xio3130-downstream');
      case 'pcie-to-pci-bridge':
        return this.device('pcie-pci-bridge', this.common(fn));
      case 'conventional-bridge':
        this.chassis++;
        return this.device('pci-bridge', [
          ...this.common(fn),
          `chassis_nr=${this.chassis}`,
          'shpc=off',
        ]);
      case 'pci-to-pcie-bridge':
        this.lose('PCI-to-PCIe bridge: QEMU has none, it and what is below it is left out');
        return undefined;
      default:
        return this.endpoint(fn, component);
    }
  }
}

interface Platform {
  readonly program: string;
  readonly args: string[];
  /** Devices that take the first free place of the first root bus: written when the others have theirs. */
  readonly last: string[];
}

/** Machine type, IOMMU and processor. */
function platform({ scenario }: Machine): Platform {
  const hasSmmu = scenario.components.some(({ kind }) => kind === 'iommu');
  const { cpu, iommu } = scenario.system;
  if (hasSmmu || cpu === 'arm') {
    const type =
      iommu === 'on' || hasSmmu ? 'virt,gic-version=3,iommu=smmuv3' : 'virt,gic-version=3';
    return { program: 'qemu-system-aarch64', args: ['-machine', type, '-cpu', 'max'], last: [] };
  }
  const isAmd = cpu === 'amd-zen' || cpu === 'amd-other';
  const isOn = iommu === 'on';
  const intel = ['-device', 'intel-iommu,intremap=on,caching-mode=on,device-iotlb=on'];
  const model = cpu === 'amd-zen' ? 'EPYC' : cpu === 'amd-other' ? 'Opteron_G5' : 'Skylake-Server';
  return {
    program: X86,
    args: ['-machine', 'q35,kernel-irqchip=split', '-cpu', model, ...(isOn && !isAmd ? intel : [])],
    last: isOn && isAmd ? ['-device', 'amd-iommu'] : [],
  };
}

/** How many bus numbers a host bridge needs: its root bus, and one for each bridge. */
function spanOf(machine: Machine, host: number): number {
  const mine = machine.functions.filter((fn) => fn.hostBridge === host);
  const root = machine.hostBridges[host]?.rootBus ?? 0;
  const last = mine.reduce((high, { bridge }) => Math.max(high, bridge?.subordinate ?? 0), root);
  // A function 0 that is missing is stood in for by a port, which has a bus.
  const needsFirst = mine.filter((fn) => fn.parent === null && fn.bdf.fn !== 0).length;
  const bridges = mine.filter(({ bridge }) => bridge !== null).length + needsFirst;
  return Math.max(1 + bridges, Math.min(last - root + 1, 4 * (1 + bridges)));
}

/**
 * Bus numbers of the expander buses: what the machine has where they are free, else the next free ones. null: left out,
 * because nothing is there that an expander bus takes, or no number is left.
 */
function expanderBuses(machine: Machine): Map<number, number | null> {
  // A port where the chip set sits can only be had on an expander bus.
  const isFirstFree = machine.functions.every(
    (fn) => fn.hostBridge !== 0 || fn.parent !== null || fn.bridge === null || !isChipSetPlace(fn),
  );
  const hosts = machine.hostBridges.slice(isFirstFree ? 1 : 0);
  const ordered = hosts.toSorted((a, b) => a.segment - b.segment || a.rootBus - b.rootBus);
  const numbers = new Map<number, number | null>();
  const withPorts = new Set(
    machine.functions.flatMap((fn) => (fn.parent === null && fn.bridge ? [fn.hostBridge] : [])),
  );
  let next = isFirstFree ? spanOf(machine, 0) : 1;
  for (const { index, segment, rootBus } of ordered) {
    const bus = segment === 0 ? Math.max(next, rootBus) : next;
    const isThere = withPorts.has(index) && bus <= 0xff;
    numbers.set(index, isThere ? bus : null);
    if (isThere) next = bus + spanOf(machine, index);
  }
  return numbers;
}

/** Device numbers of the first root bus that nothing of the machine needs, highest first: 31 is q35's own. */
function freeSlots(machine: Machine, expanders: ReadonlyMap<number, number | null>): number[] {
  const taken = new Set(
    machine.functions
      .filter((fn) => fn.parent === null && !expanders.has(fn.hostBridge))
      .map(({ bdf }) => bdf.device),
  );
  return Array.from({ length: 30 }, (_, n) => 30 - n).filter((slot) => !taken.has(slot));
}

/**
 * Writes the command line, one option a line, for a POSIX shell. Disk, kernel and console are left to the caller.
 *
 * @returns the text, and what of the machine a guest will not see.
 */
export function exportQemu(machine: Machine): Exported {
  const { program, args, last } = platform(machine);
  const writer = new Writer(machine);
  if (program === X86) writer.takeFirstFunction(31);
  const expanders = expanderBuses(machine);
  const slots = freeSlots(machine, expanders);
  for (const [index, bus] of expanders)
    writer.expander(index, bus, bus === null ? undefined : slots.shift());
  // Parents first: QEMU wants a bus before what sits on it.
  const open = machine.functions.filter(({ parent }) => parent === null);
  for (const fn of open) {
    writer.function(fn);
    for (const child of fn.children) {
      const next = machine.functions[child];
      if (next !== undefined && fn.kind !== 'pci-to-pcie-bridge') open.push(next);
    }
  }
  const all = ['-nodefaults', ...args, '-m', '4G', ...writer.args, ...last];
  const lines: string[] = [program];
  for (const word of all) {
    if (word.startsWith('-')) lines.push(word);
    else lines.push(`${lines.pop() ?? ''} ${word}`);
  }
  const lost = [...writer.lost].map(([what, count]) => (count === 1 ? what : `${count} x ${what}`));
  if (machine.scenario.transfers.length > 0) lost.push('transfers: a guest program makes them');
  lost.push('Max_Payload_Size and Max_Read_Request_Size: the guest kernel sets them');
  const comments = lost.map((one) => `# Not in the guest: ${one}.`);
  return { text: `${comments.join('\n')}\n${lines.join(' \\\n  ')}\n`, lost };
}

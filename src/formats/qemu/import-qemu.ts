import { SCENARIO_VERSION } from '../../core/scenario/schema.ts';
import type {
  Bar,
  Component,
  FunctionComponent,
  HostBridge,
  Link,
  Scenario,
} from '../../core/scenario/schema.ts';
import { ignoreLine } from '../privacy.ts';
import type { Report } from '../report.ts';
import { NOWHERE } from '../report.ts';
import { qemuOptions } from './command-line.ts';
import type { QemuOption } from './command-line.ts';
import { BUILT_IN, QEMU_DEVICES, ROOT_PORT_ACS, wideBar } from './devices.ts';
import type { QemuDevice } from './devices.ts';

/* A QEMU command line as a machine: what a guest of it sees, before its kernel writes anything. */

/** `-device` drivers that are no PCI function of their own. */
const NOT_A_FUNCTION =
  /^(?:intel-iommu|nvme-subsys|nvme-ns|virtio-iommu-pci|scsi-|usb-|virtserialport|ide-|isa-|pvpanic|tpm-|kvm-)/;

const UNITS: Readonly<Record<string, number>> = { '': 0, b: 0, k: 10, m: 20, g: 30, t: 40 };
const PROPAGATION_PS = 670;
/** A q35 guest has 256 buses of 256 functions; far fewer start. */
const MOST_DEVICES = 4096;

/** `64M` as bytes; a number without unit counts `otherwise` bytes each. */
function sizeOf(text: string | undefined, otherwise = 1): number | null {
  const words = /^(\d{1,12})([bkmgt]?)i?b?$/i.exec(text ?? '');
  if (words === null) return null;
  const unit = (words[2] ?? '').toLowerCase();
  const bytes = Number(words[1]) * (unit === '' ? otherwise : 2 ** (UNITS[unit] ?? 0));
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : null;
}

/** A bus that devices name with `bus=`. */
interface Bus {
  /** What owns it: a host bridge, or the function above. */
  readonly owner: HostBridge | FunctionComponent;
  head: FunctionComponent | null;
}

class Reader {
  readonly components: Component[] = [];
  readonly links: Link[] = [];
  private readonly buses = new Map<string, Bus>();
  private readonly objects = new Map<string, number>();
  /** How often each id was asked for. */
  private readonly ids = new Map<string, number>();
  private readonly report: Report;

  constructor(report: Report) {
    this.report = report;
  }

  private uniqueId(wanted: string): string {
    const clean = wanted.replaceAll(/[^A-Za-z0-9_.:-]/g, '_').slice(0, 56);
    let times = (this.ids.get(clean) ?? 0) + 1;
    let id = times === 1 ? clean : `${clean}-${times}`;
    while (times > 1 && this.ids.has(id)) id = `${clean}-${++times}`;
    this.ids.set(clean, times);
    if (id !== clean) this.ids.set(id, 1);
    return id;
  }

  hostBridge(name: string, rootBus: number, ids: readonly [string, string] | null): void {
    const host: HostBridge = {
      id: this.uniqueId(name === 'pcie.0' ? 'hb' : name),
      name: name === 'pcie.0' ? 'Host bridge' : `Expander ${name}`,
      kind: 'host-bridge',
      segment: 0,
      rootBus,
      ...(ids === null ? {} : { vendorId: ids[0], deviceId: ids[1] }),
      rcP2P: 'full',
      p2pRoute: 'internal',
      assumed: ['rcP2P', 'p2pRoute'],
    };
    this.components.push(host);
    this.buses.set(name, { owner: host, head: null });
  }

  object({ properties }: QemuOption): void {
    const id = properties.get('id');
    const size = sizeOf(properties.get('size'));
    if (id !== undefined && size !== null) this.objects.set(id, size);
  }

  private barsOf(driver: string, device: QemuDevice, properties: QemuOption['properties']): Bar[] {
    const bars = [...device.bars];
    const extra: Readonly<Record<string, number | null>> = {
      'pci-testdev': sizeOf(properties.get('membar')),
      'ivshmem-plain': this.objects.get(properties.get('memdev') ?? '') ?? null,
      nvme: sizeOf(properties.get('cmb_size_mb'), 2 ** 20),
    };
    const size = Object.hasOwn(extra, driver) ? extra[driver] : null;
    if (size !== null && size !== undefined) bars.push(wideBar(2, size));
    return bars;
  }

  /** Adds one function below `bus`; `at` is where it stands. */
  private add(component: FunctionComponent, bus: Bus): void {
    this.components.push(component);
    const { owner } = bus;
    const isPort = owner.kind === 'root-port' || owner.kind === 'switch-downstream';
    if (isPort && bus.head === null) {
      bus.head = component;
      this.links.push({
        id: `link-${component.id}`,
        from: owner.id,
        to: component.id,
        speedGtps: 2.5,
        width: 1,
        propagationPs: PROPAGATION_PS,
      });
    }
  }

  builtIn(machine: keyof typeof BUILT_IN): void {
    const bus = this.buses.get('pcie.0');
    if (bus === undefined) return;
    for (const { device, fn, ids, bars } of BUILT_IN[machine]) {
      const id = this.uniqueId(`builtin-${device.toString(16)}.${fn}`);
      const common = this.common(id, id, ids, bars);
      this.add({ ...common, kind: 'conventional', parent: bus.owner.id, device, fn }, bus);
    }
  }

  private common(
    id: string,
    name: string,
    [vendorId, deviceId, classCode]: QemuDevice['ids'],
    bars: readonly Bar[],
  ): Omit<FunctionComponent, 'kind' | 'parent'> {
    return {
      id,
      name,
      vendorId,
      deviceId,
      classCode,
      acs: null,
      mps: 128,
      mrrs: 128,
      busMaster: true,
      memoryDecode: true,
      bars: [...bars],
      assumed: ['busMaster', 'memoryDecode'],
    };
  }

  device(option: QemuOption): void {
    const { kind: driver, properties, line } = option;
    const place = { line };
    if (NOT_A_FUNCTION.test(driver)) return;
    const device = Object.hasOwn(QEMU_DEVICES, driver) ? QEMU_DEVICES[driver] : undefined;
    const isExpander = driver === 'pxb-pcie';
    if (device === undefined && !isExpander) {
      ignoreLine(this.report, place, `-device ${driver}`, 'not a device model that is known');
      return;
    }
    const bus = this.buses.get(properties.get('bus') ?? 'pcie.0');
    if (bus === undefined) {
      const reason = `there is no bus ${properties.get('bus') ?? ''} before it`;
      ignoreLine(this.report, place, `-device ${driver}`, reason);
      return;
    }
    const address = addressOf(properties.get('addr'));
    if (address === undefined) {
      ignoreLine(this.report, place, `-device ${driver} addr`, 'not a device and function number');
      return;
    }
    this.report.read.push({
      ...place,
      fact: `-device ${driver} on ${properties.get('bus') ?? 'pcie.0'}`,
    });
    const name = properties.get('id') ?? driver;
    if (isExpander) {
      const ids = ['1b36', '000b', '0600'] as const;
      const common = this.common(this.uniqueId(`${name}-function`), name, ids, []);
      this.add({ ...common, kind: 'conventional', parent: bus.owner.id, ...address }, bus);
      const rootBus = Number(properties.get('bus_nr') ?? Number.NaN);
      this.hostBridge(
        name,
        Number.isInteger(rootBus) && rootBus >= 0 && rootBus < 256 ? rootBus : 1,
        null,
      );
      return;
    }
    if (device !== undefined) this.function(option, device, name, bus, address);
  }

  private function(
    { kind: driver, properties }: QemuOption,
    device: QemuDevice,
    name: string,
    bus: Bus,
    address: { device?: number; fn?: number },
  ): void {
    const { owner } = bus;
    const common = this.common(
      this.uniqueId(name),
      name,
      device.ids,
      this.barsOf(driver, device, properties),
    );
    const isPort = owner.kind === 'root-port' || owner.kind === 'switch-downstream';
    const parent = isPort ? (bus.head?.id ?? null) : owner.id;
    const totalVfs = Number(properties.get('sriov_max_vfs') ?? 0);
    const component: FunctionComponent = {
      ...common,
      kind: kindOf(device, owner.kind),
      parent,
      ...address,
      ...(properties.get('multifunction') === 'on' ? { multifunction: true } : {}),
      ...(properties.get('ats') === 'on' ? { ats: { enabled: false, stu: 0 } } : {}),
      ...(driver === 'nvme' && totalVfs > 0 && totalVfs < 0x10000
        ? {
            sriov: {
              enabled: false,
              totalVfs,
              numVfs: 0,
              offset: 1,
              stride: 1,
              vfBars: [...device.bars],
            },
          }
        : {}),
    };
    const hasAcs = driver === 'pcie-root-port' && properties.get('disable-acs') !== 'on';
    // The guest's kernel writes the control word; until then nobody can say.
    const full = hasAcs
      ? {
          ...component,
          acs: { capability: ROOT_PORT_ACS, control: null },
          assumed: [...(component.assumed ?? []), 'acs.control'],
        }
      : component;
    this.add(full, bus);
    if (device.kind !== 'device') this.buses.set(name, { owner: full, head: null });
  }
}

function kindOf(device: QemuDevice, owner: Component['kind']): FunctionComponent['kind'] {
  if (device.kind !== 'device') return device.kind;
  const isExpressBus = ['host-bridge', 'root-port', 'switch-downstream'].includes(owner);
  const isOnRoot = owner === 'host-bridge';
  const isExpress = device.express === 'behindPort' ? !isOnRoot : device.express;
  if (!isExpress || !isExpressBus) return 'conventional';
  return owner === 'host-bridge' ? 'rc-integrated-endpoint' : 'endpoint';
}

/** `0x2.1` as device and function; absent: QEMU chooses; undefined: no such address. */
function addressOf(text: string | undefined): { device?: number; fn?: number } | undefined {
  if (text === undefined) return {};
  const words = /^(?:0x)?([0-9a-f]{1,2})(?:\.(?:0x)?([0-7]))?$/i.exec(text);
  const device = Number.parseInt(words?.[1] ?? '', 16);
  return words === null || device > 31 ? undefined : { device, fn: Number(words[2] ?? 0) };
}

function cpuOf(options: readonly QemuOption[], machine: string): Scenario['system']['cpu'] | null {
  const model = options.find(({ option }) => option === 'cpu')?.kind ?? '';
  if (machine === 'virt' || /^cortex|^neoverse/.test(model)) return 'arm';
  if (/^EPYC|^Dhyana/.test(model)) return 'amd-zen';
  if (/^Opteron|^phenom|^athlon/i.test(model)) return 'amd-other';
  if (
    /^(?:Skylake|Cascadelake|Icelake|Sapphire|Granite|Haswell|Broadwell|IvyBridge|SandyBridge|Westmere|Nehalem|Penryn|Conroe|Denverton|Snowridge)/.test(
      model,
    )
  ) {
    return 'intel';
  }
  return null;
}

/**
 * Reads a QEMU command line.
 *
 * @returns null where no `-device` of it is a PCI function that is known.
 */
export function importQemu(text: string, title: string, report: Report): Scenario | null {
  const { options, damaged } = qemuOptions(text);
  for (const { line, text: word } of damaged) ignoreLine(report, { line }, word, 'not JSON');
  const machineOption = options.find(({ option }) => option === 'machine' || option === 'M');
  const type = /^(?:pc-)?(q35|virt)/.exec(machineOption?.kind ?? '')?.[1];
  const machine = type === 'q35' || type === 'virt' ? type : 'other';
  const host = BUILT_IN[machine][0]?.ids ?? null;
  const reader = new Reader(report);
  reader.hostBridge('pcie.0', 0, host === null ? null : [host[0], host[1]]);
  reader.builtIn(machine);
  const builtIn = reader.components.length;
  for (const option of options) if (option.option === 'object') reader.object(option);
  const devices = options.filter(({ option }) => option === 'device');
  for (const option of devices.slice(0, MOST_DEVICES)) reader.device(option);
  const first = devices[MOST_DEVICES];
  if (first !== undefined) {
    const reason = `more than ${MOST_DEVICES} devices: this one and those after it are left out`;
    ignoreLine(report, { line: first.line }, `-device ${first.kind}`, reason);
  }
  if (reader.components.length === builtIn) return null;
  const cpu = cpuOf(options, machine);
  const hasIommu =
    options.some(
      ({ option, kind }) => option === 'device' && /^(?:intel|amd|virtio)-iommu/.test(kind),
    ) || machineOption?.properties.get('iommu') === 'smmuv3';
  const assumed = ['kernel', ...(cpu === null ? ['cpu'] : [])];
  report.assumed.push({
    ...NOWHERE,
    fact: `system ${assumed.join(' ')}: the command line does not say`,
  });
  return {
    format: 'p2pdma-scenario',
    version: SCENARIO_VERSION,
    title,
    system: { cpu: cpu ?? 'other', kernel: '7.3', iommu: hasIommu ? 'on' : 'off', assumed },
    components: reader.components,
    links: reader.links,
    transfers: [],
  };
}

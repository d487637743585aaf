import { formatBdf, parseBdf } from '../../core/base/bdf.ts';
import type { Bdf } from '../../core/base/bdf.ts';
import { emptyFacts } from '../facts.ts';
import type { FunctionFacts, SystemFacts } from '../facts.ts';
import { ignoreLine, noteDropped } from '../privacy.ts';
import type { Place, Report } from '../report.ts';
import { cpuKind } from '../text/system.ts';
import type { XmlElement } from './xml.ts';

/* hwloc 1.x, 2.x and 3.x (`lstopo --of xml`). @source import-formats.md §4 */

const PCI_TYPE = /^([0-9a-f]{4}) \[([0-9a-f]{4}):([0-9a-f]{4})\]/i;
const BRIDGE_PCI = /^([0-9a-f]{4,8}):\[([0-9a-f]{2})-([0-9a-f]{2})\]$/i;
const PRIVATE_INFO = /Serial|UUID|GUID|HostName|^Address$|AssetTag|MACAddress/i;

interface Context {
  readonly numaNode: number | null;
  /** The PCI bridge above, or the root bus. */
  readonly parent: Bdf | 'root';
}

interface Reader {
  readonly functions: FunctionFacts[];
  readonly at: (line: number) => Place;
  readonly report: Report;
  readonly cpu: { vendor: string | null; family: number | null; architecture: string | null };
}

/** The index of the only bit of a node set `0x00000002,0x0`; null: none, several, or not a set. */
function onlyBit(set: string | undefined): number | null {
  if (set === undefined || !/^(?:0x[0-9a-f]{0,8})?(?:,(?:0x[0-9a-f]{1,8})?){0,64}$/i.test(set))
    return null;
  let found: number | null = null;
  for (const [word, text] of set.split(',').reverse().entries()) {
    const bits = text === '' ? 0 : Number.parseInt(text, 16);
    for (let bit = 0; bit < 32; bit++) {
      if (((bits >>> bit) & 1) === 0) continue;
      if (found !== null) return null;
      found = word * 32 + bit;
    }
  }
  return found;
}

function infoOf(element: XmlElement, name: string): string | null {
  const info = element.children.find(
    (child) => child.name === 'info' && child.attributes.get('name') === name,
  );
  return info?.attributes.get('value') ?? null;
}

function readInfos(reader: Reader, element: XmlElement): void {
  for (const child of element.children) {
    const name = child.attributes.get('name') ?? '';
    const value = child.attributes.get('value') ?? '';
    if (child.name !== 'info') continue;
    if (PRIVATE_INFO.test(name) && value !== '') {
      const what = /HostName/.test(name)
        ? 'host name'
        : /Address|MAC/.test(name)
          ? 'MAC address'
          : /Serial/.test(name)
            ? 'serial number'
            : 'identifier';
      noteDropped(reader.report, reader.at(child.line), what);
    } else if (name === 'CPUVendor') reader.cpu.vendor = value;
    else if (name === 'CPUFamilyNumber' && /^\d{1,4}$/.test(value))
      reader.cpu.family = Number(value);
    else if (name === 'Architecture') reader.cpu.architecture = value;
  }
}

/** Names of OS devices below a function: what the person calls it. */
function osDevices(element: XmlElement): string[] {
  return element.children.flatMap((child) => {
    const name = child.attributes.get('name');
    return child.attributes.get('type') === 'OSDev' && name !== undefined ? [name] : [];
  });
}

function readFunction(reader: Reader, element: XmlElement, context: Context): FunctionFacts | null {
  const bdf = parseBdf(element.attributes.get('pci_busid') ?? '');
  const place = reader.at(element.line);
  if (bdf === null) {
    ignoreLine(
      reader.report,
      place,
      element.attributes.get('pci_busid') ?? element.name,
      'not a PCI address',
    );
    return null;
  }
  const facts = emptyFacts(bdf, place);
  const type = PCI_TYPE.exec(element.attributes.get('pci_type') ?? '');
  if (type !== null) {
    facts.classCode = type[1]?.toLowerCase() ?? null;
    facts.vendorId = type[2]?.toLowerCase() ?? null;
    facts.deviceId = type[3]?.toLowerCase() ?? null;
  }
  const speed = Number(element.attributes.get('pci_link_speed') ?? '0');
  facts.linkGigabytesPerSecond = Number.isFinite(speed) && speed > 0 ? speed : null;
  facts.numaNode = context.numaNode;
  facts.parent = context.parent;
  const names = [infoOf(element, 'PCIDevice'), ...osDevices(element).slice(0, 2)];
  const name = names.filter((part) => part !== null && part !== '').join(' ');
  facts.name = name === '' ? null : name.slice(0, 160);
  const link = facts.linkGigabytesPerSecond === null ? '' : ` link ${speed.toFixed(1)} GB/s`;
  reader.report.read.push({
    ...place,
    fact: `${formatBdf(bdf)} class ${facts.classCode ?? 'unknown'}${link}`,
  });
  reader.functions.push(facts);
  return facts;
}

/** Reads one object; returns what its children stand in. */
function readObject(reader: Reader, element: XmlElement, context: Context): Context {
  const type = element.attributes.get('type');
  if (type === 'PCIDev') {
    readFunction(reader, element, context);
    return context;
  }
  if (type !== 'Bridge') {
    const own =
      type === 'NUMANode' ? Number(element.attributes.get('os_index') ?? Number.NaN) : null;
    const numaNode =
      own !== null && Number.isInteger(own) ? own : onlyBit(element.attributes.get('nodeset'));
    return { ...context, numaNode: numaNode ?? context.numaNode };
  }
  const buses = BRIDGE_PCI.exec(element.attributes.get('bridge_pci') ?? '');
  if ((element.attributes.get('bridge_type') ?? '').startsWith('0-')) {
    if (buses !== null) {
      const fact = `host bridge ${buses[1]}, buses ${buses[2]} to ${buses[3]}`;
      reader.report.read.push({ ...reader.at(element.line), fact });
    }
    return { ...context, parent: 'root' };
  }
  const facts = readFunction(reader, element, context);
  if (facts === null) return context;
  facts.isBridge = true;
  if (buses !== null) {
    const [secondary, subordinate] = [buses[2], buses[3]].map((text) =>
      Number.parseInt(text ?? '', 16),
    );
    facts.bridge = { secondary: secondary ?? 0, subordinate: subordinate ?? 0 };
  }
  return { ...context, parent: facts.bdf };
}

/**
 * Reads an hwloc topology: PCI functions with their place, link bandwidth and NUMA node, and the processor.
 *
 * @param root its `<topology>`.
 */
export function importHwloc(
  root: XmlElement,
  at: (line: number) => Place,
  system: SystemFacts,
  report: Report,
): FunctionFacts[] {
  const cpu = { vendor: null, family: null, architecture: null };
  const reader: Reader = { functions: [], at, report, cpu };
  const open: { element: XmlElement; context: Context }[] = [
    { element: root, context: { numaNode: null, parent: 'root' } },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { element, context } = next;
    readInfos(reader, element);
    const inside = element.name === 'object' ? readObject(reader, element, context) : context;
    for (const child of element.children) {
      if (child.name === 'object') open.push({ element: child, context: inside });
    }
  }
  const { vendor, family, architecture } = reader.cpu;
  const isArm = architecture === 'aarch64';
  const isOther = architecture !== null && /^ppc|^s390|^riscv/.test(architecture);
  const kind = isArm ? 'arm' : isOther ? 'other' : vendor === null ? null : cpuKind(vendor, family);
  if (kind !== null) {
    system.cpu = kind;
    report.read.push({ ...at(root.line), fact: `processor: ${kind}` });
  }
  return reader.functions;
}

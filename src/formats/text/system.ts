import { findKernel } from '../../core/linux/kernels.ts';
import { parseBootParameters } from '../../core/linux/boot-parameters.ts';
import type { SystemFacts } from '../facts.ts';
import type { Line } from '../lines.ts';
import type { Place, Report } from '../report.ts';

/*
 * What a paste says about the machine as a whole: kernel command line, processor, NUMA nodes. These are few lines among
 * others, so each is recognised by its own words.
 */

const COMMAND_LINE =
  /^.{0,80}?\b(?:Kernel command line|Command line|\/proc\/cmdline)\s*:\s*(.*)$|^((?:BOOT_IMAGE=|ro |root=|console=|initrd=).*)$/;
const UNAME = /^Linux \S{1,64} (\d{1,2}\.\d{1,3}[^\s]{0,60}) #\d/;
/** The lines of /proc/cpuinfo and lscpu that decide; other lines of theirs are known by `key : value`. */
const CPU_KEY =
  /^(vendor_id|cpu family|model|model name|CPU implementer|CPU architecture|Vendor ID|CPU family|Model|Model name|Architecture|cpu|machine|platform)\s*:\s*(.*)$/;
const CPU_FURNITURE =
  /^(?:processor|stepping|microcode|cpu MHz|cache size|physical id|siblings|core id|cpu cores|apicid|initial apicid|fpu|fpu_exception|cpuid level|wp|flags|bugs|bogomips|BogoMIPS|TLB size|clflush size|cache_alignment|address sizes|power management|Features|CPU variant|CPU part|CPU revision|timebase|clock|revision|vmx flags|Stepping|CPU\(s\)|Thread\(s\) per core|Core\(s\) per socket|Socket\(s\)|NUMA node\d* ?\S*|On-line CPU\(s\) list|CPU op-mode\(s\)|Byte Order|Address sizes|L1d cache|L1i cache|L2 cache|L3 cache|Virtualization|Flags|Vulnerability [^:]{1,40})\s*:/;
const NUMA =
  /^(?:available: \d{1,4} nodes? \(.*|node \d{1,4} (?:cpus|size|free):.*|node distances:|node(?: +\d{1,4})+ *|No NUMA .*)$/;
/** A row of the distance table. It looks like a row of a hexdump, so it counts below its heading alone. */
const NUMA_ROW = /^ {0,4}\d{1,4}:(?: +\d{1,4})+ *$/;

/** First Zen family; Hygon's family 18h is Zen too. @source linux-dma.md §1; arch/x86/kernel/cpu/amd.c */
const FIRST_ZEN_FAMILY = 0x17;

/** What was found, before it is turned into facts. */
interface Found {
  vendor: string | null;
  family: number | null;
  isArm: boolean;
  isOther: boolean;
}

/**
 * The processor kind as P2PDMA needs it, from a vendor string and a family number.
 *
 * @returns null where the vendor is not known.
 */
export function cpuKind(vendor: string, family: number | null): SystemFacts['cpu'] {
  if (/GenuineIntel|^Intel/i.test(vendor)) return 'intel';
  if (/^(?:0x41|ARM|0x4e|NVIDIA|0xc0|Ampere|0x48|HiSilicon)\b/i.test(vendor)) return 'arm';
  if (/AuthenticAMD|HygonGenuine|^AMD/i.test(vendor)) {
    if (family === null) return null;
    return family >= FIRST_ZEN_FAMILY ? 'amd-zen' : 'amd-other';
  }
  return null;
}

function readCpu(found: Found, key: string, value: string): void {
  switch (key) {
    case 'vendor_id':
    case 'Vendor ID':
      found.vendor = value;
      break;
    case 'cpu family':
    case 'CPU family':
      if (/^\d{1,4}$/.test(value)) found.family = Number(value);
      break;
    case 'CPU implementer':
      found.isArm = true;
      break;
    case 'Architecture':
      found.isArm = found.isArm || value === 'aarch64';
      found.isOther = found.isOther || /^ppc|^s390|^riscv/.test(value);
      break;
    case 'cpu':
      found.isOther = found.isOther || value.startsWith('POWER');
      break;
    default:
  }
}

function readKernel(system: SystemFacts, release: string): string | null {
  const kernel = findKernel(release);
  if (kernel.ok) system.kernel = kernel.value.key;
  return kernel.ok ? kernel.value.key : null;
}

/** Reads a command line; its ACS parameters are said, not applied: a listing shows the registers after boot. */
function readCommandLine(text: string, system: SystemFacts, place: Place, report: Report): void {
  const boot = parseBootParameters(text.slice(0, 4096));
  const words = text.split(/\s+/, 400);
  const isOn = words.some((word) =>
    /^(?:intel_iommu=(?:on|sm_on)|amd_iommu=(?:on|pgtbl_v[12])|iommu=(?:pt|nopt|force|on)|iommu\.passthrough=[01])\b/.test(
      word,
    ),
  );
  if (boot.iommuOff) system.iommu = 'off';
  else if (isOn) system.iommu = 'on';
  const say = (fact: string): void => void report.read.push({ ...place, fact });
  if (system.iommu !== null) say(`command line: IOMMU ${system.iommu}`);
  if (boot.passthrough) say('command line: default domains are identity (passthrough)');
  if (boot.swiotlb !== 'default') say(`command line: swiotlb=${boot.swiotlb}`);
  if (boot.mpsPolicy !== 'default') say(`command line: MPS policy ${boot.mpsPolicy}`);
  if (boot.noAts) say('command line: pci=noats');
  const acs = [
    ['disable_acs_redir', boot.disableAcsRedir],
    ['config_acs', boot.configAcs],
    ['pcie_acs_override', boot.acsOverride],
  ] as const;
  for (const [name, value] of acs) {
    if (value !== null)
      say(
        `command line: ${name}=${value.slice(0, 200)}; the registers in a listing show its effect`,
      );
  }
  const image = /\bBOOT_IMAGE=\S{0,120}?vmlinu[xz]-(\d{1,2}\.\d{1,3}\S{0,60})/.exec(
    text.slice(0, 4096),
  );
  const key = image?.[1] === undefined ? null : readKernel(system, image[1]);
  if (key !== null) say(`command line: kernel ${key}`);
}

/**
 * Takes the lines about the machine as a whole out of a text: kernel command line and release, processor, NUMA nodes.
 *
 * @returns the lines that say something else; `system` is filled.
 */
export function takeSystem(
  lines: readonly Line[],
  at: (line: number) => Place,
  system: SystemFacts,
  report: Report,
): Line[] {
  const rest: Line[] = [];
  const found: Found = { vendor: null, family: null, isArm: false, isOther: false };
  let cpuLine = 0;
  let hasCpu = false;
  let isInTable = false;
  for (const line of lines) {
    const { text } = line;
    const command = COMMAND_LINE.exec(text);
    const release = UNAME.exec(text)?.[1];
    const cpu = CPU_KEY.exec(text);
    if (command !== null) {
      readCommandLine(command[1] ?? command[2] ?? '', system, at(line.number), report);
    } else if (release !== undefined) {
      const key = readKernel(system, release);
      report.read.push({
        ...at(line.number),
        fact: `kernel ${key ?? 'older than any that is modelled'}`,
      });
    } else if (cpu !== null) {
      readCpu(found, cpu[1] ?? '', (cpu[2] ?? '').trim());
      if (!hasCpu) cpuLine = line.number;
      hasCpu = true;
    } else if (isInTable && NUMA_ROW.test(text)) {
      continue;
    } else if (NUMA.test(text)) {
      isInTable = true;
      if (text.startsWith('available')) report.read.push({ ...at(line.number), fact: text });
    } else if (!(hasCpu && CPU_FURNITURE.test(text))) {
      rest.push(line);
      isInTable = false;
    }
  }
  if (hasCpu) {
    const kind = found.isArm
      ? 'arm'
      : ((found.vendor === null ? null : cpuKind(found.vendor, found.family)) ??
        (found.isOther ? 'other' : null));
    if (kind !== null) {
      system.cpu = kind;
      report.read.push({ ...at(cpuLine), fact: `processor: ${kind}` });
    }
  }
  return rest;
}

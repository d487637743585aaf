import { formatBdf, parseBdf } from '../../core/base/bdf.ts';
import { emptyFacts } from '../facts.ts';
import type { FunctionFacts, SystemFacts } from '../facts.ts';
import { ignoreLine, noteDropped } from '../privacy.ts';
import type { Place, Report } from '../report.ts';
import { cpuKind } from '../text/system.ts';
import { layOutPlan } from '../topology/plan.ts';
import type { PlanHost, PlanNode } from '../topology/plan.ts';
import { fillFacts, isSwitch } from './nccl-device.ts';
import type { NcclDevice } from './nccl-device.ts';
import { NcclPorts } from './nccl-ports.ts';
import type { XmlElement } from './xml.ts';

/*
 * NCCL and RCCL topologies. They record endpoints and switch upstream ports only: root ports, downstream ports and the
 * host bridge are put in. @source import-formats.md §5
 */

/** Segment and bus of switches that somebody invented: `ffff:ff:01.0`. */
const INVENTED_SEGMENT = 0xffff;

function readDevices(
  parent: XmlElement,
  numaNode: number | null,
  at: (line: number) => Place,
  report: Report,
): NcclDevice[] {
  return parent.children.flatMap((element) => {
    if (element.name === 'nic' && parent.name === 'cpu') {
      ignoreLine(report, at(element.line), '<nic>', 'interfaces without a PCI device');
    }
    for (const nic of element.name === 'pci' ? element.children : []) {
      for (const net of nic.children) {
        if (net.attributes.has('guid')) noteDropped(report, at(net.line), 'identifier');
      }
    }
    if (element.name !== 'pci') return [];
    const place = at(element.line);
    const busid = element.attributes.get('busid') ?? '';
    const bdf = parseBdf(busid);
    if (bdf === null) {
      ignoreLine(report, place, busid === '' ? '<pci>' : busid, 'not a PCI address');
      return [];
    }
    report.read.push({
      ...place,
      fact: `${formatBdf(bdf)} class ${element.attributes.get('class') ?? ''}`.trim(),
    });
    const children = readDevices(element, numaNode, at, report);
    return [{ element, bdf, place, numaNode, children }];
  });
}

/** Whether addresses below cannot be kept: the switch was invented, or a child is in another segment. */
function isRelocated(device: NcclDevice): boolean {
  return (
    device.bdf.segment === INVENTED_SEGMENT ||
    device.children.some((child) => child.bdf.segment !== device.bdf.segment || isRelocated(child))
  );
}

function planOf(device: NcclDevice): PlanNode {
  if (isSwitch(device)) {
    return { kind: 'switch', place: device.place, children: device.children.map(planOf) };
  }
  return {
    kind: 'device',
    place: device.place,
    fill: (facts) => {
      fillFacts(facts, device);
      facts.name = `${facts.name ?? 'Device'} (${formatBdf(device.bdf)})`;
    },
  };
}

/** What a function that was given another address says under its own. */
function statedFacts(device: NcclDevice): FunctionFacts[] {
  const below = device.children.flatMap(statedFacts);
  if (device.bdf.segment === INVENTED_SEGMENT) return below;
  const facts = emptyFacts(device.bdf, device.place);
  fillFacts(facts, device);
  return [facts, ...below];
}

export interface NcclImport {
  readonly functions: FunctionFacts[];
  /** What the file states of functions whose address could not be kept. */
  readonly statedOnly: FunctionFacts[];
}

function readCpu(element: XmlElement, isOnly: boolean, system: SystemFacts): number | null {
  const family = Number(element.attributes.get('familyid') ?? Number.NaN);
  const vendor = element.attributes.get('vendor') ?? '';
  const arch = element.attributes.get('arch') ?? '';
  if (arch === 'arm64') system.cpu = 'arm';
  else if (arch === 'ppc64') system.cpu = 'other';
  else system.cpu = cpuKind(vendor, Number.isInteger(family) ? family : null) ?? system.cpu;
  const numa = Number(element.attributes.get('numaid') ?? -1);
  // A dump turns "unknown" into 0: with one node alone the number says nothing.
  const isKnown = Number.isInteger(numa) && numa >= 0 && !(numa === 0 && isOnly);
  return isKnown ? numa : null;
}

/**
 * Reads a NCCL or RCCL topology.
 *
 * @param root its `<system>`.
 */
export function importNccl(
  root: XmlElement,
  at: (line: number) => Place,
  system: SystemFacts,
  report: Report,
): NcclImport {
  const cpus = root.children.filter(({ name }) => name === 'cpu');
  const tops = cpus.flatMap((cpu) => {
    if (cpu.attributes.has('host_hash')) noteDropped(report, at(cpu.line), 'identifier');
    return readDevices(cpu, readCpu(cpu, cpus.length === 1, system), at, report);
  });
  const kept = tops.filter((top) => !isRelocated(top));
  const ports = new NcclPorts(kept, report);
  const moved = [...tops.filter(isRelocated), ...kept.filter((top) => !ports.add(top))];
  const hosts = moved.map((top): PlanHost => ({ numaNode: top.numaNode, ports: [planOf(top)] }));
  const used = kept.map(({ bdf }) => bdf.segment);
  const segment = used.reduce((last, one) => Math.max(last, one + 1), 0);
  for (const top of moved) {
    const fact = `${formatBdf(top.bdf)} and what is below it: addresses invented, the file's own do not form a PCI tree`;
    report.assumed.push({ ...top.place, fact });
  }
  return {
    functions: [...ports.functions, ...layOutPlan(hosts, segment)],
    statedOnly: moved.flatMap(statedFacts),
  };
}

import type { Bdf } from '../core/base/bdf.ts';
import { enumerate } from '../core/machine/enumerate.ts';
import type { Machine, MachineFunction } from '../core/machine/types.ts';
import type { Bar, FunctionComponent, Link, Scenario } from '../core/scenario/schema.ts';
import { emptyFacts } from './facts.ts';
import type { FactBar, FactBridge, FactLink, FactWindow, FunctionFacts } from './facts.ts';
import { NOWHERE } from './report.ts';

/** Whether a component stands for one that no text names. */
function isInvented({ assumed = [] }: { readonly assumed?: readonly string[] | undefined }) {
  return assumed.includes('synthetic');
}

const factBar = (bar: Bar): FactBar => ({
  index: bar.index,
  space: bar.space,
  address: bar.address == null ? null : BigInt(bar.address),
  sizeBytes: bar.sizeBytes,
  is64: bar.is64,
  prefetchable: bar.prefetchable,
});

const factWindow = (range: { base: string; limit: string } | null): FactWindow | null =>
  range === null ? null : { base: BigInt(range.base), limit: BigInt(range.limit) };

function factBridge(fn: MachineFunction, component: FunctionComponent): FactBridge | null {
  if (fn.bridge === null || component.assumed?.includes('bridge.secondary') === true) return null;
  const { io, memory, prefetchable } = component.bridge ?? {};
  const isConfigured = fn.bridge.subordinate >= fn.bridge.secondary && fn.bridge.secondary > 0;
  return {
    secondary: isConfigured ? fn.bridge.secondary : 0,
    subordinate: isConfigured ? fn.bridge.subordinate : 0,
    ...(io === undefined ? {} : { io: factWindow(io) }),
    ...(memory === undefined ? {} : { memory: factWindow(memory) }),
    ...(prefetchable === undefined ? {} : { prefetchable: factWindow(prefetchable) }),
  };
}

function factLink(link: Link | undefined): FactLink | null {
  if (link === undefined) return null;
  const isAssumed = (field: string): boolean => link.assumed?.includes(field) ?? false;
  const facts = {
    speedGtps: isAssumed('speedGtps') ? null : link.speedGtps,
    width: isAssumed('width') ? null : link.width,
    maxSpeedGtps: link.maxSpeedGtps ?? null,
    maxWidth: link.maxWidth ?? null,
  };
  return Object.values(facts).every((value) => value === null) ? null : facts;
}

interface Whole {
  readonly machine: Machine;
  readonly components: ReadonlyMap<string, FunctionComponent>;
  readonly linkTo: ReadonlyMap<string, Link>;
}

/** What is above a function, where the document states it: an invented bridge, or one of guessed bus, is no statement. */
function factParent(fn: MachineFunction, { machine, components }: Whole): Bdf | 'root' | null {
  if (fn.parent === null) return null;
  const above = machine.functions[fn.parent];
  const component = components.get(above?.id ?? '');
  if (above === undefined || component === undefined || isInvented(component)) return null;
  return component.assumed?.includes('bridge.secondary') === true ? null : above.bdf;
}

function withoutBars({ vfBars: _apart, ...sriov }: NonNullable<FunctionComponent['sriov']>) {
  return sriov;
}

/** A document has no kind for the function that stands for the host bridge itself. */
const isHostFunction = ({ kind, classCode }: FunctionComponent): boolean =>
  kind === 'conventional' && classCode === '0600';

function factsOf(fn: MachineFunction, component: FunctionComponent, whole: Whole): FunctionFacts {
  const isAssumed = (field: string): boolean => component.assumed?.includes(field) ?? false;
  const stated = <T>(field: string, value: T | undefined): T | null =>
    value === undefined || isAssumed(field) ? null : value;
  const { acs, sriov } = component;
  const usable = acs === null || isAssumed('acs') ? null : acs;
  return {
    ...emptyFacts(fn.bdf, NOWHERE),
    name: component.name,
    isSynthetic: isInvented(component),
    vendorId: component.vendorId ?? null,
    deviceId: component.deviceId ?? null,
    classCode: component.classCode ?? null,
    kind: isHostFunction(component) ? 'host-bridge' : stated('kind', component.kind),
    isBridge: fn.bridge !== null,
    parent: factParent(fn, whole),
    capabilities: isAssumed('acs') ? 'denied' : 'full',
    hasExpress: !component.kind.startsWith('conventional'),
    acs: usable && {
      capability: isAssumed('acs.capability') ? null : usable.capability,
      control: usable.control,
      egressVector: usable.egressVector === undefined ? null : BigInt(usable.egressVector),
    },
    ats:
      component.ats === undefined
        ? null
        : { enabled: component.ats.enabled, stu: component.ats.stu },
    pasid: component.pasid ?? null,
    sriov: sriov === undefined ? null : withoutBars(sriov),
    vfBars: sriov?.vfBars.map(factBar) ?? [],
    link: factLink(whole.linkTo.get(fn.id)),
    portNumber: component.portNumber ?? null,
    mps: stated('mps', component.mps),
    mpsSupported: component.mpsSupported ?? null,
    mrrs: stated('mrrs', component.mrrs),
    rcb: component.rcb ?? null,
    memoryDecode: stated('memoryDecode', component.memoryDecode),
    busMaster: stated('busMaster', component.busMaster),
    bars: component.bars.map(factBar),
    bridge: factBridge(fn, component),
    multifunction: component.multifunction ?? null,
    numaNode: component.numaNode ?? null,
    iommuGroup: component.iommuGroup ?? null,
    driver: component.driver ?? null,
  };
}

/**
 * What a document states of its functions, as if it were one more text about the machine. Bridges that were invented
 * for want of a better text are left out, unless the devices are invented too (a matrix has no addresses).
 *
 * @returns null where the document's machine cannot be numbered.
 */
export function factsOfDocument(scenario: Scenario): FunctionFacts[] | null {
  const { machine } = enumerate(scenario);
  if (machine === null) return null;
  const functions = scenario.components.filter((one): one is FunctionComponent => 'acs' in one);
  const whole: Whole = {
    machine,
    components: new Map(functions.map((one) => [one.id, one])),
    linkTo: new Map(scenario.links.map((link) => [link.to, link])),
  };
  const isAllInvented = functions.every(isInvented);
  return machine.functions.flatMap((fn) => {
    const component = whole.components.get(fn.id);
    if (component === undefined || fn.physicalFunction !== null) return [];
    return isInvented(component) && !isAllInvented ? [] : [factsOf(fn, component, whole)];
  });
}

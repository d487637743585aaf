import { formatBdf } from '../../core/base/bdf.ts';
import { SCENARIO_VERSION } from '../../core/scenario/schema.ts';
import type { Component, HostBridge, Link, Scenario } from '../../core/scenario/schema.ts';
import type { FunctionFacts, SystemFacts } from '../facts.ts';
import type { Report } from '../report.ts';
import { NOWHERE } from '../report.ts';
import { functionComponent } from './function.ts';
import { isBridgeKind } from './kinds.ts';
import { linkBetween } from './link.ts';
import { buildTopology } from './placeholders.ts';
import type { RootBus, TreeNode } from './tree.ts';

/** Key of the kernel table that is assumed: the newest release. @source linux-dma.md, versions */
const NEWEST_KERNEL = '7.3';

const rootId = (root: RootBus): string =>
  `hb-${root.segment.toString(16).padStart(4, '0')}:${root.bus.toString(16).padStart(2, '0')}`;

/** A NUMA node that all functions which state one agree on. */
function numaNodeOf(nodes: readonly TreeNode[]): number | null {
  const stated = new Set(nodes.map(({ facts }) => facts.numaNode).filter((node) => node !== null));
  return stated.size === 1 ? ([...stated][0] ?? null) : null;
}

function hostBridge(root: RootBus, report: Report): HostBridge {
  const first = root.nodes.find(({ facts }) => facts.bdf.device === 0 && facts.bdf.fn === 0);
  const numaNode = numaNodeOf(root.nodes);
  const id = rootId(root);
  const name = `Host bridge ${id.slice('hb-'.length)}`;
  const assumed = ['rcP2P', 'p2pRoute', ...(root.isSynthetic ? ['synthetic', 'rootBus'] : [])];
  report.assumed.push({
    ...NOWHERE,
    fact: root.isSynthetic
      ? `synthetic host bridge ${id}: the input lacks it; whether its root ports reach each other depends on the CPU`
      : `${id} rcP2P full: whether root ports reach each other depends on the CPU, no listing says`,
  });
  return {
    id,
    name,
    kind: 'host-bridge',
    segment: root.segment,
    rootBus: root.bus,
    ...(first?.facts.vendorId == null ? {} : { vendorId: first.facts.vendorId }),
    ...(first?.facts.deviceId == null ? {} : { deviceId: first.facts.deviceId }),
    ...(numaNode === null ? {} : { numaNode }),
    rcP2P: 'full',
    p2pRoute: 'internal',
    assumed,
  };
}

interface Builder {
  readonly report: Report;
  readonly components: Component[];
  readonly links: Link[];
}

const hangsOnALink = (above: TreeNode): boolean =>
  ['root-port', 'switch-downstream', 'pci-to-pcie-bridge'].includes(above.kind);

/**
 * The function that the link ends at. The others are inside it, so it is a bridge only where these cannot be
 * mistaken for what is below: none, or further functions of a switch's upstream port.
 */
function headOf(children: readonly TreeNode[]): TreeNode | undefined {
  const [first, ...others] = children;
  if (first === undefined || others.length === 0 || !isBridgeKind(first.kind)) return first;
  const isSwitch = first.kind === 'switch-upstream';
  if (isSwitch && others.every(({ facts }) => facts.bdf.device === 0)) return first;
  return others.find(({ kind }) => !isBridgeKind(kind)) ?? first;
}

/** Adds what is below one port, bridge or switch, and returns the nodes whose own children come next. */
function addChildren(builder: Builder, above: TreeNode): void {
  const { report, components, links } = builder;
  const children = above.children.filter((child) => child.physical === null);
  const head = headOf(children);
  if (head === undefined) return;
  const aboveId = formatBdf(above.facts.bdf);
  if (!hangsOnALink(above)) {
    for (const child of children) components.push(functionComponent(child, aboveId, report));
    return;
  }
  links.push(linkBetween(above, head, report));
  components.push(functionComponent(head, null, report));
  for (const other of children) {
    if (other === head) continue;
    components.push(functionComponent(other, formatBdf(head.facts.bdf), report));
  }
}

function systemOf(
  functions: readonly FunctionFacts[],
  stated: SystemFacts,
  report: Report,
): Scenario['system'] {
  const assumed: string[] = [];
  const listsGroups = functions.some(({ iommuGroup }) => iommuGroup !== null);
  if (stated.cpu === null) assumed.push('cpu');
  if (stated.kernel === null) assumed.push('kernel');
  if (stated.iommu === null && !listsGroups) assumed.push('iommu');
  const system: Scenario['system'] = {
    cpu: stated.cpu ?? 'other',
    kernel: stated.kernel ?? NEWEST_KERNEL,
    iommu: stated.iommu ?? (listsGroups ? 'on' : 'off'),
    ...(assumed.length === 0 ? {} : { assumed }),
  };
  if (assumed.length === 0) return system;
  report.assumed.push({
    ...NOWHERE,
    fact: `system ${assumed.join(' ')}: cpu ${system.cpu}, kernel ${system.kernel}, IOMMU ${system.iommu}`,
  });
  return system;
}

/**
 * Builds the document of what the inputs state, with placeholders and defaults for what they lack, each said in
 * `report.assumed`.
 *
 * @param functions merged, in BDF order.
 */
export function buildScenario(
  functions: readonly FunctionFacts[],
  system: SystemFacts,
  title: string,
  report: Report,
): { readonly scenario: Scenario; readonly nodes: readonly TreeNode[] } {
  const { roots, nodes } = buildTopology(functions, report);
  const builder: Builder = { report, components: [], links: [] };
  const open: TreeNode[] = [];
  for (const root of roots) {
    builder.components.push(hostBridge(root, report));
    for (const node of root.nodes) {
      builder.components.push(functionComponent(node, rootId(root), report));
      open.push(node);
    }
  }
  // The list grows while it is walked: breadth first.
  for (const above of open) {
    addChildren(builder, above);
    for (const child of above.children) if (child.physical === null) open.push(child);
  }
  const scenario: Scenario = {
    format: 'p2pdma-scenario',
    version: SCENARIO_VERSION,
    title,
    system: systemOf(functions, system, report),
    components: builder.components,
    links: builder.links,
    transfers: [],
  };
  return { scenario, nodes };
}

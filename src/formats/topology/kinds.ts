import type { FunctionKind } from '../../core/scenario/schema.ts';
import type { TreeNode } from './tree.ts';

const BRIDGE_KINDS: ReadonlySet<FunctionKind> = new Set<FunctionKind>([
  'root-port',
  'switch-upstream',
  'switch-downstream',
  'pcie-to-pci-bridge',
  'pci-to-pcie-bridge',
  'conventional-bridge',
]);

/** Whether functions of this kind have a bus below them. */
export function isBridgeKind(kind: FunctionKind): boolean {
  return BRIDGE_KINDS.has(kind);
}

/** Whether the tree treats it as a bridge: a Type 1 header, or something was found below it. */
export function isBridgeNode(node: TreeNode): boolean {
  return node.facts.isBridge === true || node.children.some((child) => child.physical === null);
}

/** Whether only a class name or a number says so: the host bridge's own function. */
export function isHostBridgeFunction(node: TreeNode): boolean {
  const { classCode, className, kind } = node.facts;
  return kind === 'host-bridge' || classCode === '0600' || className === 'Host bridge';
}

/**
 * Whether the bus below can be no link: it holds several bridges that are not functions of one switch. Firmware
 * of some SoCs shows its inside that way.
 */
function hasSeveralDevicesBelow(node: TreeNode): boolean {
  const below = node.children.filter((child) => child.physical === null);
  const bridges = below.filter(isBridgeNode);
  return bridges.length > 1 || bridges.some(({ facts }) => facts.bdf.device > 0);
}

function bridgeKind(node: TreeNode, above: FunctionKind | null): FunctionKind {
  if (above === null) {
    const isPort = !node.facts.isSubtractive && !hasSeveralDevicesBelow(node);
    return isPort ? 'root-port' : 'conventional-bridge';
  }
  switch (above) {
    case 'root-port':
    case 'switch-downstream': {
      const hasBridges = node.children.some(isBridgeNode);
      const hasDevices = node.children.length > 0;
      return hasBridges || !hasDevices ? 'switch-upstream' : 'pcie-to-pci-bridge';
    }
    case 'switch-upstream':
      return hasSeveralDevicesBelow(node) ? 'conventional-bridge' : 'switch-downstream';
    default:
      return node.facts.hasExpress ? 'pci-to-pcie-bridge' : 'conventional-bridge';
  }
}

function endpointKind(node: TreeNode, above: FunctionKind | null): FunctionKind {
  const isConventional = node.facts.kind === 'conventional' || isHostBridgeFunction(node);
  if (above === null) return isConventional ? 'conventional' : 'rc-integrated-endpoint';
  const isExpressBus = ['root-port', 'switch-downstream', 'switch-upstream'].includes(above);
  return isExpressBus || above === 'pci-to-pcie-bridge' ? 'endpoint' : 'conventional';
}

/** Whether a stated kind can be where the function is; firmware and virtual machines produce ones that cannot. */
function fits(kind: FunctionKind, node: TreeNode, above: FunctionKind | null): boolean {
  switch (kind) {
    case 'root-port':
      return above === null && node.facts.isBridge !== false && !hasSeveralDevicesBelow(node);
    case 'switch-upstream':
    case 'pcie-to-pci-bridge':
      return above === 'root-port' || above === 'switch-downstream';
    case 'switch-downstream':
      return above === 'switch-upstream' && !hasSeveralDevicesBelow(node);
    case 'endpoint':
    case 'legacy-endpoint':
      return above !== null && !isBridgeNode(node);
    case 'rc-integrated-endpoint':
    case 'rc-event-collector':
      return above === null;
    case 'pci-to-pcie-bridge':
    case 'conventional-bridge':
      return true;
    case 'conventional':
      return !isBridgeNode(node);
    default:
      return true;
  }
}

/**
 * Decides every function's kind from the roots down: what the input states where it can be so, else what its place
 * in the tree says (import-formats.md §1.4), which is marked as assumed.
 */
export function decideKinds(roots: readonly TreeNode[]): void {
  const open: { node: TreeNode; above: FunctionKind | null }[] = roots.map((node) => ({
    node,
    above: null,
  }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, above } = next;
    const stated = node.facts.kind === 'host-bridge' ? 'conventional' : node.facts.kind;
    if (stated !== null && fits(stated, node, above)) {
      node.kind = stated;
      node.isKindAssumed = node.isSynthetic;
    } else {
      node.kind = isBridgeNode(node) ? bridgeKind(node, above) : endpointKind(node, above);
      node.isKindAssumed = true;
    }
    for (const child of node.children) open.push({ node: child, above: node.kind });
  }
}

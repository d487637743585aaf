import type { FunctionComponent, FunctionKind } from '../scenario/schema.ts';

const BRIDGES: ReadonlySet<FunctionKind> = new Set<FunctionKind>([
  'root-port',
  'switch-upstream',
  'switch-downstream',
  'pcie-to-pci-bridge',
  'pci-to-pcie-bridge',
  'conventional-bridge',
]);

const LINK_PORTS: ReadonlySet<FunctionKind> = new Set<FunctionKind>([
  'root-port',
  'switch-downstream',
  'pci-to-pcie-bridge',
]);

/** Whether functions of this kind have a secondary bus (type 1 header). @source PCIe Base §7.5.1.3 */
export function isBridge(kind: FunctionKind): boolean {
  return BRIDGES.has(kind);
}

/** Whether a link starts at functions of this kind, so that a device can be plugged in below. */
export function isLinkPort(kind: FunctionKind): boolean {
  return LINK_PORTS.has(kind);
}

/**
 * Whether `child`, whose `parent` is `parent`, sits on the bus below it; otherwise it is a further
 * function of the same device. Below an upstream port that is a downstream port, or anything that
 * states a device number other than 0 or function 0: a management endpoint beside the downstream ports.
 */
export function isBelow(parent: FunctionComponent, child: FunctionComponent): boolean {
  if (!isBridge(parent.kind)) return false;
  if (parent.kind !== 'switch-upstream' || child.kind === 'switch-downstream') return true;
  return child.fn === 0 || (child.device !== undefined && child.device !== 0);
}

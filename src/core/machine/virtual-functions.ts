import type { Node } from './tree.ts';
import { nameOf } from './tree.ts';
import type { Report } from './report.ts';

/** How many virtual functions the physical function shows; 0 where SR-IOV is off. */
export function virtualFunctionCount(node: Node): number {
  const { sriov } = node.component;
  return sriov?.enabled === true ? sriov.numVfs : 0;
}

/** Requester ID of virtual function `index` (from 0). @source PCIe Base §9.3.3.8: PF + offset + index x stride */
export function virtualRequesterId(node: Node, index: number): number {
  const { sriov } = node.component;
  const physical = (node.bus << 8) | (node.device << 3) | node.fn;
  return physical + (sriov?.offset ?? 0) + index * (sriov?.stride ?? 0);
}

/** Whether offset and stride give every virtual function a number of its own. */
export function hasUsableNumbering(node: Node): boolean {
  const { sriov } = node.component;
  if (sriov === undefined) return true;
  return sriov.offset > 0 && (sriov.stride > 0 || sriov.numVfs <= 1);
}

/** Highest bus number that the function or its virtual functions occupy. */
export function lastBusOf(node: Node): number {
  const count = virtualFunctionCount(node);
  if (count === 0 || !hasUsableNumbering(node)) return node.bus;
  return virtualRequesterId(node, count - 1) >> 8;
}

/** Warns where virtual functions cannot be numbered; they are left out then. */
export function checkVirtualFunctions(node: Node, report: Report): void {
  if (virtualFunctionCount(node) === 0) return;
  const { id } = node.component;
  const sriov = node.component.sriov;
  if (!hasUsableNumbering(node)) {
    const message = `${nameOf(node.component)} states VF offset ${sriov?.offset ?? 0} and stride ${sriov?.stride ?? 0}, so its virtual functions are left out: state both as 1 or more.`;
    report.warning('vf-numbering', id, message);
  }
  if ((sriov?.numVfs ?? 0) > (sriov?.totalVfs ?? 0)) {
    const message = `${nameOf(node.component)} has ${sriov?.numVfs ?? 0} virtual functions enabled but supports ${sriov?.totalVfs ?? 0}: lower NumVFs.`;
    report.warning('vf-count', id, message);
  }
}

import { hex } from '../base/address.ts';
import type { Bar, FunctionComponent, Link, Scenario } from '../scenario/schema.ts';
import { isBridge } from './kinds.ts';
import type { Report } from './report.ts';
import { nameOf } from './tree.ts';
import type { Tree } from './tree.ts';
import { checkVirtualFunctions } from './virtual-functions.ts';
import { isBarSize } from './windows.ts';

/* What is wrong with one component by itself, before anything is numbered. */

const LINK_WIDTHS: ReadonlySet<number> = new Set([0, 1, 2, 4, 8, 12, 16, 32]);
const LINK_SPEEDS: ReadonlySet<number> = new Set([2.5, 5, 8, 16, 32, 64, 128]);
/** @source PCIe Base §7.5.3.4: 128 << n, n 0 to 5. */
const PAYLOAD_SIZES: ReadonlySet<number> = new Set([128, 256, 512, 1024, 2048, 4096]);
const ACS_EGRESS = 1 << 5;

function checkLink(link: Link, report: Report): void {
  if (!LINK_WIDTHS.has(link.width)) {
    const message = `Link ${link.id} is x${link.width}, which no link is: use 1, 2, 4, 8, 12, 16 or 32 lanes.`;
    report.error('link-width', link.id, message);
  }
  if (!LINK_SPEEDS.has(link.speedGtps)) {
    const message = `Link ${link.id} runs at ${link.speedGtps} GT/s, which no link does: use 2.5, 5, 8, 16, 32, 64 or 128.`;
    report.error('link-speed', link.id, message);
  }
}

function checkBar(bar: Bar, name: string, component: FunctionComponent, report: Report): void {
  const { id } = component;
  if (bar.sizeBytes !== null && !isBarSize(bar.sizeBytes)) {
    const message = `${name} of ${nameOf(component)} is ${bar.sizeBytes} bytes: a BAR decodes a power of two, choose the next larger one.`;
    report.error('bar-size', id, message);
  } else if (typeof bar.address === 'string' && bar.sizeBytes !== null) {
    if (BigInt(bar.address) % BigInt(bar.sizeBytes) !== 0n) {
      const message = `${name} of ${nameOf(component)} is stated at ${bar.address}, which is no multiple of its size ${hex(bar.sizeBytes)}.`;
      report.warning('bar-alignment', id, message);
    }
  }
  if (bar.is64 && bar.space === 'io') {
    const message = `${name} of ${nameOf(component)} is 64-bit I/O, which does not exist: make it 32-bit or memory.`;
    report.error('bar-type', id, message);
  }
}

function checkBars(
  bars: readonly Bar[],
  prefix: string,
  component: FunctionComponent,
  report: Report,
): void {
  const last = isBridge(component.kind) ? 1 : 5;
  const taken = new Map<number, number>();
  for (const bar of bars) {
    checkBar(bar, `${prefix}${bar.index}`, component, report);
    const slots = bar.is64 ? [bar.index, bar.index + 1] : [bar.index];
    for (const slot of slots) {
      const other = taken.get(slot);
      if (other !== undefined) {
        const message = `${prefix}${other} and ${prefix}${bar.index} of ${nameOf(component)} share register ${slot}: a 64-bit BAR takes two, give one of them another index.`;
        report.error('bar-pair', component.id, message);
      } else if (slot > last) {
        const message = `${prefix}${bar.index} of ${nameOf(component)} needs register ${slot}: this function has BAR 0 to ${last}.`;
        report.error('bar-index', component.id, message);
      }
      taken.set(slot, bar.index);
    }
  }
}

function checkSizes(component: FunctionComponent, report: Report): void {
  const { id, mps, mpsSupported, mrrs, kind } = component;
  if (kind === 'conventional' || kind === 'conventional-bridge') return;
  for (const [name, value, code] of [
    ['MPS', mps, 'mps-value'],
    ['MRRS', mrrs, 'mrrs-value'],
  ] as const) {
    if (PAYLOAD_SIZES.has(value)) continue;
    const message = `${name} of ${nameOf(component)} is ${value}: use 128, 256, 512, 1024, 2048 or 4096 bytes.`;
    report.error(code, id, message);
  }
  if (mpsSupported !== undefined && mps > mpsSupported) {
    const message = `MPS of ${nameOf(component)} is set to ${mps} bytes but it supports ${mpsSupported}: lower it.`;
    report.warning('mps-unsupported', id, message);
  }
}

function checkAcs(component: FunctionComponent, report: Report): void {
  const { acs, id } = component;
  if (acs?.egressVector === undefined) return;
  const bits = acs.capability >> 8 === 0 ? 256 : acs.capability >> 8;
  if ((acs.capability & ACS_EGRESS) === 0) {
    const message = `${nameOf(component)} has an egress vector but no EC in its ACS capability, so the vector does nothing.`;
    report.warning('egress-vector-unused', id, message);
  } else if (BigInt(acs.egressVector) >> BigInt(bits) !== 0n) {
    const message = `The egress vector of ${nameOf(component)} sets a bit beyond its ${bits} bits: clear it or raise the vector size in the capability.`;
    report.warning('egress-vector-size', id, message);
  }
}

/** Memory and IOMMU belong to a host bridge; a host bridge has one IOMMU. */
function checkParents(scenario: Scenario, tree: Tree, report: Report): void {
  const hosts = new Set(tree.hosts.map(({ id }) => id));
  const served = new Set<string>();
  for (const component of scenario.components) {
    if (component.kind !== 'memory' && component.kind !== 'iommu') continue;
    const { id, parent, kind } = component;
    if (!hosts.has(parent)) {
      const message = `${nameOf(component)} belongs to ${parent}, which is no host bridge of this document: put it into one.`;
      report.error('parent-missing', id, message);
    }
    if (kind === 'memory') continue;
    if (served.has(parent)) {
      const message = `${nameOf(component)} is the second IOMMU of ${parent}: a host bridge has one, remove the other.`;
      report.error('two-iommus', id, message);
    }
    served.add(parent);
  }
}

/** Reports what is wrong with single components: links, BARs, payload sizes, ACS vectors, SR-IOV, missing parents. */
export function checkComponents(scenario: Scenario, tree: Tree, report: Report): void {
  for (const link of scenario.links) checkLink(link, report);
  checkParents(scenario, tree, report);
  for (const node of tree.nodes) {
    const { component } = node;
    checkBars(component.bars, 'BAR', component, report);
    checkBars(component.sriov?.vfBars ?? [], 'VF BAR', component, report);
    checkSizes(component, report);
    checkAcs(component, report);
    checkVirtualFunctions(node, report);
  }
}

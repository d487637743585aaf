import { hex } from '../../core/base/address.ts';
import { formatBdf } from '../../core/base/bdf.ts';
import type { Acs, Bar, FunctionComponent } from '../../core/scenario/schema.ts';
import type { FactBar, FactWindow } from '../facts.ts';
import type { Report } from '../report.ts';
import { placeOf } from '../report.ts';
import { displayName } from './names.ts';
import { isBridgeKind } from './kinds.ts';
import type { TreeNode } from './tree.ts';

/** What is assumed where a format has no payload sizes. @source import-formats.md §8 */
const DEFAULT_MPS = 256;
const DEFAULT_MRRS = 512;
const PAYLOADS = [128, 256, 512, 1024, 2048, 4096];
/** SV TB RR CR UF: what ports that have the capability implement as a rule. */
const USUAL_ACS_CAPABILITY = 0x1f;

interface Draft {
  readonly node: TreeNode;
  readonly report: Report;
  readonly assumed: string[];
}

function payload(draft: Draft, field: 'mps' | 'mrrs', otherwise: number): number {
  const value = draft.node.facts[field];
  if (value !== null && PAYLOADS.includes(value)) return value;
  draft.assumed.push(field);
  return otherwise;
}

/**
 * BARs of a Type 0 header are numbered 0 to 5, a 64-bit one takes two numbers; `lspci -v` prints them in order
 * without numbers, and leaves out those that are not implemented, so a number is then an assumption.
 */
function barsOf(bars: readonly FactBar[], draft: Draft): Bar[] {
  const { node, report, assumed } = draft;
  const out: Bar[] = [];
  const last = isBridgeKind(node.kind) ? 1 : 5;
  const taken = new Set<number>();
  for (const bar of bars) {
    if (bar.index === null) assumed.push('bars.index');
    const index = bar.index ?? firstFree(taken);
    const slots = bar.is64 ? [index, index + 1] : [index];
    if (slots.some((slot) => slot > last || taken.has(slot))) {
      const text = `${formatBdf(node.facts.bdf)} BAR ${index}`;
      report.ignored.push({
        ...placeOf(node.facts.place),
        text,
        reason: `the function has no such register free: BAR 0 to ${last}, a 64-bit BAR takes two`,
      });
      continue;
    }
    for (const slot of slots) taken.add(slot);
    const isDecodable = bar.sizeBytes !== null && Number.isInteger(Math.log2(bar.sizeBytes));
    out.push({
      index,
      space: bar.space,
      is64: bar.is64,
      prefetchable: bar.prefetchable,
      sizeBytes: isDecodable && (bar.sizeBytes ?? 0) >= 4 ? bar.sizeBytes : null,
      address: bar.address === null ? null : hex(bar.address),
    });
  }
  return out;
}

function firstFree(taken: ReadonlySet<number>): number {
  let index = 0;
  while (taken.has(index)) index++;
  return index;
}

const couldHaveAcs = (node: TreeNode): boolean =>
  node.kind === 'root-port' || node.kind === 'switch-downstream';

/** ACS as read; where it could not be read a port has it with its control unknown, never "off". */
function acsOf(draft: Draft): Acs | null {
  const { node, assumed } = draft;
  const { acs, capabilities, answers } = node.facts;
  if (acs !== null) {
    if (acs.capability === null) assumed.push('acs.capability');
    if (acs.control === null) assumed.push('acs.control');
    return {
      capability: acs.capability ?? USUAL_ACS_CAPABILITY,
      control: acs.control,
      ...(acs.egressVector === null ? {} : { egressVector: hex(acs.egressVector) }),
    };
  }
  const isAbsent = answers && (capabilities === 'full' || capabilities === 'names');
  if (isAbsent) return null;
  assumed.push('acs');
  return couldHaveAcs(node) ? { capability: USUAL_ACS_CAPABILITY, control: null } : null;
}

const window = (range: FactWindow | null): { base: string; limit: string } | null =>
  range === null ? null : { base: hex(range.base), limit: hex(range.limit) };

function bridgeOf(draft: Draft): FunctionComponent['bridge'] {
  const { node, assumed } = draft;
  const { facts } = node;
  // Not configured reads as bus 0 in the register, which no other bridge has.
  const { secondary, subordinate } = node.buses ?? { secondary: 0, subordinate: 0 };
  if (facts.bridge === null) {
    if (!isBridgeKind(node.kind)) return undefined;
    assumed.push('bridge.secondary');
    return { secondary, subordinate };
  }
  const { io, memory, prefetchable } = facts.bridge;
  return {
    secondary,
    subordinate,
    ...(memory === undefined ? {} : { memory: window(memory) }),
    ...(prefetchable === undefined ? {} : { prefetchable: window(prefetchable) }),
    ...(io === undefined ? {} : { io: window(io) }),
  };
}

/** Fields that are left out of the document where nothing states them. */
function optionalFields(draft: Draft): Partial<FunctionComponent> {
  const { facts } = draft.node;
  const bridge = bridgeOf(draft);
  const sriov = facts.sriov;
  return {
    ...(facts.multifunction === null ? {} : { multifunction: facts.multifunction }),
    ...(facts.portNumber === null ? {} : { portNumber: facts.portNumber }),
    ...(facts.vendorId === null ? {} : { vendorId: facts.vendorId }),
    ...(facts.deviceId === null ? {} : { deviceId: facts.deviceId }),
    ...(facts.classCode === null ? {} : { classCode: facts.classCode }),
    ...(facts.mpsSupported === null ? {} : { mpsSupported: facts.mpsSupported }),
    ...(facts.rcb === null ? {} : { rcb: facts.rcb }),
    ...(facts.ats === null ? {} : { ats: { ...facts.ats } }),
    ...(facts.pasid === null ? {} : { pasid: { ...facts.pasid } }),
    ...(sriov === null ? {} : { sriov: { ...sriov, vfBars: barsOf(facts.vfBars, draft) } }),
    ...(bridge === undefined ? {} : { bridge }),
    ...(facts.numaNode === null ? {} : { numaNode: facts.numaNode }),
    ...(facts.iommuGroup === null ? {} : { iommuGroup: facts.iommuGroup }),
    ...(facts.driver === null ? {} : { driver: facts.driver }),
  };
}

function say(draft: Draft): void {
  const { node, assumed, report } = draft;
  if (node.isSynthetic || assumed.length === 0) return;
  const { facts } = node;
  const denied = facts.capabilities === 'denied' ? ': ACS unreadable, run lspci as root' : '';
  const kind = assumed.includes('kind') ? `, taken as ${node.kind}` : '';
  report.assumed.push({
    ...placeOf(facts.place),
    fact: `${formatBdf(facts.bdf)} ${[...new Set(assumed)].join(' ')}${kind}${denied}`,
  });
}

/**
 * The document's component for one function: what the input states, and defaults of import-formats.md §8 for the
 * rest, each named in `assumed`.
 *
 * @param parent id of what it is inside of; null: it hangs on a link.
 */
export function functionComponent(
  node: TreeNode,
  parent: string | null,
  report: Report,
): FunctionComponent {
  const { facts } = node;
  const draft: Draft = { node, report, assumed: [] };
  const { assumed } = draft;
  if (node.isSynthetic) assumed.push('synthetic');
  if (node.isKindAssumed) assumed.push('kind');
  const component: FunctionComponent = {
    id: formatBdf(facts.bdf),
    name: displayName(node),
    kind: node.kind,
    parent,
    device: facts.bdf.device,
    fn: facts.bdf.fn,
    acs: acsOf(draft),
    mps: payload(draft, 'mps', DEFAULT_MPS),
    mrrs: payload(draft, 'mrrs', DEFAULT_MRRS),
    busMaster: facts.busMaster ?? true,
    memoryDecode: facts.memoryDecode ?? true,
    bars: barsOf(facts.bars, draft),
    ...optionalFields(draft),
  };
  if (facts.busMaster === null) assumed.push('busMaster');
  if (facts.memoryDecode === null) assumed.push('memoryDecode');
  say(draft);
  return assumed.length === 0 ? component : { ...component, assumed: [...new Set(assumed)] };
}

import { hex } from '../core/base/address.ts';
import { compareBdf, formatBdf } from '../core/base/bdf.ts';
import type { FactAcs, FactBar, FactLink, FunctionFacts, StatedKind } from './facts.ts';
import type { TreeNode } from './topology/tree.ts';

/** What an input states of one function; null: it does not say. The contract of the CLI's `show`. */
export interface ShownFunction {
  readonly bdf: string;
  /** The bridge directly above; null on a root bus. */
  readonly parent: string | null;
  readonly kind: StatedKind | null;
  readonly vendor: string | null;
  readonly device: string | null;
  readonly class: string | null;
  readonly acs: {
    readonly cap: readonly string[] | null;
    readonly ctl: readonly string[] | null;
  } | null;
  readonly link: FactLink | null;
  readonly mps: number | null;
  readonly mrrs: number | null;
  readonly bars: readonly ShownBar[];
  readonly numaNode: number | null;
  readonly iommuGroup: number | null;
  readonly driver: string | null;
}

export interface ShownBar {
  readonly index: number | null;
  readonly space: 'mem' | 'io';
  readonly address: string | null;
  readonly sizeBytes: number | null;
  readonly is64: boolean;
  readonly prefetchable: boolean;
}

const ACS_NAMES = ['SV', 'TB', 'RR', 'CR', 'UF', 'EC', 'DT'];

function acsNames(word: number | null): string[] | null {
  return word === null ? null : ACS_NAMES.filter((_, bit) => ((word >> bit) & 1) === 1);
}

/** ACS words by the names of their bits. */
export function shownAcs(acs: FactAcs | null): ShownFunction['acs'] {
  return acs === null ? null : { cap: acsNames(acs.capability), ctl: acsNames(acs.control) };
}

function shownBar(bar: FactBar): ShownBar {
  return {
    index: bar.index,
    space: bar.space,
    address: bar.address === null ? null : hex(bar.address),
    sizeBytes: bar.sizeBytes,
    is64: bar.is64,
    prefetchable: bar.prefetchable,
  };
}

function shownFunction(facts: FunctionFacts, parent: TreeNode | null): ShownFunction {
  const { link } = facts;
  return {
    bdf: formatBdf(facts.bdf),
    parent: parent === null ? null : formatBdf(parent.facts.bdf),
    kind: facts.kind,
    vendor: facts.vendorId,
    device: facts.deviceId,
    class: facts.classCode,
    acs: shownAcs(facts.acs),
    link: link === null ? null : { ...link },
    mps: facts.mps,
    mrrs: facts.mrrs,
    bars: facts.bars.map(shownBar),
    numaNode: facts.numaNode,
    iommuGroup: facts.iommuGroup,
    driver: facts.driver,
  };
}

/**
 * One object per function that the input names, in BDF order; placeholders are not among them.
 *
 * @param statedOnly functions that the machine holds under an invented address.
 */
export function shownFunctions(
  nodes: readonly TreeNode[],
  statedOnly: readonly FunctionFacts[],
): ShownFunction[] {
  const rows = nodes.flatMap((node) => {
    if (node.isSynthetic) return [];
    const isStated = !node.isParentAssumed && node.parent?.isSynthetic !== true;
    return [{ facts: node.facts, parent: isStated ? node.parent : null }];
  });
  for (const facts of statedOnly) rows.push({ facts, parent: null });
  rows.sort((a, b) => compareBdf(a.facts.bdf, b.facts.bdf));
  return rows.map(({ facts, parent }) => shownFunction(facts, parent));
}

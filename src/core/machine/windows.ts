import type { Bar } from '../scenario/schema.ts';
import { alignUp, packedSize, placeAll } from './place.ts';
import type { Range, Wanted } from './place.ts';
import type { Report } from './report.ts';
import { isBridgeNode, nameOf } from './tree.ts';
import type { Node, Tree } from './tree.ts';
import { virtualFunctionCount } from './virtual-functions.ts';

/*
 * Three kinds of address space cross a bridge, each through a window of its own: 32-bit memory,
 * 64-bit prefetchable memory and I/O. Sizes are added up from the leaves, addresses handed out from
 * the root. @source PCIe Base §7.5.1.3
 */

export const SPACES = ['memory', 'prefetchable', 'io'] as const;
export type Space = (typeof SPACES)[number];

const GRANULE: Readonly<Record<Space, bigint>> = {
  memory: 1n << 20n,
  prefetchable: 1n << 20n,
  io: 1n << 12n,
};

/** One BAR (or all virtual functions' copies of one BAR), or the window of a bridge. */
export interface Claim extends Wanted {
  readonly node: Node;
  readonly space: Space;
  readonly source: 'bar' | 'vfBar' | 'window';
  readonly bar: Bar | null;
  /** Address that the document states; null: to be assigned. */
  readonly stated: bigint | null;
  base: bigint | null;
}

/** What addresses enumeration handed out below the host bridges. */
export interface AddressMap {
  /** Claims of each function's own BARs and VF BARs. */
  readonly claims: ReadonlyMap<Node, readonly Claim[]>;
  /** Windows of each bridge; an absent one is closed. */
  readonly windows: ReadonlyMap<Node, Readonly<Partial<Record<Space, Range>>>>;
}

/** A BAR goes through the 64-bit prefetchable window only when it is both; the memory window is 32-bit. */
function spaceOf(bar: Bar): Space {
  if (bar.space === 'io') return 'io';
  return bar.is64 && bar.prefetchable ? 'prefetchable' : 'memory';
}

/** Whether the size is one that a BAR can decode. */
export function isBarSize(size: number): boolean {
  return size >= 4 && Number.isInteger(Math.log2(size));
}

function barClaims(node: Node, firmware: boolean): Claim[] {
  const { bars, sriov } = node.component;
  const claims: Claim[] = [];
  const add = (bar: Bar, source: 'bar' | 'vfBar', copies: number): void => {
    if (bar.sizeBytes === null || !isBarSize(bar.sizeBytes) || bar.address === null) return;
    const align = BigInt(bar.sizeBytes);
    const stated = firmware && bar.address !== undefined ? BigInt(bar.address) : null;
    const size = align * BigInt(copies);
    claims.push({ node, space: spaceOf(bar), source, bar, stated, size, align, base: stated });
  };
  for (const bar of bars) add(bar, 'bar', 1);
  const vfs = virtualFunctionCount(node);
  if (vfs > 0) for (const bar of sriov?.vfBars ?? []) add(bar, 'vfBar', vfs);
  return claims;
}

function rangeOf(claim: Claim): Range | null {
  return claim.base === null ? null : { base: claim.base, limit: claim.base + claim.size - 1n };
}

/** Hands out addresses below one host bridge. */
class Assignment {
  readonly claims = new Map<Node, Claim[]>();
  readonly windows = new Map<Node, Partial<Record<Space, Range>>>();
  /** What did not fit, with the region that was full. */
  failed: { readonly claim: Claim; readonly region: Range } | null = null;
  /** I/O claims that found no room: left unassigned, as firmware does. */
  readonly withoutIo: Claim[] = [];
  private readonly inner = new Map<Node, Claim[]>();
  private readonly firmware: boolean;

  constructor(firmware: boolean) {
    this.firmware = firmware;
  }

  run(
    roots: readonly Node[],
    nodes: readonly Node[],
    regions: Readonly<Record<Space, Range>>,
  ): void {
    for (const node of nodes) this.claims.set(node, barClaims(node, this.firmware));
    // Parents come before children, so backwards every bridge knows what is below it.
    for (const node of [...nodes].reverse()) if (isBridgeNode(node)) this.size(node);
    const top = this.claimsOn(roots);
    for (const space of SPACES) this.place(top, space, regions[space]);
    for (const node of nodes) {
      const windows = this.windows.get(node);
      if (windows === undefined) continue;
      for (const space of SPACES) {
        const window = windows[space];
        const inside = this.inner.get(node) ?? [];
        if (window !== undefined) this.place(inside, space, window);
        else this.refuse(inside.filter((claim) => claim.space === space));
      }
    }
  }

  private claimsOn(nodes: readonly Node[]): Claim[] {
    return nodes.flatMap((node) => [
      ...(this.claims.get(node) ?? []),
      ...(this.windowClaims.get(node) ?? []),
    ]);
  }

  private readonly windowClaims = new Map<Node, Claim[]>();

  /** Works out the three windows of a bridge from what is below it. */
  private size(node: Node): void {
    const inside = this.claimsOn(node.below);
    this.inner.set(node, inside);
    this.windows.set(node, {});
    const claims: Claim[] = [];
    for (const space of SPACES) {
      const stated = this.firmware ? node.component.bridge?.[space] : undefined;
      if (stated === null) continue;
      const claim =
        stated === undefined
          ? this.neededWindow(
              node,
              space,
              inside.filter((one) => one.space === space),
            )
          : statedWindow(node, space, { base: BigInt(stated.base), limit: BigInt(stated.limit) });
      if (claim !== null) claims.push(claim);
    }
    this.windowClaims.set(node, claims);
    for (const claim of claims) if (claim.base !== null) this.open(claim);
  }

  private neededWindow(node: Node, space: Space, inside: readonly Claim[]): Claim | null {
    if (inside.length === 0) return null;
    const granule = GRANULE[space];
    const fixed = inside.map(rangeOf).filter((range) => range !== null);
    if (fixed.length > 0) {
      // Part of it has stated addresses: the window covers these, the rest fills the gaps.
      const base = fixed.reduce(
        (low, one) => (one.base < low ? one.base : low),
        fixed[0]?.base ?? 0n,
      );
      const limit = fixed.reduce((high, one) => (one.limit > high ? one.limit : high), 0n);
      const from = (base / granule) * granule;
      return statedWindow(node, space, { base: from, limit: alignUp(limit + 1n, granule) - 1n });
    }
    const align = inside.reduce((high, one) => (one.align > high ? one.align : high), granule);
    const size = alignUp(packedSize(inside), granule);
    return { node, space, source: 'window', bar: null, stated: null, size, align, base: null };
  }

  private open(claim: Claim): void {
    const windows = this.windows.get(claim.node);
    const range = rangeOf(claim);
    if (windows !== undefined && range !== null) windows[claim.space] = range;
  }

  private place(claims: readonly Claim[], space: Space, region: Range): void {
    const mine = claims.filter((claim) => claim.space === space);
    const free = mine.filter((claim) => claim.base === null);
    if (free.length === 0) return;
    const occupied = mine.map(rangeOf).filter((range) => range !== null);
    const { bases, failed } = placeAll(free, region, occupied);
    for (const [claim, base] of bases) {
      claim.base = base;
      if (claim.source === 'window') this.open(claim);
    }
    const [first] = failed;
    if (first === undefined) return;
    if (space === 'io') this.withoutIo.push(...failed);
    else this.failed ??= { claim: first, region };
  }

  /** Claims below a closed window. */
  private refuse(claims: readonly Claim[]): void {
    for (const claim of claims) {
      if (claim.base !== null) continue;
      if (claim.space === 'io') this.withoutIo.push(claim);
      else this.failed ??= { claim, region: { base: 1n, limit: 0n } };
    }
  }
}

function statedWindow(node: Node, space: Space, range: Range): Claim | null {
  if (range.limit < range.base) return null;
  const size = range.limit - range.base + 1n;
  return {
    node,
    space,
    source: 'window',
    bar: null,
    stated: range.base,
    size,
    align: GRANULE[space],
    base: range.base,
  };
}

function hasStatedAddresses(nodes: readonly Node[]): boolean {
  return nodes.some(({ component: { bars, bridge, sriov } }) => {
    const all = [...bars, ...(sriov?.vfBars ?? [])];
    const isAnyStated = all.some(({ address }) => address !== undefined && address !== null);
    return isAnyStated || SPACES.some((space) => bridge?.[space] !== undefined);
  });
}

function describeFailure(failed: { claim: Claim; region: Range }): string {
  const { claim, region } = failed;
  const what = claim.source === 'window' ? 'the window' : `BAR ${claim.bar?.index ?? 0}`;
  const room =
    region.limit < region.base
      ? 'the window above it is closed'
      : `there is no such gap left in 0x${region.base.toString(16)} to 0x${region.limit.toString(16)}`;
  return `${what} of ${nameOf(claim.node.component)} needs 0x${claim.size.toString(16)} bytes of ${claim.space} space and ${room}`;
}

function assignHost(
  tree: Tree,
  host: number,
  regions: Readonly<Record<Space, Range>>,
  report: Report,
): Assignment {
  const nodes = tree.nodes.filter((node) => node.host === host);
  const roots = tree.roots[host] ?? [];
  const bridge = tree.hosts[host];
  let assignment = new Assignment(true);
  assignment.run(roots, nodes, regions);
  if (assignment.failed !== null && bridge !== undefined && hasStatedAddresses(nodes)) {
    const message = `The addresses stated below ${nameOf(bridge)} leave no room: ${describeFailure(assignment.failed)}; so all addresses below it are assigned anew.`;
    report.warning('addresses-reassigned', bridge.id, message);
    assignment = new Assignment(false);
    assignment.run(roots, nodes, regions);
  }
  const { failed } = assignment;
  if (failed !== null) {
    const message = `MMIO is exhausted: ${describeFailure(failed)}; make the MMIO range of ${bridge === undefined ? 'the host bridge' : nameOf(bridge)} larger or the BAR smaller.`;
    report.error('mmio-exhausted', failed.claim.node.component.id, message);
  }
  const withoutIo = assignment.withoutIo.filter(({ source }) => source !== 'window');
  for (const node of new Set(withoutIo.map((claim) => claim.node))) {
    const message = `${nameOf(node.component)} gets no I/O space, of which a machine has 64 KiB: its I/O BARs stay unassigned.`;
    report.warning('io-exhausted', node.component.id, message);
  }
  return assignment;
}

/**
 * Gives every BAR an address and every bridge its windows. What the document states is kept as long
 * as the rest fits around it; where it does not, the host bridge is assigned anew with a warning.
 * Reports exhausted MMIO (error) and I/O (warning: such BARs stay unassigned, as on real machines).
 *
 * @param regions per host bridge, by index: where it may place BARs, as bus addresses.
 */
export function assignAddresses(
  tree: Tree,
  regions: readonly Readonly<Record<Space, Range>>[],
  report: Report,
): AddressMap {
  const claims = new Map<Node, readonly Claim[]>();
  const windows = new Map<Node, Readonly<Partial<Record<Space, Range>>>>();
  for (const [host, region] of regions.entries()) {
    const assignment = assignHost(tree, host, region, report);
    for (const [node, own] of assignment.claims) claims.set(node, own);
    for (const [node, own] of assignment.windows) windows.set(node, own);
  }
  return { claims, windows };
}

import { defined } from '../../src/core/base/assert.ts';
import type { Machine, MachineFunction } from '../../src/core/machine/types.ts';
import type { RequestTlp, RouteOutcome } from '../../src/core/pcie/types.ts';
import { ACS_BIT } from '../../src/core/scenario/acs.ts';
import type { AcsBitName } from '../../src/core/scenario/acs.ts';
import type { Iommu } from '../../src/core/scenario/schema.ts';

/*
 * A second opinion about the path of one request, made of nothing but the tree that was drawn, the table of ACS
 * (pcie.md §3.3) and the list of mappings. It looks at no window, no bus range and no page table, and asks none of the
 * functions that decide in `core/pcie` and `core/iommu`. Without TDISP, T=0.
 */

/** What became of the request; not of its completion. */
export interface Told {
  /** Functions, host bridges, IOMMUs and memories in the order in which the request meets them. */
  readonly places: readonly string[];
  readonly end: RouteOutcome;
}

/** The function whose BAR has the address, whatever its decoding. */
function ownerOf(machine: Machine, address: bigint): MachineFunction | null {
  const has = ({ bars }: MachineFunction): boolean =>
    bars.some(
      ({ space, window }) =>
        space === 'mem' && window !== null && address >= window.base && address <= window.limit,
    );
  return machine.functions.find(has) ?? null;
}

/** What a stream of an IOMMU makes of an address by the list of mappings alone; null: it faults. */
export function mappedAddress(
  machine: Machine,
  iommu: Iommu,
  { requester, address, write }: { requester: string; address: bigint; write: boolean },
): bigint | null {
  const stream = iommu.streams.find((one) => one.requester === requester && one.t === 0);
  if (stream === undefined || stream.config === 'abort') return null;
  if (stream.config === 'bypass') return address;
  const table = iommu.tables.find(({ id }) => id === stream.table);
  for (const { from, to, sizeBytes, ...allowed } of table?.mappings ?? []) {
    const offset = address - BigInt(from);
    if (offset < 0n || offset >= BigInt(sizeBytes)) continue;
    if (write ? !allowed.write : !allowed.read) return null;
    if (typeof to === 'string') return BigInt(to) + offset;
    const target = machine.functions.find(({ id }) => id === to.function);
    const window = target?.bars.find(({ index }) => index === to.bar)?.window;
    return window ? window.base + offset : null;
  }
  return null;
}

export class PathReference {
  private readonly machine: Machine;
  private readonly places: string[] = [];
  private request: RequestTlp;
  private readonly requester: MachineFunction;
  private readonly meant: string | null;
  private readonly isPosted: boolean;
  private owner: MachineFunction | null;

  constructor(
    machine: Machine,
    requester: number,
    request: RequestTlp,
    intended: { readonly kind: string; readonly index: number } | null,
  ) {
    this.machine = machine;
    this.requester = this.fn(requester);
    this.request = request;
    this.meant = intended === null ? null : `${intended.kind} ${intended.index}`;
    this.isPosted = request.kind === 'MWr';
    this.owner = ownerOf(machine, request.address);
  }

  private fn(index: number): MachineFunction {
    return defined(this.machine.functions[index], `function ${index}`);
  }

  private ends(end: RouteOutcome): Told {
    return { places: this.places, end };
  }

  /** Whether what has the address hangs below this bridge, and the bridge lets requests down. */
  private isBelow(port: MachineFunction): boolean {
    if (!port.memoryDecode) return false;
    let at = this.owner?.parent ?? null;
    while (at !== null && at !== port.index) at = this.fn(at).parent;
    return at === port.index;
  }

  private refusal(): Told {
    return this.ends(this.isPosted ? 'dropped' : 'completerAbort');
  }

  tell(): Told {
    const { requester, owner } = this;
    this.places.push(`function ${requester.index}`);
    if (!requester.busMaster) return this.ends('dropped');
    const bus = requester.parent === null ? null : this.fn(requester.parent);
    const isSibling =
      owner !== null &&
      owner.index !== requester.index &&
      owner.memoryDecode &&
      owner.parent === requester.parent;
    if (bus?.kind === 'pcie-to-pci-bridge' && isSibling) return this.reach(owner, false);
    const isSameDevice =
      isSibling &&
      (bus !== null ||
        (owner.hostBridge === requester.hostBridge &&
          owner.bridge === null &&
          owner.bdf.device === requester.bdf.device));
    if (isSameDevice && requester.acs !== null) {
      const way = this.acs(requester, owner.bdf.fn);
      if (way === 'across') return this.reach(owner, false);
      if (way !== 'up') return this.refusal();
    }
    return this.climb(requester);
  }

  /** Up from `below` until something turns the request, refuses it, or the root complex has it. */
  private climb(below: MachineFunction): Told {
    let entry: 'upstream' | 'redirected' | 'direct' = 'upstream';
    let last = below;
    let { linkAbove } = below;
    for (let index = below.parent; index !== null;) {
      const port = this.fn(index);
      this.places.push(`function ${index}`);
      if (linkAbove !== null && this.isTooLong(port)) return this.ends('dropped');
      if (!port.busMaster) return this.ends('unsupportedRequest');
      if (port.kind === 'root-port' || port.kind === 'switch-downstream') {
        const way = this.atPort(port);
        if (typeof way === 'object') return way;
        if (way === 'redirected' || way === 'direct') entry = port.parent === null ? way : entry;
      }
      last = port;
      linkAbove = port.linkAbove;
      index = port.parent;
    }
    return this.rootComplex(last, entry);
  }

  /** A port asked from below: which way up, or how it ended. */
  private atPort(port: MachineFunction): 'upstream' | 'redirected' | 'direct' | Told {
    const isTop = port.parent === null;
    const has = (bit: AcsBitName): boolean => this.has(port, bit);
    if (has('TB') && this.request.at !== 'untranslated') return this.refusal();
    if (this.isBelow(port)) {
      if (!has('UF')) return this.ends('unsupportedRequest');
      return isTop ? 'redirected' : 'upstream';
    }
    const siblings =
      port.parent === null
        ? defined(this.machine.hostBridges[port.hostBridge], 'host bridge').rootFunctions
        : this.fn(port.parent).children;
    const peer = siblings
      .map((index) => this.fn(index))
      .find((one) => one.index !== port.index && one.bridge !== null && this.isBelow(one));
    if (peer !== undefined) {
      const way = this.acs(port, peer.portNumber);
      if (way === 'up') return 'redirected';
      if (way === 'blocked') return this.refusal();
      return isTop ? 'direct' : this.descend(peer);
    }
    if (port.parent !== null && this.isBelow(this.fn(port.parent))) {
      const isEnhanced = ((port.acs?.capability ?? 0) & 0x80) !== 0;
      const isRedirected = isEnhanced && ((port.acs?.control ?? 0) & 0x1000) !== 0;
      return isRedirected ? 'redirected' : this.ends('unsupportedRequest');
    }
    return 'upstream';
  }

  private has({ acs }: MachineFunction, bit: AcsBitName): boolean {
    return acs !== null && (acs.capability & acs.control & ACS_BIT[bit]) !== 0;
  }

  /** Rows DT, EC and RR of the table, in that order. */
  private acs(at: MachineFunction, number: number): 'up' | 'across' | 'blocked' {
    const has = (bit: AcsBitName): boolean => this.has(at, bit);
    if (this.request.at === 'translated' && has('DT')) return 'across';
    if (!has('EC')) return has('RR') ? 'up' : 'across';
    const size = ((at.acs?.capability ?? 0) >> 8) & 0xff || 256;
    const isVetoed =
      number < size && (((at.acs?.egressVector ?? 0n) >> BigInt(number)) & 1n) === 1n;
    if (!isVetoed) return 'across';
    return has('RR') ? 'up' : 'blocked';
  }

  private isTooLong(receiver: MachineFunction): boolean {
    const { kind, bytes } = this.request;
    const payload = kind === 'MWr' ? bytes : kind === 'FetchAdd' ? bytes : 0;
    return payload > receiver.mps;
  }

  private rootComplex(from: MachineFunction, entry: 'upstream' | 'redirected' | 'direct'): Told {
    const { machine, request } = this;
    const source = defined(machine.hostBridges[from.hostBridge], 'host bridge');
    const x86 = ['intel', 'amd-zen', 'amd-other'].includes(machine.scenario.system.cpu);
    if (x86 && this.isPosted && request.address >> 20n === 0xfeen) {
      this.places.push(`hostBridge ${source.index}`);
      return this.ends('delivered');
    }
    let address: bigint = request.address;
    const isShort = entry === 'direct' && source.p2pRoute === 'internal';
    if (!isShort && source.iommu !== null) {
      this.places.push(`iommu ${source.iommu}`);
      const id = machine.iommus[source.iommu];
      const iommu = machine.scenario.components.find((one) => one.id === id);
      if (iommu?.kind !== 'iommu') throw new Error('an IOMMU that is none');
      if (request.at === 'untranslated') {
        const asked = { requester: this.streamOwner(), address, write: request.kind !== 'MRd' };
        const mapped = mappedAddress(machine, iommu, asked);
        if (mapped === null) return this.ends('faulted');
        address = mapped;
      }
    } else if (!isShort && machine.scenario.system.iommu !== 'off') {
      this.places.push(`hostBridge ${source.index}`);
    }
    return this.physical(from, address);
  }

  /** Behind a bridge to conventional PCI everything asks as device 0, function 0 of its bus. */
  private streamOwner(): string {
    const { parent } = this.requester;
    const bridge = parent === null ? null : this.fn(parent);
    if (bridge?.kind !== 'pcie-to-pci-bridge') return this.requester.id;
    const beside = bridge.children.map((index) => this.fn(index));
    return beside.find(({ bdf }) => bdf.device === 0 && bdf.fn === 0)?.id ?? '';
  }

  private physical(from: MachineFunction, address: bigint): Told {
    const { machine, request } = this;
    const source = from.hostBridge;
    const memory = machine.memories.findIndex(
      ({ window }) => address >= window.base && address <= window.limit,
    );
    if (memory >= 0) {
      this.places.push(`memory ${memory}`);
      const isMeant = this.meant === null || this.meant === `memory ${memory}`;
      return this.ends(isMeant ? 'delivered' : 'wrongTarget');
    }
    this.places.push(`hostBridge ${source}`);
    this.owner = ownerOf(machine, address);
    const root = this.rootOf(this.owner);
    if (root === null || !root.memoryDecode) return this.ends('unsupportedRequest');
    const [a, b] = [source, root.hostBridge].map((index) => machine.hostBridges[index]?.rcP2P);
    const isWritesOnly = a === 'writesOnly' || b === 'writesOnly';
    if (a === 'none' || b === 'none') return this.ends('unsupportedRequest');
    if (isWritesOnly && !this.isPosted) {
      return this.ends(request.kind === 'MRd' ? 'allOnes' : 'unsupportedRequest');
    }
    if (root.index === from.index && machine.hostBridges[source]?.hairpin === false) {
      return this.ends('unsupportedRequest');
    }
    // What leaves the root complex is cut to what its port may send (smmu-cca.md §2.5).
    if (this.isPosted && machine.hostBridges[root.hostBridge]?.rpResplit === true) {
      this.request = { ...request, bytes: Math.min(request.bytes, root.mps) };
    }
    return root.bridge === null ? this.reach(root, false) : this.descend(root);
  }

  /** The function on a root bus above this one, or itself. */
  private rootOf(fn: MachineFunction | null): MachineFunction | null {
    let at = fn;
    while (at !== null && at.parent !== null) at = this.fn(at.parent);
    return at;
  }

  /** Down from a port that lets the request down, to whatever has the address. */
  private descend(port: MachineFunction): Told {
    const { owner } = this;
    if (owner === null) throw new Error('nothing to descend to');
    const way: MachineFunction[] = [];
    for (let at = owner.parent; at !== null && at !== port.index; at = this.fn(at).parent) {
      way.unshift(this.fn(at));
    }
    this.places.push(`function ${port.index}`);
    let above = port;
    for (const bridge of way) {
      // A port that does not decode is not even asked where others stand beside it.
      if (!bridge.memoryDecode && above.kind === 'switch-upstream') {
        return this.ends('unsupportedRequest');
      }
      this.places.push(`function ${bridge.index}`);
      if (bridge.linkAbove !== null && this.isTooLong(bridge)) return this.ends('dropped');
      if (!bridge.memoryDecode) return this.ends('unsupportedRequest');
      above = bridge;
    }
    if (owner.memoryDecode) return this.reach(owner, above.linkBelow !== null);
    // The first function of the slot says that it is not for it.
    const first = this.fn(defined(above.children[0], 'a slot has a device'));
    this.places.push(`function ${first.index}`);
    if (above.linkBelow !== null && this.isTooLong(first)) return this.ends('dropped');
    return this.ends('unsupportedRequest');
  }

  private reach(fn: MachineFunction, isOnLink: boolean): Told {
    this.places.push(`function ${fn.index}`);
    if (isOnLink && this.isTooLong(fn)) return this.ends('dropped');
    const isMeant = this.meant === null || this.meant === `function ${fn.index}`;
    return this.ends(isMeant ? 'delivered' : 'wrongTarget');
  }
}

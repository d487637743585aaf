import { createPrng } from '../base/prng.ts';
import type { Prng } from '../base/prng.ts';
import {
  FUNCTION_ACS_CAPABILITY,
  acs,
  newConventional,
  newEndpoint,
  newHostBridge,
  newIommu,
  newLink,
  newMemory,
  newPciBridge,
  newRcIntegratedEndpoint,
  newRootPort,
  newScenario,
  newSriovNic,
  newSwitchDownstream,
  newSwitchUpstream,
  newTransfer,
} from './defaults.ts';
import type {
  Acs,
  Bar,
  Component,
  FunctionComponent,
  Iommu,
  Link,
  Scenario,
  Transfer,
} from './schema.ts';

/*
 * Random machines for property tests: every seed gives a document that enumerates without an error,
 * with everything that decides about a TLP varied.
 */

const MAX_DEPTH = 3;
const ADDRESS_SLOT = 1n << 32n;

/** What a transfer can go to, with the size within which it stays. */
interface Target {
  readonly to: Transfer['to'];
  readonly sizeBytes: number;
  readonly host: string;
}

class Builder {
  readonly components: Component[] = [];
  readonly links: Link[] = [];
  readonly requesters: { readonly id: string; readonly host: string }[] = [];
  readonly targets: Target[] = [];
  private readonly prng: Prng;
  private readonly mps: number;
  private count = 0;

  constructor(prng: Prng) {
    this.prng = prng;
    this.mps = prng.pick([128, 256, 512]);
  }

  host(index: number): void {
    const { prng } = this;
    const id = `host${index}`;
    this.components.push(
      newHostBridge({
        id,
        name: id,
        segment: prng.chance(1, 4) ? index : 0,
        numaNode: index,
        rcP2P: prng.pick(['none', 'writesOnly', 'full']),
        p2pRoute: prng.pick(['internal', 'tbu']),
      }),
    );
    const memory = `mem${index}`;
    const sizeBytes = 1 << 20;
    const address = `0x${(ADDRESS_SLOT * BigInt(index + 1)).toString(16)}`;
    this.components.push(newMemory({ id: memory, name: memory, parent: id, address, sizeBytes }));
    this.targets.push({ to: { kind: 'memory', memory, offset: '0x0' }, sizeBytes, host: id });
    const ports = 1 + prng.below(3);
    for (let port = 0; port < ports; port++) this.rootPort(id);
    if (prng.chance(1, 3)) {
      const rciep = newRcIntegratedEndpoint({
        ...this.named('rciep'),
        parent: id,
        ...this.settings(),
      });
      this.add(rciep, id);
    }
  }

  private named(kind: string): { id: string; name: string } {
    const id = `${kind}${this.count++}`;
    return { id, name: id };
  }

  private settings(): Pick<
    FunctionComponent,
    'mps' | 'mpsSupported' | 'mrrs' | 'busMaster' | 'memoryDecode'
  > {
    const { prng } = this;
    return {
      mps: prng.chance(1, 20) ? 128 : this.mps,
      mpsSupported: 512,
      mrrs: prng.pick([128, 512, 4096]),
      busMaster: !prng.chance(1, 30),
      memoryDecode: !prng.chance(1, 30),
    };
  }

  private portAcs(): Acs | null {
    const { prng } = this;
    if (prng.chance(1, 5)) return null;
    const capability = prng.below(0x100) | (prng.pick([0, 4, 8, 32]) << 8);
    // Reserved target-access encodings (3) never occur on purpose.
    const enhanced =
      (prng.below(2) << 7) | (prng.below(3) << 8) | (prng.below(3) << 10) | (prng.below(2) << 12);
    const control = prng.below(0x80) | enhanced;
    const vector = prng.below(16);
    const hasVector = (capability & 0x20) !== 0;
    return {
      ...acs(capability, control),
      ...(hasVector ? { egressVector: `0x${vector.toString(16)}` } : {}),
    };
  }

  private bars(): Bar[] {
    const { prng } = this;
    const bar = (index: number): Bar => {
      const is64 = prng.chance(1, 2);
      const sizeBytes = 2 ** (12 + prng.below(10));
      return { index, space: 'mem', is64, prefetchable: prng.chance(1, 2), sizeBytes };
    };
    return prng.chance(1, 2) ? [bar(0), bar(2)] : [bar(0)];
  }

  private add(component: FunctionComponent, host: string): void {
    this.components.push(component);
    this.requesters.push({ id: component.id, host });
    for (const bar of component.bars) {
      if (bar.space !== 'mem' || bar.sizeBytes === null) continue;
      const to = { kind: 'bar', function: component.id, bar: bar.index, offset: '0x0' } as const;
      this.targets.push({ to, sizeBytes: bar.sizeBytes, host });
    }
  }

  private link(from: string, to: string): void {
    const { prng } = this;
    const speedGtps = prng.pick([2.5, 8, 16, 32, 64]);
    this.links.push(newLink({ from, to, speedGtps, width: prng.pick([1, 4, 8, 16]) }));
  }

  private rootPort(host: string): void {
    const port = newRootPort({
      ...this.named('rp'),
      parent: host,
      ...this.settings(),
      acs: this.portAcs(),
    });
    this.components.push(port);
    this.slot(port.id, host, 0);
  }

  /** Puts something, or nothing, into a slot. */
  private slot(port: string, host: string, depth: number): void {
    const kind = this.prng.below(12);
    if (kind === 0) return;
    if (kind < 5 && depth < MAX_DEPTH) this.fabric(port, host, depth);
    else if (kind === 5) this.conventional(port, host);
    else if (kind === 6) this.virtual(port, host);
    else this.endpoint(port, host);
  }

  private fabric(port: string, host: string, depth: number): void {
    const upstream = newSwitchUpstream({ ...this.named('sw'), ...this.settings() });
    this.components.push(upstream);
    this.link(port, upstream.id);
    const ports = 1 + this.prng.below(4);
    for (let n = 0; n < ports; n++) {
      const downstream = newSwitchDownstream({
        ...this.named('dsp'),
        parent: upstream.id,
        ...this.settings(),
        acs: this.portAcs(),
      });
      this.components.push(downstream);
      this.slot(downstream.id, host, depth + 1);
    }
  }

  private endpoint(port: string, host: string): void {
    const { prng } = this;
    const functions = prng.chance(1, 4) ? 2 + prng.below(3) : 1;
    const head = this.named('ep');
    for (let fn = 0; fn < functions; fn++) {
      const own = fn === 0 ? head : this.named('fn');
      const hasAcs = functions > 1 && prng.chance(1, 2);
      const component = newEndpoint({
        ...own,
        parent: fn === 0 ? null : head.id,
        ...this.settings(),
        bars: this.bars(),
        acs: hasAcs ? acs(FUNCTION_ACS_CAPABILITY, prng.below(0x80)) : null,
        ats: { enabled: prng.chance(1, 2), stu: 0 },
      });
      this.add(component, host);
    }
    this.link(port, head.id);
  }

  private virtual(port: string, host: string): void {
    const numVfs = 1 + this.prng.below(4);
    const nic = newSriovNic({ ...this.named('nic'), numVfs, ...this.settings() });
    this.add(nic, host);
    for (let vf = 0; vf < numVfs; vf++) {
      this.requesters.push({ id: `${nic.id}.vf${vf}`, host });
    }
    this.link(port, nic.id);
  }

  private conventional(port: string, host: string): void {
    const bridge = newPciBridge({ ...this.named('bridge'), ...this.settings() });
    this.components.push(bridge);
    this.link(port, bridge.id);
    const device = newConventional({ ...this.named('pci'), parent: bridge.id });
    this.add(device, host);
  }

  /** IOVAs of an SMMU's table by target, in slots of 4 GiB that no BAR uses. */
  iommu(index: number): ReadonlyMap<Target, bigint> {
    const { prng } = this;
    const host = `host${index}`;
    const iovas = new Map<Target, bigint>();
    const mappings: Iommu['tables'][number]['mappings'] = [];
    for (const [slot, target] of this.targets.entries()) {
      if (target.to.kind !== 'bar' || target.sizeBytes < 4096) continue;
      const iova = ADDRESS_SLOT * BigInt(slot + 16);
      iovas.set(target, iova);
      mappings.push({
        from: `0x${iova.toString(16)}`,
        to: { function: target.to.function, bar: target.to.bar },
        sizeBytes: target.sizeBytes,
        read: true,
        write: !prng.chance(1, 8),
        attribute: 'mmio',
      });
    }
    const streams = this.requesters
      .filter((one) => one.host === host)
      .map(({ id }): Iommu['streams'][number] => {
        const config = prng.pick(['bypass', 'bypass', 'stage2', 'stage2', 'abort']);
        const entry = { requester: id, t: 0, config } as const;
        return config === 'stage2' ? { ...entry, table: 'dma' } : entry;
      });
    const tables = [{ id: 'dma', name: 'DMA domain', mappings }];
    const id = `smmu${index}`;
    this.components.push(newIommu({ id, name: id, parent: host, streams, tables }));
    return iovas;
  }

  transfer(
    index: number,
    iovas: ReadonlyMap<string, ReadonlyMap<Target, bigint>>,
  ): Transfer | null {
    const { prng } = this;
    const from = this.requesters[prng.below(this.requesters.length)];
    const target = this.targets[prng.below(this.targets.length)];
    if (from === undefined || target === undefined) return null;
    const op = prng.pick(['MWr', 'MWr', 'MRd', 'MRd', 'FetchAdd']);
    const bytes = op === 'FetchAdd' ? 8 : 4 * (1 + prng.below(Math.min(512, target.sizeBytes / 4)));
    const iova = iovas.get(from.host)?.get(target);
    const hasAddress = iova !== undefined && prng.chance(1, 2);
    return newTransfer({
      id: `t${index}`,
      name: `t${index}`,
      from: from.id,
      to: target.to,
      op,
      bytes,
      at: prng.chance(1, 4) ? 'translated' : 'untranslated',
      relaxedOrdering: prng.chance(1, 4),
      startPs: prng.below(1_000_000),
      outstanding: 1 + prng.below(16),
      ...(hasAddress ? { address: `0x${iova.toString(16)}` } : {}),
      ...(op !== 'FetchAdd' && prng.chance(1, 3) ? { pieceBytes: prng.pick([64, 128]) } : {}),
    });
  }
}

/**
 * A random document that enumerates without an error: one to three host bridges, nested switches,
 * multi-function, SR-IOV, conventional and integrated devices, random ACS words, payload sizes, enables,
 * an SMMU on some host bridges and one to six transfers. The same seed gives the same document.
 */
export function randomScenario(seed: number): Scenario {
  const prng = createPrng(seed);
  const builder = new Builder(prng);
  const hosts = 1 + prng.below(3);
  for (let index = 0; index < hosts; index++) builder.host(index);
  const iovas = new Map<string, ReadonlyMap<Target, bigint>>();
  for (let index = 0; index < hosts; index++) {
    if (prng.chance(1, 2)) iovas.set(`host${index}`, builder.iommu(index));
  }
  const transfers: Transfer[] = [];
  const wanted = 1 + prng.below(6);
  for (let index = 0; index < wanted; index++) {
    const transfer = builder.transfer(index, iovas);
    if (transfer !== null) transfers.push(transfer);
  }
  const { components, links } = builder;
  const cpu = prng.pick(['amd-zen', 'amd-other', 'intel', 'arm', 'other']);
  const iommu = iovas.size > 0 ? 'on' : 'off';
  return newScenario({
    title: `Random machine ${seed}`,
    system: { cpu, kernel: '7.3', iommu },
    components,
    links,
    transfers,
  });
}

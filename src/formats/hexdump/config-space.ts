import type { FunctionKind } from '../../core/scenario/schema.ts';

/*
 * Configuration space, register by register, as far as the playground models it. A value is null where
 * the register is absent or its bytes were not dumped.
 * @source PCI Local Bus 3.0 §6, PCIe Base §7.5 to §7.9
 */

export interface ConfigBar {
  readonly index: number;
  readonly space: 'mem' | 'io';
  readonly is64: boolean;
  readonly prefetchable: boolean;
  /** 0 = unassigned. A dump does not tell sizes. */
  readonly address: bigint;
}

/** Both ends included. */
export interface ConfigWindow {
  readonly base: bigint;
  readonly limit: bigint;
}

export interface ConfigFacts {
  readonly vendorId: string;
  readonly deviceId: string;
  /** Base class and sub-class, four hex digits. */
  readonly classCode: string;
  readonly headerType: number;
  readonly multifunction: boolean;
  readonly kind: FunctionKind | 'host-bridge' | null;
  readonly memoryDecode: boolean;
  readonly busMaster: boolean;
  readonly bars: readonly ConfigBar[];
  /** Type 1 and 2 headers; a null window is closed. */
  readonly bridge: {
    readonly secondary: number;
    readonly subordinate: number;
    readonly io: ConfigWindow | null;
    readonly memory: ConfigWindow | null;
    readonly prefetchable: ConfigWindow | null;
  } | null;
  readonly portNumber: number | null;
  readonly link: {
    readonly speedGtps: number | null;
    readonly width: number;
    readonly maxSpeedGtps: number | null;
    readonly maxWidth: number;
  } | null;
  /** Bytes. */
  readonly mps: number | null;
  readonly mpsSupported: number | null;
  readonly mrrs: number | null;
  /** Extended configuration space was dumped: a null below means "no capability". */
  readonly hasExtended: boolean;
  readonly acs: {
    readonly capability: number;
    readonly control: number;
    readonly egressVector: bigint | null;
  } | null;
  readonly ats: {
    readonly enabled: boolean;
    readonly stu: number;
    readonly queueDepth: number;
  } | null;
  readonly pri: { readonly enabled: boolean } | null;
  readonly pasid: { readonly enabled: boolean; readonly width: number } | null;
  readonly sriov: {
    readonly enabled: boolean;
    readonly totalVfs: number;
    readonly numVfs: number;
    readonly offset: number;
    readonly stride: number;
    readonly vfDeviceId: string;
  } | null;
}

type Bytes = ReadonlyMap<number, number>;

/** BAR registers by header type: function, PCI bridge, CardBus bridge. */
const BAR_COUNTS = [6, 2, 1];

const LINK_SPEEDS = [null, 2.5, 5, 8, 16, 32, 64];

const PCIE_KINDS: Readonly<Record<number, FunctionKind>> = {
  0x0: 'endpoint',
  0x1: 'legacy-endpoint',
  0x4: 'root-port',
  0x5: 'switch-upstream',
  0x6: 'switch-downstream',
  0x7: 'pcie-to-pci-bridge',
  0x8: 'pci-to-pcie-bridge',
  0x9: 'rc-integrated-endpoint',
  0xa: 'rc-event-collector',
};

function wordAt(bytes: Bytes, offset: number, size: 1 | 2 | 4): number | null {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) {
    const byte = bytes.get(offset + i);
    if (byte === undefined) return null;
    value = value * 256 + byte;
  }
  return value;
}

const hex4 = (value: number): string => value.toString(16).padStart(4, '0');

/** Offsets of classic capabilities by id; a chain that loops or leaves 40h..FFh ends. */
function classicCapabilities(bytes: Bytes): {
  readonly found: Map<number, number>;
  /** false: the chain leads to bytes that were not dumped. */
  readonly isComplete: boolean;
} {
  const found = new Map<number, number>();
  const seen = new Set<number>();
  const hasList = ((wordAt(bytes, 0x06, 2) ?? 0) & 0x10) !== 0;
  let at = hasList ? (bytes.get(0x34) ?? 0) & 0xfc : 0;
  while (at >= 0x40 && !seen.has(at)) {
    seen.add(at);
    const id = bytes.get(at);
    if (id === undefined) return { found, isComplete: false };
    if (id === 0xff) break;
    if (!found.has(id)) found.set(id, at);
    at = (bytes.get(at + 1) ?? 0) & 0xfc;
  }
  return { found, isComplete: true };
}

/** Offsets of extended capabilities by id; all ones, a loop or a pointer below 100h ends the walk. */
function extendedCapabilities(bytes: Bytes): Map<number, number> {
  const found = new Map<number, number>();
  const seen = new Set<number>();
  let at = 0x100;
  while (at >= 0x100 && !seen.has(at)) {
    seen.add(at);
    const header = wordAt(bytes, at, 4);
    if (header === null || header === 0 || header === 0xffffffff) break;
    const id = header & 0xffff;
    if (!found.has(id)) found.set(id, at);
    at = (header >>> 20) & 0xffc;
  }
  return found;
}

function barsOf(bytes: Bytes, first: number, slots: number): ConfigBar[] {
  const bars: ConfigBar[] = [];
  for (let index = 0; index < slots; index++) {
    const low = wordAt(bytes, first + index * 4, 4);
    if (low === null || low === 0 || low === 0xffffffff) continue;
    if ((low & 1) === 1) {
      const address = BigInt((low & ~3) >>> 0);
      bars.push({ index, space: 'io', is64: false, prefetchable: false, address });
      continue;
    }
    const is64 = (low & 6) === 4;
    const high = is64 ? (wordAt(bytes, first + index * 4 + 4, 4) ?? 0) : 0;
    const address = (BigInt(high) << 32n) | BigInt((low & ~15) >>> 0);
    bars.push({ index, space: 'mem', is64, prefetchable: (low & 8) !== 0, address });
    if (is64) index++;
  }
  return bars;
}

function openWindow(base: bigint, limit: bigint): ConfigWindow | null {
  return base > limit ? null : { base, limit };
}

function bridgeOf(bytes: Bytes): ConfigFacts['bridge'] {
  const at = (offset: number, size: 1 | 2 | 4): number => wordAt(bytes, offset, size) ?? 0;
  const ioBase = at(0x1c, 1);
  const ioLimit = at(0x1d, 1);
  const isIo32 = (ioBase & 15) === 1;
  const io = (low: number, high: number): bigint =>
    BigInt((low & 0xf0) << 8) | (isIo32 ? BigInt(high) << 16n : 0n);
  const prefBase = at(0x24, 2);
  const isPref64 = (prefBase & 15) === 1;
  const pref = (low: number, high: number): bigint =>
    (BigInt(low & 0xfff0) << 16n) | (isPref64 ? BigInt(high) << 32n : 0n);
  const memory = (low: number): bigint => BigInt(low & 0xfff0) << 16n;
  return {
    secondary: at(0x19, 1),
    subordinate: at(0x1a, 1),
    io: openWindow(io(ioBase, at(0x30, 2)), io(ioLimit, at(0x32, 2)) | 0xfffn),
    memory: openWindow(memory(at(0x20, 2)), memory(at(0x22, 2)) | 0xfffffn),
    prefetchable: openWindow(
      pref(prefBase, at(0x28, 4)),
      pref(at(0x26, 2), at(0x2c, 4)) | 0xfffffn,
    ),
  };
}

/** A CardBus bridge has its bus numbers where a PCI bridge has them, and windows of another kind. */
function cardBusOf(bytes: Bytes): ConfigFacts['bridge'] {
  const secondary = bytes.get(0x19) ?? 0;
  const subordinate = bytes.get(0x1a) ?? 0;
  return { secondary, subordinate, io: null, memory: null, prefetchable: null };
}

function expressOf(bytes: Bytes, cap: number | undefined): Partial<ConfigFacts> {
  if (cap === undefined) return {};
  const flags = wordAt(bytes, cap + 2, 2);
  const devCap = wordAt(bytes, cap + 4, 4);
  const devCtl = wordAt(bytes, cap + 8, 2);
  const lnkCap = wordAt(bytes, cap + 0xc, 4);
  const lnkSta = wordAt(bytes, cap + 0x12, 2);
  const type = flags === null ? null : (flags >> 4) & 15;
  const hasLink = type !== 9 && type !== 10 && lnkCap !== null && lnkSta !== null;
  return {
    kind: type === null ? null : (PCIE_KINDS[type] ?? null),
    mpsSupported: devCap === null ? null : 128 << (devCap & 7),
    mps: devCtl === null ? null : 128 << ((devCtl >> 5) & 7),
    mrrs: devCtl === null ? null : 128 << ((devCtl >> 12) & 7),
    portNumber: hasLink ? lnkCap >>> 24 : null,
    link: hasLink
      ? {
          speedGtps: LINK_SPEEDS[lnkSta & 15] ?? null,
          width: (lnkSta >> 4) & 0x3f,
          maxSpeedGtps: LINK_SPEEDS[lnkCap & 15] ?? null,
          maxWidth: (lnkCap >> 4) & 0x3f,
        }
      : null,
  };
}

function acsOf(bytes: Bytes, at: number | undefined): ConfigFacts['acs'] {
  if (at === undefined) return null;
  const capability = wordAt(bytes, at + 4, 2);
  const control = wordAt(bytes, at + 6, 2);
  if (capability === null || control === null) return null;
  let egressVector: bigint | null = null;
  if ((capability & 0x20) !== 0) {
    const sizeBits = capability >> 8 === 0 ? 256 : capability >> 8;
    egressVector = 0n;
    for (let dw = 0; dw * 32 < sizeBits; dw++) {
      egressVector |= BigInt(wordAt(bytes, at + 8 + dw * 4, 4) ?? 0) << BigInt(dw * 32);
    }
  }
  return { capability, control, egressVector };
}

function extendedOf(
  bytes: Bytes,
  found: ReadonlyMap<number, number>,
): Pick<ConfigFacts, 'acs' | 'ats' | 'pri' | 'pasid' | 'sriov'> {
  const at = (cap: number | undefined, offset: number): number | null =>
    cap === undefined ? null : wordAt(bytes, cap + offset, 2);
  const atsCtl = at(found.get(0x0f), 6);
  const pri = at(found.get(0x13), 4);
  const pasidCap = at(found.get(0x1b), 4);
  const pasidCtl = at(found.get(0x1b), 6);
  const sriov = found.get(0x10);
  const sriovCtl = at(sriov, 8);
  return {
    acs: acsOf(bytes, found.get(0x0d)),
    ats:
      atsCtl === null
        ? null
        : {
            enabled: (atsCtl & 0x8000) !== 0,
            stu: atsCtl & 31,
            queueDepth: (at(found.get(0x0f), 4) ?? 0) & 31 || 32,
          },
    pri: pri === null ? null : { enabled: (pri & 1) === 1 },
    pasid:
      pasidCap === null || pasidCtl === null
        ? null
        : { enabled: (pasidCtl & 1) === 1, width: (pasidCap >> 8) & 31 },
    sriov:
      sriovCtl === null
        ? null
        : {
            enabled: (sriovCtl & 1) === 1,
            totalVfs: at(sriov, 0xe) ?? 0,
            numVfs: at(sriov, 0x10) ?? 0,
            offset: at(sriov, 0x14) ?? 0,
            stride: at(sriov, 0x16) ?? 0,
            vfDeviceId: hex4(at(sriov, 0x1a) ?? 0),
          },
  };
}

/**
 * Decodes what a dump holds of one function's configuration space.
 *
 * @param bytes by register offset, 0 to 4095.
 * @returns null where the function does not answer (all ones) or the IDs were not dumped.
 */
export function decodeConfigSpace(bytes: Bytes): ConfigFacts | null {
  const vendor = wordAt(bytes, 0x00, 2);
  const device = wordAt(bytes, 0x02, 2);
  if (vendor === null || device === null || vendor === 0xffff) return null;
  const header = bytes.get(0x0e) ?? 0;
  const headerType = header & 0x7f;
  const command = wordAt(bytes, 0x04, 2) ?? 0;
  const { found: classic, isComplete } = classicCapabilities(bytes);
  const classCode = hex4(wordAt(bytes, 0x0a, 2) ?? 0);
  const isBridge = headerType === 1 || headerType === 2;
  const conventional = isBridge ? 'conventional-bridge' : 'conventional';
  return {
    vendorId: hex4(vendor),
    deviceId: hex4(device),
    classCode,
    headerType,
    multifunction: (header & 0x80) !== 0,
    kind: !isComplete ? null : classCode === '0600' ? 'host-bridge' : conventional,
    memoryDecode: (command & 2) !== 0,
    busMaster: (command & 4) !== 0,
    bars: barsOf(bytes, 0x10, BAR_COUNTS[headerType] ?? 0),
    bridge: headerType === 1 ? bridgeOf(bytes) : headerType === 2 ? cardBusOf(bytes) : null,
    portNumber: null,
    link: null,
    mps: null,
    mpsSupported: null,
    mrrs: null,
    ...expressOf(bytes, classic.get(0x10)),
    hasExtended: bytes.has(0x100),
    ...extendedOf(bytes, extendedCapabilities(bytes)),
  };
}

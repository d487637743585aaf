import type { FactBar, FactWindow, FunctionFacts } from '../facts.ts';

/*
 * Property lines (one tab): BARs, windows, buses, decode flags.
 * @source import-formats.md §1.2 and §1.3; pciutils lspci.c show_bases(), show_range()
 */

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 10, M: 20, G: 30, T: 40, P: 50, E: 60 };

/** `[size=16M]` in bytes, powers of 1024; null where it is not printed or no exact number. */
export function sizeOf(text: string): number | null {
  const words = /\[size=(\d{1,7})([KMGTPE]?)\]/.exec(text);
  if (words === null) return null;
  const unit = words[2] ?? '';
  const exponent = unit === '' ? 0 : (UNITS[unit] ?? 0);
  const bytes = Number(words[1]) * 2 ** exponent;
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : null;
}

const ADDRESS = /^at (?:([0-9a-f]{1,16})|<[^>]*>)(?=[ [(]|$)/i;

/**
 * Reads what follows `Region k: ` (or the tab, at `-v`): `Memory at ADDR (64-bit, prefetchable) [size=N]`,
 * `I/O ports at ADDR [size=N]`, with `[virtual]` and the like before or after.
 */
export function parseBar(text: string, index: number | null): FactBar | null {
  const body = text.replace(/^(?:\[(?:virtual|enhanced)\] )+/, '');
  const isIo = body.startsWith('I/O ports ');
  if (!isIo && !body.startsWith('Memory ')) return null;
  const rest = body.slice(isIo ? 'I/O ports '.length : 'Memory '.length);
  const at = ADDRESS.exec(rest);
  if (at === null) return null;
  const address = at[1] === undefined ? null : BigInt(`0x${at[1]}`);
  const common = { index, address, sizeBytes: sizeOf(rest) };
  if (isIo) return { ...common, space: 'io', is64: false, prefetchable: false };
  const kind = /\((?:(\d\d)-bit|low-1M|type 3), (non-)?prefetchable\)/.exec(rest);
  if (kind === null) return null;
  return {
    ...common,
    space: 'mem',
    is64: kind[1] === '64',
    prefetchable: kind[2] === undefined,
  };
}

/** Whether a line is a BAR of `lspci -v`, which prints no `Region k:`. */
export function isBareBar(text: string): boolean {
  return /^(?:\[(?:virtual|enhanced)\] )*(?:Memory|I\/O ports) at /.test(text);
}

/**
 * Reads what follows `Memory behind bridge: ` in any of its four generations.
 *
 * @returns null: closed (base above limit, `None`, `[disabled]` without a range); undefined: unreadable.
 */
export function parseWindow(text: string): FactWindow | null | undefined {
  const range = /^\[?([0-9a-f]{1,16})-([0-9a-f]{1,16})\]?(?= |$)/i.exec(text);
  if (range === null) return /^(?:None\b|\[disabled\]|\[empty\])/.test(text) ? null : undefined;
  const base = BigInt(`0x${range[1]}`);
  const limit = BigInt(`0x${range[2]}`);
  return base > limit || text.includes('[empty]') ? null : { base, limit };
}

/** Reads `primary=00, secondary=01, subordinate=13, ...`; `primary` is not reliable and not used. */
export function readBus(facts: FunctionFacts, rest: string): boolean {
  const words = /\bsecondary=([0-9a-f]{2}), subordinate=([0-9a-f]{2})\b/i.exec(rest);
  if (words === null) return false;
  facts.isBridge = true;
  const secondary = Number.parseInt(words[1] ?? '', 16);
  const subordinate = Number.parseInt(words[2] ?? '', 16);
  facts.bridge = { ...facts.bridge, secondary, subordinate };
  return true;
}

/** Reads a bridge window line; a bridge whose `Bus:` line is damaged keeps no windows. */
export function readWindow(
  facts: FunctionFacts,
  which: 'io' | 'memory' | 'prefetchable',
  rest: string,
): boolean {
  const window = parseWindow(rest);
  if (window === undefined) return false;
  facts.isBridge = true;
  if (facts.bridge !== null) facts.bridge[which] = window;
  return true;
}

/** Reads `Control: I/O+ Mem+ BusMaster+ ...`. */
export function readControl(facts: FunctionFacts, rest: string): boolean {
  const words = /\bMem([+-]) BusMaster([+-])/.exec(rest);
  if (words === null) return false;
  facts.memoryDecode = words[1] === '+';
  facts.busMaster = words[2] === '+';
  return true;
}

/** Reads `Flags: bus master, fast devsel, latency 0, IRQ 26, NUMA node 0, IOMMU group 12` of `lspci -v`. */
export function readFlags(facts: FunctionFacts, rest: string): boolean {
  const flags = rest.split(',').map((flag) => flag.trim());
  facts.busMaster = flags.includes('bus master');
  const numa = /\bNUMA node (\d{1,5})\b/.exec(rest);
  if (numa !== null) facts.numaNode = Number(numa[1]);
  const group = /\bIOMMU group (\d{1,9})\b/.exec(rest);
  if (group !== null) facts.iommuGroup = Number(group[1]);
  return true;
}

import { defined } from '../base/assert.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { ACS_BIT } from '../scenario/acs.ts';
import type { LinuxTree } from './tree.ts';

/*
 * `disable_acs_redir=` and `config_acs=` as the kernel reads them, device by device.
 */

/** Bits of a control word that a parameter sets, and to what. */
export interface AcsChange {
  readonly mask: number;
  readonly value: number;
}

const ALL_BITS =
  ACS_BIT.SV | ACS_BIT.TB | ACS_BIT.RR | ACS_BIT.CR | ACS_BIT.UF | ACS_BIT.EC | ACS_BIT.DT;

/** What `disable_acs_redir=` does to each device it names. */
const NO_REDIRECT: AcsChange = { mask: ACS_BIT.RR | ACS_BIT.CR | ACS_BIT.EC, value: 0 };

const CANNOT_PARSE = "PCI: Can't parse ACS command line parameter";

interface DeviceMatch {
  readonly matches: boolean;
  /** Where reading goes on. */
  readonly end: number;
}

function matchIds(tree: LinuxTree, index: number, text: string, at: number): DeviceMatch | null {
  const number = '((?:0x)?[0-9a-f]{1,4})';
  const four = new RegExp(`^pci:${number}:${number}:${number}:${number}`, 'i');
  const two = new RegExp(`^pci:${number}:${number}`, 'i');
  const rest = text.slice(at);
  const found = four.exec(rest) ?? two.exec(rest);
  if (found === null) return null;
  const fn = defined(tree.functions[index], 'function');
  const have = [fn.vendorId, fn.deviceId, fn.subsystemVendorId, fn.subsystemId];
  const matches = found.slice(1).every((digits, n) => {
    const wanted = Number.parseInt(digits, 16);
    return wanted === 0 || wanted === have[n];
  });
  return { matches, end: at + found[0].length };
}

/** `[domain:]bus:device.function[/device.function]*`, compared from the end upward. @source pci_dev_str_match_path() */
function matchPath(tree: LinuxTree, index: number, text: string, at: number): DeviceMatch | null {
  const semicolon = text.indexOf(';', at);
  const end = semicolon < 0 ? text.length : semicolon;
  const [first = '', ...below] = text.slice(at, end).split('/');
  let fn = defined(tree.functions[index], 'function');
  for (const part of below.toReversed()) {
    const step = /^([0-9a-f]+)\.([0-9a-f]+)$/i.exec(part);
    if (step === null) return null;
    const devfn = (Number.parseInt(step[1] ?? '', 16) << 3) | Number.parseInt(step[2] ?? '', 16);
    const above = fn.parent === null ? undefined : tree.functions[fn.parent];
    if (fn.devfn !== devfn || above === undefined) return { matches: false, end };
    fn = above;
  }
  const device = /^(?:([0-9a-f]+):)?([0-9a-f]+):([0-9a-f]+)\.([0-9a-f]+)$/i.exec(first);
  if (device === null) return null;
  const [segment, bus, slot, func] = [device[1] ?? '0', device[2], device[3], device[4]].map(
    (digits) => Number.parseInt(digits ?? '', 16),
  );
  const devfn = ((slot ?? 0) << 3) | (func ?? 0);
  return { matches: fn.segment === segment && fn.bus === bus && fn.devfn === devfn, end };
}

/** pci_dev_str_match(); null: the text cannot be parsed. */
function matchDevice(tree: LinuxTree, index: number, text: string, at: number): DeviceMatch | null {
  return text.startsWith('pci:', at)
    ? matchIds(tree, index, text, at)
    : matchPath(tree, index, text, at);
}

/** FLAGS of `config_acs`, read from the right: bit 0 first. The error is the kernel's message. */
function parseFlags(flags: string): Result<AcsChange, string> {
  let mask = 0;
  let value = 0;
  for (const [bit, letter] of flags.split('').toReversed().entries()) {
    if (letter === 'x' || letter === 'X') continue;
    if (letter !== '0' && letter !== '1') return err('Invalid ACS flags... Ignoring');
    // Past bit 31 the kernel's shift is undefined; any bit past 6 is refused below all the same.
    const one = bit < 31 ? 1 << bit : 1 << 30;
    mask |= one;
    if (letter === '1') value |= one;
  }
  return (mask & ~ALL_BITS) === 0 ? ok({ mask, value }) : err('Invalid ACS flags specified');
}

/**
 * What `config_acs=` or `disable_acs_redir=` does to one function: the first entry that matches counts.
 *
 * @param text the parameter's value.
 * @returns null when no entry matches; the error is what the kernel logs when it refuses the entry it has come to,
 *   and then the function keeps its bits.
 * @source linux-dma.md §6; Linux drivers/pci/pci.c __pci_config_acs(), pci_dev_str_match()
 */
export function acsParameterFor(
  parameter: 'config_acs' | 'disable_acs_redir',
  text: string,
  tree: LinuxTree,
  index: number,
): Result<AcsChange | null, string> {
  let at = 0;
  while (at < text.length) {
    let change = NO_REDIRECT;
    if (parameter === 'config_acs') {
      const sign = text.indexOf('@', at);
      if (sign < 0) return err('ACS Flags missing');
      const flags = parseFlags(text.slice(at, sign));
      if (!flags.ok) return flags;
      change = flags.value;
      at = sign + 1;
    }
    const match = matchDevice(tree, index, text, at);
    if (match === null) return err(CANNOT_PARSE);
    if (match.matches) return ok(change);
    if (text[match.end] !== ';' && text[match.end] !== ',') return ok(null);
    at = match.end + 1;
  }
  return ok(null);
}

/**
 * Reads a `config_acs=` value without a machine, entry by entry, to tell a person what the kernel would refuse.
 *
 * @returns the entries, or the kernel's message with the entry that it would be logged for.
 */
export function parseConfigAcs(
  text: string,
): Result<readonly (AcsChange & { readonly device: string })[], string> {
  const entries: (AcsChange & { readonly device: string })[] = [];
  for (const entry of text.split(/[;,]/)) {
    if (entry === '') continue;
    const sign = entry.indexOf('@');
    if (sign < 0)
      return err(`${entry}: ACS Flags missing; write FLAGS@DEVICE, FLAGS of 0, 1 and x`);
    const flags = parseFlags(entry.slice(0, sign));
    if (!flags.ok) {
      return err(
        `${entry}: ${flags.error}; FLAGS are 0, 1 or x, at most seven, bit 0 (SV) rightmost`,
      );
    }
    const device = entry.slice(sign + 1);
    const isDevice =
      /^pci:[0-9a-f]{1,4}:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}:[0-9a-f]{1,4})?$/i.test(device) ||
      /^(?:[0-9a-f]+:)?[0-9a-f]+:[0-9a-f]+\.[0-7](?:\/[0-9a-f]+\.[0-7])*$/i.test(device);
    if (!isDevice) {
      return err(`${entry}: ${CANNOT_PARSE}; write 0000:3b:00.0, 3b:00.0/00.0 or pci:8086:2030`);
    }
    entries.push({ ...flags.value, device });
  }
  return ok(entries);
}

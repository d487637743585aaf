import { hex } from '../base/address.ts';
import type { Iommu, Transfer } from '../scenario/schema.ts';
import type { Report } from './report.ts';
import type { Machine, MachineBar, MachineFunction, Window } from './types.ts';

/* What is wrong with transfers and tables, and which addresses collide, once everything has its place. */

function functionAt(machine: Machine, id: string): MachineFunction | undefined {
  const index = machine.functionById.get(id);
  return index === undefined ? undefined : machine.functions[index];
}

function titleOf(transfer: Transfer): string {
  return `Transfer ${transfer.name === '' ? transfer.id : transfer.name}`;
}

function checkBounds(
  transfer: Transfer,
  offset: string,
  window: Window,
  name: string,
  report: Report,
): void {
  const size = window.limit - window.base + 1n;
  const end = BigInt(offset) + BigInt(transfer.bytes);
  if (end <= size) return;
  const message = `${titleOf(transfer)} ends ${hex(end - size)} bytes behind ${name}, which has ${hex(size)}: lower its offset or its bytes.`;
  report.error('transfer-beyond-target', transfer.id, message);
}

function checkBarTarget(machine: Machine, transfer: Transfer, report: Report): void {
  if (transfer.to.kind !== 'bar') return;
  const target = functionAt(machine, transfer.to.function);
  if (target === undefined) {
    const message = `${titleOf(transfer)} goes to ${transfer.to.function}, which is no connected function: choose another target or connect it.`;
    report.error('transfer-end-missing', transfer.id, message);
    return;
  }
  const { bar: index, offset } = transfer.to;
  const bar = target.bars.find((one) => one.index === index);
  const name = `BAR${index} of ${target.name}`;
  if (bar === undefined || bar.space === 'io') {
    const message = `${titleOf(transfer)} goes to ${name}, which is no memory BAR: choose one that the function has.`;
    report.error('transfer-bar-missing', transfer.id, message);
  } else if (bar.window !== null) {
    checkBounds(transfer, offset, bar.window, name, report);
  } else if (transfer.address === undefined) {
    const message = `${titleOf(transfer)} goes to ${name}, which has no address: give the BAR a size or the transfer an address.`;
    report.error('transfer-bar-unassigned', transfer.id, message);
  }
}

/** Narrowest address space of a Realm, bits. @source RMM A5.2 (ipa_width) */
const REALM_BITS = 32;

/** What no importer can send: T=1 without TDISP, and an address that its Realm does not have. */
function checkTrust(machine: Machine, from: MachineFunction, transfer: Transfer, report: Report) {
  if (transfer.t === 0) return;
  if (from.tdisp === null) {
    const message = `${titleOf(transfer)} has T=1, but ${from.name} has no TDISP interface, so it cannot set the bit: give it one or send with T=0.`;
    report.error('transfer-no-tdisp', transfer.id, message);
  }
  const iommu = machine.scenario.components.find(
    (one) =>
      one.kind === 'iommu' &&
      one.streams.some(
        ({ requester, t, config }) => requester === from.id && t === 1 && config === 'stage2',
      ),
  );
  if (iommu?.kind !== 'iommu' || iommu.ipaBits < REALM_BITS) return;
  if (transfer.address === undefined) return;
  if (transfer.at === 'translated' || BigInt(transfer.address) >> BigInt(iommu.ipaBits) === 0n) {
    return;
  }
  const message = `${titleOf(transfer)} uses ${transfer.address}, but addresses of its Realm have ${iommu.ipaBits} bits: lower the address or widen the Realm's (IPA width of ${iommu.name}).`;
  report.error('ipa-too-wide', transfer.id, message);
}

/** A Realm's own table cannot even name an address beyond its width. */
function checkRealmWidth(iommu: Iommu, report: Report): void {
  // Any other width is no Realm's: the stream table entry is illegal, and says so itself.
  if (iommu.ipaBits < REALM_BITS) return;
  const limit = 1n << BigInt(iommu.ipaBits);
  const realmTables = new Set(
    iommu.streams.flatMap(({ t, config, table }) => (t === 1 && config === 'stage2' ? table : [])),
  );
  for (const table of iommu.tables) {
    if (!realmTables.has(table.id)) continue;
    const wide = table.mappings.find(({ from }) => BigInt(from) >= limit);
    if (wide === undefined) continue;
    const message = `${table.name} of ${iommu.name} maps ${wide.from}, but addresses of its Realm have ${iommu.ipaBits} bits: lower the address or widen the Realm's.`;
    report.error('ipa-too-wide', iommu.id, message);
  }
}

/** Only a function with ATS enabled asks for translations, and it asks by reading. @source PCIe Base §10.2.2 */
function checkAts(from: MachineFunction, transfer: Transfer, report: Report): void {
  if (transfer.at === 'ats' && !from.ats) {
    const message = `${titleOf(transfer)} asks for translations, but ATS of ${from.name} is off: enable it or send untranslated addresses.`;
    report.error('transfer-no-ats', transfer.id, message);
  }
  if (transfer.at === 'translationRequest' && transfer.op !== 'MRd') {
    const message = `${titleOf(transfer)} is a ${transfer.op} with AT=01, but a translation request is a read: make it an MRd.`;
    report.error('translation-request-op', transfer.id, message);
  }
}

function checkTransfer(machine: Machine, transfer: Transfer, report: Report): void {
  const from = functionAt(machine, transfer.from);
  if (from === undefined) {
    const message = `${titleOf(transfer)} comes from ${transfer.from}, which is no connected function: choose another requester or connect it.`;
    report.error('transfer-end-missing', transfer.id, message);
  } else {
    checkTrust(machine, from, transfer, report);
    checkAts(from, transfer, report);
  }
  if (transfer.to.kind === 'memory') {
    const { memory: id, offset } = transfer.to;
    const memory = machine.memories.find((one) => one.id === id);
    if (memory === undefined) {
      const message = `${titleOf(transfer)} goes to ${id}, which is no memory of this document: choose another target.`;
      report.error('transfer-end-missing', transfer.id, message);
    } else checkBounds(transfer, offset, memory.window, memory.name, report);
  } else checkBarTarget(machine, transfer, report);
  const piece = transfer.pieceBytes ?? transfer.bytes;
  if (transfer.op === 'FetchAdd' && piece !== 4 && piece !== 8) {
    const message = `${titleOf(transfer)} is a FetchAdd in pieces of ${piece} bytes: an AtomicOp has 4 or 8, set its piece size.`;
    report.error('atomic-size', transfer.id, message);
  }
}

function checkTables(machine: Machine, iommu: Iommu, report: Report): void {
  for (const { requester } of iommu.streams) {
    if (machine.functionById.has(requester)) continue;
    const message = `${iommu.name} has a stream table entry for ${requester}, which is no connected function: it is never looked up.`;
    report.warning('stream-requester-missing', iommu.id, message);
  }
  for (const { to } of iommu.tables.flatMap(({ mappings }) => mappings)) {
    if (typeof to === 'string') continue;
    const bar = functionAt(machine, to.function)?.bars.find(({ index }) => index === to.bar);
    if (bar !== undefined && bar.window !== null) continue;
    const message = `${iommu.name} maps BAR${to.bar} of ${to.function}, which has no address: this mapping is left out.`;
    report.warning('mapping-target-missing', iommu.id, message);
  }
}

interface Claimed {
  readonly window: Window;
  readonly id: string;
  readonly name: string;
}

function sweep(claimed: readonly Claimed[], report: Report): void {
  const sorted = [...claimed].sort((a, b) =>
    a.window.base < b.window.base ? -1 : a.window.base > b.window.base ? 1 : 0,
  );
  let highest: Claimed | null = null;
  for (const one of sorted) {
    if (highest !== null && one.window.base <= highest.window.limit) {
      const message = `${one.name} at ${hex(one.window.base)} overlaps ${highest.name} at ${hex(highest.window.base)}: which of them answers is undefined, move one.`;
      report.warning('address-overlap', one.id, message);
    }
    if (highest === null || one.window.limit > highest.window.limit) highest = one;
  }
}

/** Only addresses of one segment and space can collide; memory is seen from every segment. */
function checkOverlaps(machine: Machine, report: Report): void {
  const groups = new Map<string, Claimed[]>();
  const add = (key: string, claimed: Claimed): void => {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [claimed]);
    else group.push(claimed);
  };
  const nameOfBar = (fn: MachineFunction, bar: MachineBar): string =>
    `BAR${bar.index} of ${fn.name}`;
  for (const fn of machine.functions) {
    for (const bar of fn.bars) {
      if (bar.window === null) continue;
      const claimed = { window: bar.window, id: fn.id, name: nameOfBar(fn, bar) };
      add(`${fn.bdf.segment}:${bar.space}`, claimed);
    }
  }
  for (const { id, name, hostBridge, window } of machine.memories) {
    add(`${machine.hostBridges[hostBridge]?.segment ?? 0}:mem`, { window, id, name });
  }
  for (const claimed of groups.values()) sweep(claimed, report);
}

/** Reports transfers and tables whose ends do not exist or do not fit, and addresses that two things claim. */
export function checkTransfers(machine: Machine, report: Report): void {
  for (const transfer of machine.scenario.transfers) checkTransfer(machine, transfer, report);
  for (const component of machine.scenario.components) {
    if (component.kind !== 'iommu') continue;
    checkTables(machine, component, report);
    if (component.model === 'smmuv3') checkRealmWidth(component, report);
  }
  checkOverlaps(machine, report);
}

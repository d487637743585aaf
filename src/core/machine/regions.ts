import type { HostBridge } from '../scenario/schema.ts';
import type { Range } from './place.ts';
import type { Report } from './report.ts';
import { nameOf } from './tree.ts';
import type { Space } from './windows.ts';

const MMIO_32_BASE = 0x8000_0000n;
/** Interrupt controllers, firmware and the reset vector live above. */
const MMIO_32_END = 0xfec0_0000n;
const MMIO_64_SLOT = 1n << 44n;
const MMIO_64_SLOT_SMALL = 1n << 40n;
const SLOTS = 15;
const IO_BASE = 0x1000n;
const IO_END = 0x1_0000n;

function stated(
  host: HostBridge,
  window: { base: string; limit: string } | undefined,
  otherwise: Range,
  report: Report,
): Range {
  if (window === undefined) return otherwise;
  const range = { base: BigInt(window.base), limit: BigInt(window.limit) };
  if (range.limit < range.base) {
    const message = `The MMIO range of ${nameOf(host)} ends at ${window.limit}, before its base ${window.base}: correct one of them.`;
    report.error('mmio-range', host.id, message);
  }
  return range;
}

/**
 * Where each host bridge may place BARs. What it does not state: an equal share of 2 GiB to 0xfec00000
 * and of the 64 KiB of I/O, and above 4 GiB half of a 16 TiB slot of its own (1 TiB slots where there
 * are more than 15 host bridges).
 */
export function regionsOf(
  hosts: readonly HostBridge[],
  report: Report,
): readonly Readonly<Record<Space, Range>>[] {
  const count = BigInt(Math.max(1, hosts.length));
  const share = ((MMIO_32_END - MMIO_32_BASE) / count / 0x10_0000n) * 0x10_0000n;
  const ioShare = ((IO_END - IO_BASE) / count / 0x1000n) * 0x1000n;
  const slot = hosts.length > SLOTS ? MMIO_64_SLOT_SMALL : MMIO_64_SLOT;
  return hosts.map((host, position) => {
    const index = BigInt(position);
    const low = MMIO_32_BASE + index * share;
    const high = (index + 1n) * slot;
    const io = IO_BASE + index * ioShare;
    const memory = { base: low, limit: low + share - 1n };
    const prefetchable = { base: high, limit: high + slot / 2n - 1n };
    return {
      memory: stated(host, host.mmioBelow4g, memory, report),
      prefetchable: stated(host, host.mmioAbove4g, prefetchable, report),
      io: { base: io, limit: io + ioShare - 1n },
    };
  });
}

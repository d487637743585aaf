/** A PCI function's address: segment (domain), bus 0-255, device 0-31, function 0-7. */
export interface Bdf {
  readonly segment: number;
  readonly bus: number;
  readonly device: number;
  readonly fn: number;
}

/** Requester ID as a TLP header holds it: bus[15:8] device[7:3] function[2:0]. */
export function requesterIdOf(bdf: Bdf): number {
  return (bdf.bus << 8) | (bdf.device << 3) | bdf.fn;
}

/** The function that a requester ID names in `segment`. */
export function bdfOfRequesterId(segment: number, requesterId: number): Bdf {
  return {
    segment,
    bus: (requesterId >> 8) & 0xff,
    device: (requesterId >> 3) & 0x1f,
    fn: requesterId & 7,
  };
}

/** `0000:3b:00.0`: lower case, segment of at least four digits. */
export function formatBdf(bdf: Bdf): string {
  return `${bdf.segment.toString(16).padStart(4, '0')}:${formatBusDevFn(bdf)}`;
}

/** `3b:00.0`, the segment left out. */
export function formatBusDevFn(bdf: Bdf): string {
  const bus = bdf.bus.toString(16).padStart(2, '0');
  return `${bus}:${bdf.device.toString(16).padStart(2, '0')}.${bdf.fn}`;
}

/** Reads `3b:00.0`, `0000:3b:00.0` or `10000:e0:06.0`, upper or lower case; null when it is none of these. */
export function parseBdf(text: string): Bdf | null {
  const match = /^(?:([0-9a-f]{4,8}):)?([0-9a-f]{2}):([0-9a-f]{2})\.([0-7])$/i.exec(text.trim());
  if (!match) return null;
  const device = Number.parseInt(match[3] ?? '', 16);
  if (device > 31) return null;
  return {
    segment: Number.parseInt(match[1] ?? '0', 16),
    bus: Number.parseInt(match[2] ?? '', 16),
    device,
    fn: Number.parseInt(match[4] ?? '', 10),
  };
}

/** Orders by segment, bus, device, function. */
export function compareBdf(a: Bdf, b: Bdf): number {
  return a.segment - b.segment || requesterIdOf(a) - requesterIdOf(b);
}

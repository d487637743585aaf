/*
 * The analytic model of pcie-bench: what a link leaves for payload when ACKs, flow-control updates and SKP
 * sets take their share. Bandwidths in Gb/s.
 * @source pcie-bench/pcie-model @40703cf (SIGCOMM'18)
 */

/** A trained link and the settings of the function that uses it. Sizes in bytes. */
export interface EfficiencyLink {
  readonly speedGtps: number;
  readonly lanes: number;
  readonly mps: number;
  readonly mrrs: number;
  /** 64-bit addresses: headers of 16 bytes instead of 12. */
  readonly is64: boolean;
  /** Read completions are cut at every multiple of this; null: at MPS. */
  readonly rcbChunks: number | null;
}

/** Framing 8, header 12 or 16 bytes. @source pcie.md §5.2 */
const REQUEST_32_BYTES = 20;
const REQUEST_64_BYTES = 24;
const COMPLETION_BYTES = 20;
const DLLP_BYTES = 8;
/** One SKP ordered set of 4 bytes in 1538 bytes. */
const SKP_BYTES = 4;
const SKP_INTERVAL_BYTES = 1538;

/** Share of the raw rate that the line encoding leaves; the flit share of this table only. */
function encodingShare(speedGtps: number): number {
  if (speedGtps <= 5) return 8 / 10;
  return speedGtps <= 32 ? 128 / 130 : 242 / 256;
}

/** Internal delay of a receiver in bytes, by generation. @source PCIe Base §3.5.2.1 (ACK latency limits) */
function delayBytes(speedGtps: number): number {
  if (speedGtps <= 2.5) return 19;
  return speedGtps <= 5 ? 70 : 115;
}

function ackFactor(lanes: number, mps: number): number {
  if (mps <= 256) return lanes >= 16 ? 3 : lanes >= 8 ? 2.5 : 1.4;
  return lanes >= 16 ? 2 : 1;
}

/**
 * Bytes between two ACKs, and between two flow-control updates, on a link that is busy; as symbols of a lane, the ACK
 * latency limit.
 *
 * @source PCIe Base §3.5.2.1; pcie-bench/pcie-model
 */
export function ackLimitBytes(speedGtps: number, lanes: number, mps: number): number {
  return Math.floor(((mps + 28) * ackFactor(lanes, mps)) / lanes + delayBytes(speedGtps));
}

/** What ACK, flow-control update and SKP leave of a link's bytes, as an exact fraction. */
export interface TlpShare {
  readonly num: number;
  readonly den: number;
}

/** What of a link's bytes is counted beside TLPs. */
export interface LinkCosts {
  /** ACKs and flow-control updates. */
  readonly acks: boolean;
  /** SKP ordered sets. */
  readonly skips: boolean;
}

/** Hardware always pays both. */
export const ALL_COSTS: LinkCosts = { acks: true, skips: true };

/** The share of a non-flit link that is left for TLPs. */
export function tlpShare(
  speedGtps: number,
  lanes: number,
  mps: number,
  costs: LinkCosts = ALL_COSTS,
): TlpShare {
  const limit = ackLimitBytes(speedGtps, lanes, mps);
  const den = limit * SKP_INTERVAL_BYTES;
  const acks = costs.acks ? 2 * DLLP_BYTES * SKP_INTERVAL_BYTES : 0;
  const skips = costs.skips ? SKP_BYTES * limit : 0;
  return { num: den - acks - skips, den };
}

/** Gb/s after the line encoding. */
export function rawGbps({ speedGtps, lanes }: EfficiencyLink): number {
  return speedGtps * encodingShare(speedGtps) * lanes;
}

/** Gb/s left for TLPs. */
export function tlpGbps(link: EfficiencyLink): number {
  const { num, den } = tlpShare(link.speedGtps, link.lanes, link.mps);
  return (rawGbps(link) * num) / den;
}

function requestBytes(link: EfficiencyLink): number {
  return link.is64 ? REQUEST_64_BYTES : REQUEST_32_BYTES;
}

function writeBytes(link: EfficiencyLink, bytes: number): number {
  return bytes + Math.ceil(bytes / link.mps) * requestBytes(link);
}

function readRequestBytes(link: EfficiencyLink, bytes: number): number {
  return Math.ceil(bytes / link.mrrs) * requestBytes(link);
}

function readDataBytes(link: EfficiencyLink, bytes: number): number {
  return bytes + Math.ceil(bytes / (link.rcbChunks ?? link.mps)) * COMPLETION_BYTES;
}

/** Payload bandwidth of writes of `bytes` each. */
export function writeGbps(link: EfficiencyLink, bytes: number): number {
  return (tlpGbps(link) * bytes) / writeBytes(link, bytes);
}

/** Payload bandwidth of reads of `bytes` each: the busier direction decides. */
export function readGbps(link: EfficiencyLink, bytes: number): number {
  const busier = Math.max(readRequestBytes(link, bytes), readDataBytes(link, bytes));
  return (tlpGbps(link) * bytes) / busier;
}

/** Payload bandwidth per direction of reads and writes at once. */
export function readWriteGbps(link: EfficiencyLink, bytes: number): number {
  const sent = writeBytes(link, bytes) + readRequestBytes(link, bytes);
  return (tlpGbps(link) * bytes) / Math.max(sent, readDataBytes(link, bytes));
}

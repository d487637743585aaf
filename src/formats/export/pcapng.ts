import type { Machine } from '../../core/machine/types.ts';
import { tlpFields } from '../../core/pcie/tlp-fields.ts';
import { encodeTlp } from '../../core/pcie/tlp/encode.ts';
import { hasData } from '../../core/pcie/tlp/fields.ts';
import type { TlpFields } from '../../core/pcie/tlp/fields.ts';
import { transferRequest } from '../../core/pcie/transfer-request.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import type { LoggedRun } from './log.ts';
import { directedLinkName } from './places.ts';

/*
 * A capture that Wireshark opens: one interface for each directed link, one packet for each TLP on it, framed as NetTLP
 * frames them (Ethernet, IPv4, UDP, six bytes of sequence and time, TLP). Payload was not simulated: it is zeros.
 * @source pcapng draft-ietf-opsawg-pcapng §4; NetTLP header as in tcpdump's and sdplane's nettlp_hdr (seq, tstamp)
 */

const LINKTYPE_ETHERNET = 1;
/** 10^-12 s. */
const PICOSECONDS = 12;
/** NetTLP uses 16 ports from here, by the low bits of the tag. @source unverified */
const UDP_PORT = 0x3000;
const FRAME_BYTES = 14 + 20 + 8 + 6;
const MOST_PACKETS = 100_000;
const DW = 4;

/** Grows by doubling, little-endian for pcapng's own fields. */
class Bytes {
  private buffer = new Uint8Array(1 << 16);
  length = 0;

  private room(count: number): number {
    const at = this.length;
    if (at + count > this.buffer.length) {
      const larger = new Uint8Array(Math.max(at + count, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, at));
      this.buffer = larger;
    }
    this.length += count;
    return at;
  }

  u16(...values: readonly number[]): void {
    for (const value of values) this.raw([value & 0xff, (value >> 8) & 0xff]);
  }

  u32(...values: readonly number[]): void {
    for (const value of values) {
      this.raw([value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24]);
    }
  }

  raw(bytes: ArrayLike<number>): void {
    const at = this.room(bytes.length);
    this.buffer.set(bytes, at);
  }

  /** Fills up to a multiple of four bytes. */
  align(): void {
    while (this.length % DW !== 0) this.raw([0]);
  }

  taken(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }
}

function block(out: Bytes, type: number, body: Uint8Array): void {
  const padded = Math.ceil(body.length / DW) * DW;
  out.u32(type, padded + 12);
  out.raw(body);
  out.align();
  out.u32(padded + 12);
}

function option(out: Bytes, code: number, value: Uint8Array): void {
  out.u16(code, value.length);
  out.raw(value);
  out.align();
}

/** Names are ASCII: BDFs and `up`, `down`. */
const ascii = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => (character < '\u0080' ? character.charCodeAt(0) : 0x3f));

function sectionHeader(out: Bytes): void {
  const body = new Bytes();
  body.u32(0x1a2b3c4d);
  body.u16(1, 0);
  body.u32(0xffffffff, 0xffffffff);
  block(out, 0x0a0d0d0a, body.taken());
}

function interfaceBlock(out: Bytes, name: string): void {
  const body = new Bytes();
  body.u16(LINKTYPE_ETHERNET, 0);
  body.u32(0);
  option(body, 2, ascii(name));
  option(body, 9, Uint8Array.of(PICOSECONDS));
  body.u16(0, 0);
  block(out, 1, body.taken());
}

function checksum(header: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < header.length; i += 2) sum += ((header[i] ?? 0) << 8) | (header[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

const high = (value: number): number => (value >> 8) & 0xff;
const low = (value: number): number => value & 0xff;

/** Ethernet, IPv4 between addresses for documentation (RFC 5737), UDP, NetTLP. Network byte order. */
function frameOf(tlp: Uint8Array, sequence: number, tag: number, tPs: number): Uint8Array {
  const udpBytes = 8 + 6 + tlp.length;
  const ipBytes = 20 + udpBytes;
  const ip = [
    0x45,
    0,
    high(ipBytes),
    low(ipBytes),
    0,
    0,
    0x40,
    0,
    64,
    17,
    0,
    0,
    192,
    0,
    2,
    1,
    192,
    0,
    2,
    2,
  ];
  const sum = checksum(ip);
  ip[10] = high(sum);
  ip[11] = low(sum);
  const port = UDP_PORT + (tag & 15);
  const ns = Math.floor(tPs / 1000) >>> 0;
  const ethernet = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0];
  const udp = [high(port), low(port), high(port), low(port), high(udpBytes), low(udpBytes), 0, 0];
  const nettlp = [high(sequence), low(sequence), ns >>> 24, (ns >>> 16) & 0xff, high(ns), low(ns)];
  const frame = new Uint8Array(FRAME_BYTES + tlp.length);
  frame.set([...ethernet, ...ip, ...udp, ...nettlp]);
  frame.set(tlp, FRAME_BYTES);
  return frame;
}

function packetBlock(out: Bytes, link: number, tPs: number, frame: Uint8Array): void {
  const body = new Bytes();
  body.u32(link, Math.floor(tPs / 2 ** 32), tPs % 2 ** 32, frame.length, frame.length);
  body.raw(frame);
  block(out, 6, body.taken());
}

/** The header's bytes, then zeros where the TLP carries data. */
function bytesOf(fields: TlpFields): Uint8Array | null {
  const encoded = encodeTlp(fields);
  if (!encoded.ok) return null;
  if (!hasData(fields.type) || (fields.payloadHex ?? '') !== '') return encoded.value;
  const whole = new Uint8Array(encoded.value.length + fields.length * DW);
  whole.set(encoded.value);
  return whole;
}

/** Which request of its flow, and which completion of its request, each TLP is. */
interface Position {
  readonly requestIndex: number;
  readonly completionIndex: number;
}

function positionsOf(run: LoggedRun): Map<number, Position> {
  const positions = new Map<number, Position>();
  const requests = new Map<number, number>();
  const requestOf = new Map<number, number>();
  const completions = new Map<number, number>();
  for (let from = 0; from < run.eventCount; from += 10_000) {
    for (const { tlpId, txnId, flow } of run.events(from, 10_000)) {
      if (positions.has(tlpId)) continue;
      if (run.flows[flow]?.leg === 'request') {
        const requestIndex = requests.get(flow) ?? 0;
        requests.set(flow, requestIndex + 1);
        requestOf.set(txnId, requestIndex);
        positions.set(tlpId, { requestIndex, completionIndex: 0 });
      } else {
        const completionIndex = completions.get(txnId) ?? 0;
        completions.set(txnId, completionIndex + 1);
        positions.set(tlpId, { requestIndex: requestOf.get(txnId) ?? 0, completionIndex });
      }
    }
  }
  return positions;
}

function fieldsOf(
  machine: Machine,
  info: FlowInfo,
  link: number,
  position: Position,
): TlpFields | null {
  const asked = transferRequest(machine, info.sent);
  if (asked === null) return null;
  const { route, leg } = info;
  const hop = route[leg].findIndex((one) => one.leavesOn === link);
  if (hop < 0) return null;
  const { requester, request } = asked;
  const { bytes } = info.sent;
  return tlpFields({ machine, requester, request, route, leg, hop, ...position, bytes }).fields;
}

/** A capture, and how many TLPs are in it and were left out because it would grow too large. */
export interface Capture {
  readonly bytes: Uint8Array;
  readonly packets: number;
  readonly leftOut: number;
}

/** Writes every TLP on every link of a run, at most 100,000 of them. */
export function exportPcapng(machine: Machine, run: LoggedRun): Capture {
  const out = new Bytes();
  sectionHeader(out);
  for (let link = 0; link < 2 * machine.links.length; link++) {
    interfaceBlock(out, directedLinkName(machine, link));
  }
  const positions = positionsOf(run);
  let packets = 0;
  let leftOut = 0;
  run.visitSegments(0, run.endPs, (tlpId, flow, link, startPs) => {
    const info = run.flows[flow];
    const position = positions.get(tlpId);
    const isFull = packets >= MOST_PACKETS;
    const fields =
      isFull || info === undefined || position === undefined
        ? null
        : fieldsOf(machine, info, link, position);
    const tlp = fields === null ? null : bytesOf(fields);
    if (fields === null || tlp === null) leftOut++;
    else {
      packetBlock(out, link, startPs, frameOf(tlp, packets & 0xffff, fields.tag, startPs));
      packets++;
    }
  });
  return { bytes: out.taken(), packets, leftOut };
}

import type { CreditPool } from '../pcie/credits.ts';
import type { Route } from '../pcie/types.ts';
import type { Transfer } from '../scenario/schema.ts';
import type { Walks } from './walks.ts';

/*
 * The engine works on a Program: directed links, nodes and flows with fixed routes. A scenario run
 * compiles its transfers into one (the decisions are taken once per flow and cached); a portable
 * des-workload compiles into another. One engine, two sets of parameters.
 */

/** Which credits a TLP takes, and which column of the ordering table it stands in. */
export type CreditClass = 'posted' | 'nonPosted' | 'completion';

export interface ProgramLink {
  /** Serialisation: ceil(bytes x num / den) ps. */
  readonly psPerByteNum: number;
  readonly psPerByteDen: number;
  readonly propagationPs: number;
  /** Bytes that the link layer adds to every TLP. */
  readonly framingBytes: number;
  /** One pool that all classes share, or three: posted, non-posted, completion. */
  readonly credits: readonly CreditPool[];
  /** Its transmitter sends without looking at them: what finds the receiver full is thrown away there. */
  readonly ignoresCredits?: boolean;
  /** TLPs that an input link may send per turn, by input link; an input that is not named sends one. */
  readonly weights?: ReadonlyMap<number, number>;
}

/** A run of like TLPs of one flow. */
export interface Burst {
  readonly count: number;
  /** Payload bytes per TLP; overhead bytes per TLP on the wire. */
  readonly payloadBytes: number;
  readonly overheadBytes: number;
  /** Bytes that it moves or asks for, as events and lists show them. */
  readonly bytes: number;
  /** TLPs of `answeredBy` that each one releases when it is delivered. */
  readonly answers: number;
  /** Which page of its flow each one lies in, from 0; it matters where an IOMMU looks it up. */
  readonly page: number;
}

export interface ProgramFlow {
  /** Directed links from source to destination. */
  readonly path: readonly number[];
  /** Time the node at the end of path[i] needs, ps, before the TLP is queued for path[i+1] or is delivered. */
  readonly latencyPs: readonly number[];
  /** True per hop: the node may forward before the last byte arrived (cut-through). */
  readonly cutThrough: readonly boolean[];
  /** Per hop, ps: the link stays busy for so long after each TLP, which it carries again; absent: never. */
  readonly holdPs?: readonly number[];
  /** Its TLPs find the buffer behind their last link full, and never take any of it. */
  readonly isOverflow?: boolean;
  readonly creditClass: CreditClass;
  /** Whether its TLPs may pass an older posted request in the same queue. @source pcie.md §5.6 */
  readonly passesPosted: 'never' | 'otherRequester' | 'always';
  /** Tells requesters apart for IDO. */
  readonly requester: number;
  /** Its TLPs in order of issue. */
  readonly bursts: readonly Burst[];
  /** Infinity: released by the requests that it answers. */
  readonly startPs: number;
  /** It starts when every TLP of that flow is delivered, not before `startPs`; -1: never. Absent: at `startPs`. */
  readonly after?: number;
  /** Orders entries of one source at one instant. */
  readonly order: number;
  /** Requests in flight at most until their last answer arrived; Infinity = no limit. */
  readonly outstanding: number;
  /** Place in the path behind which an IOMMU translates; -1: none does. */
  readonly walkHop: number;
  /** Whether its TLPs, as answers, reach whom they answer: only then a request leaves the limit. */
  readonly isHeard: boolean;
  /** Flow whose TLPs are released as TLPs of this flow are delivered (completions), or null. */
  readonly answeredBy: number | null;
}

/**
 * How an output port chooses among waiting TLPs. fifo: one queue in order of arrival (des-workload.md).
 * roundRobin: one queue per input and class under the ordering rules (pcie.md §5.6); inputs take turns, by
 * the weights of the link if it has any.
 */
export type Arbitration = 'fifo' | 'roundRobin';

export interface Program {
  readonly arbitration: Arbitration;
  readonly links: readonly ProgramLink[];
  readonly flows: readonly ProgramFlow[];
  /** The IOMMUs that flows with a `walkHop` are looked up in; absent: there are none. */
  readonly walks?: Walks;
}

/** One flow of a scenario run: which transfer, which leg, which cached decisions. */
export interface FlowInfo {
  readonly transferId: string;
  /** Which of the pieces that Linux made of the transfer's buffer, from 0; a transfer is one piece but for that. */
  readonly piece: number;
  /** The transfer, or this piece of it, as its requester sends it. */
  readonly sent: Transfer;
  readonly leg: 'request' | 'completion';
  readonly route: Route;
  /** Index in Program.flows; null where nothing ever goes on a wire. */
  readonly flow: number | null;
}

/**
 * One event of the trace as people and files see it. Events order by (tPs, tlpId, hop).
 * `seq` counts from 0 in that order.
 */
export interface TraceEvent {
  readonly seq: number;
  readonly tPs: number;
  /** Global number of the TLP in order of issue. */
  readonly tlpId: number;
  /** Request and completion of one transaction share it. */
  readonly txnId: number;
  /** Index in the run's flow list. */
  readonly flow: number;
  /** Index into the route of the flow's leg. */
  readonly hop: number;
  readonly bytes: number;
  /** Bytes of the TLPs issued before it in its flow: its address is the hop's plus this. */
  readonly offsetBytes: number;
}

/** A TLP on a link: drawn between start and arrive. One record of a frame. */
export interface Segment {
  readonly tlpId: number;
  readonly flow: number;
  /** Directed link: 2 x link index + 0 up, + 1 down. */
  readonly link: number;
  readonly startPs: number;
  readonly arrivePs: number;
}

/** What became of one transfer. */
export interface TransferSummary {
  readonly transferId: string;
  readonly bytesDelivered: number;
  readonly completions: number;
  /** Requests that did not do what they were meant to. */
  readonly errors: number;
  /** First and last delivery (of a read: of data), ps; null: nothing was delivered. */
  readonly firstPs: number | null;
  readonly lastPs: number | null;
  /** From the issue of a request until it was delivered, or its last completion was, ps; null: none was. */
  readonly latencyPs: {
    readonly min: number;
    readonly median: number;
    readonly p99: number;
    readonly max: number;
  } | null;
}

/** One look into an IOMMU. */
export interface LookUpEvent {
  /** Index in `Machine.iommus`. */
  readonly iommu: number;
  readonly tlpId: number;
  /** When the TLP reached the component that the IOMMU stands in, ps. */
  readonly tPs: number;
  /** What it needed beyond a hit, and in all, ps. */
  readonly delayPs: number;
  readonly totalPs: number;
  /** wait: what it needs was under way for another TLP. */
  readonly kind: 'hit' | 'wait' | 'miss';
  /** Of a miss: bit i is set where read i of its whole walk went to memory; else 0. */
  readonly readMask: number;
}

/** One bar of a timeline: one TLP, or several alike that are too close to be told apart. */
interface Bar {
  /** The first of them. */
  readonly tlpId: number;
  readonly count: number;
  readonly startPs: number;
  readonly endPs: number;
}

/** TLPs on a directed link: 2 x link index + 0 up, + 1 down. */
export interface LinkBar extends Bar {
  readonly link: number;
  /** Flow of the first one; the others are of flows that send alike. */
  readonly flow: number;
}

/** Looks of TLPs into an IOMMU, an index in `Machine.iommus`. */
export interface IommuBar extends Bar {
  readonly iommu: number;
  readonly kind: LookUpEvent['kind'];
}

/** A stretch of time, ps, and the time of the narrowest bar in it, ps. */
export interface BarQuestion {
  readonly fromPs: number;
  readonly toPs: number;
  readonly leastPs: number;
  /** A TLP that keeps a bar of its own. */
  readonly tlpId: number | null;
}

/** What a timeline draws, by start. */
export interface Bars {
  readonly links: readonly LinkBar[];
  readonly iommus: readonly IommuBar[];
}

/** What an IOMMU did. */
export interface IommuSummary {
  /** Index in `Machine.iommus`. */
  readonly iommu: number;
  readonly hits: number;
  /** Found what a walk was already fetching for another TLP. */
  readonly waits: number;
  /** Each started a walk. */
  readonly misses: number;
  /** Memory reads of all walks. */
  readonly reads: number;
  /** Translations that ended in a fault, by its rule. */
  readonly faults: Readonly<Record<string, number>>;
}

/** How busy a directed link was. */
export interface LinkShare {
  /** Directed link: 2 x link index + 0 up, + 1 down. */
  readonly link: number;
  readonly tlps: number;
  /** Part of the run's time in which it sent, 0 to 1. */
  readonly busyShare: number;
}

import { assert } from '../base/assert.ts';
import { busAddr } from '../base/address.ts';
import type { Machine, MachineFunction } from '../machine/types.ts';
import { poisonedHop } from './broken-route.ts';
import { functionAt } from './claims.ts';
import { hopsOf } from './hops-of.ts';
import { dropsTlp, endsUnmodelled, functionPlace } from './decision.ts';
import type { Decision } from './decision.ts';
import { recordOf } from './error-log.ts';
import type { ErrorRecord } from './error-log.ts';
import { decidePort } from './port.ts';
import { arrive, routeFrom } from './route.ts';
import { readTlp } from './tlp/decode.ts';
import type { TlpReading } from './tlp/decode.ts';
import { TLP_TYPES, hasData, idOfText } from './tlp/fields.ts';
import type { TlpFields } from './tlp/fields.ts';
import { MALFORMED_RULES } from './tlp/malformed.ts';
import { isCompletionTlp } from './tlp-kind.ts';
import type {
  AddressType,
  CompletionStatus,
  Hop,
  RequestKind,
  Route,
  RouteQuery,
  Tlp,
  Translator,
} from './types.ts';

/** A TLP that is put on a link by hand. */
export interface Injection {
  readonly machine: Machine;
  readonly translators: ReadonlyMap<number, Translator>;
  /** Index of the function that receives it over its link: a port, or a device. */
  readonly port: number;
  /** Prefixes, header and payload. */
  readonly bytes: Uint8Array;
  /** T bit of the IDE prefix, which is not among the bytes. */
  readonly t: 0 | 1;
  /** The transaction that still waits for a completion; null: nobody waits. */
  readonly awaited: { readonly requesterId: string; readonly tag: number } | null;
}

/** What became of it. */
export interface Injected extends TlpReading {
  readonly route: Route;
  /** What the components on its way log, in order. */
  readonly records: readonly ErrorRecord[];
}

const ADDRESS_TYPES: readonly AddressType[] = [
  'untranslated',
  'translationRequest',
  'translated',
  'reserved',
];

const STATUS: Readonly<Record<number, CompletionStatus>> = { 0: 'SC', 1: 'UR', 2: 'RRS', 4: 'CA' };

/** Types whose way is modelled, as routing calls them. */
const KINDS: Partial<Record<TlpFields['type'], RequestKind>> = {
  MRd32: 'MRd',
  MRd64: 'MRd',
  MWr32: 'MWr',
  MWr64: 'MWr',
  FetchAdd32: 'FetchAdd',
  FetchAdd64: 'FetchAdd',
  Swap32: 'Swap',
  Swap64: 'Swap',
  CAS32: 'CAS',
  CAS64: 'CAS',
  DMWr32: 'DMWr',
  DMWr64: 'DMWr',
  IORd: 'IORd',
  IOWr: 'IOWr',
  CfgRd0: 'CfgRd',
  CfgRd1: 'CfgRd',
  CfgWr0: 'CfgWr',
  CfgWr1: 'CfgWr',
};

/**
 * Functions at which a TLP can be put on the wire: those at the end of a link. Each is the receiver: a root
 * port or downstream port gets the TLP from below, every other function from above.
 */
export function injectionPorts(machine: Machine): readonly MachineFunction[] {
  return machine.functions.filter((fn) => linkOf(fn) !== null);
}

function isFromBelow(fn: MachineFunction): boolean {
  return fn.kind === 'root-port' || fn.kind === 'switch-downstream';
}

function linkOf(fn: MachineFunction): number | null {
  return isFromBelow(fn) ? fn.linkBelow : fn.linkAbove;
}

/** The fields as routing looks at them; null: a kind of TLP whose way is not modelled. */
function tlpOf(fields: TlpFields, segment: number, t: 0 | 1): Tlp | null {
  if (fields.prefixes !== undefined) return null;
  const requesterId = idOfText(fields.requesterId) ?? 0;
  const common = { segment, requesterId, t, ro: fields.attr.ro === 1 };
  if (fields.type === 'Cpl' || fields.type === 'CplD') {
    const completerId = idOfText(fields.completerId ?? '') ?? 0;
    const status = STATUS[fields.status ?? 0];
    assert(status !== undefined, 'a reserved status is malformed');
    return { ...common, kind: fields.type, completerId, status, bytes: fields.length * 4 };
  }
  const kind = KINDS[fields.type];
  const at = ADDRESS_TYPES[fields.at] ?? 'untranslated';
  const address = busAddr(BigInt(fields.address ?? '0x0'));
  return kind === undefined ? null : { ...common, kind, at, address, bytes: fields.length * 4 };
}

/** Where routing has no TLP to look at, the hop still shows a request with what could be read. */
function asFarAsRead({ fields }: TlpReading, segment: number, t: 0 | 1): Tlp {
  return {
    kind: 'Msg',
    segment,
    requesterId: idOfText(fields?.requesterId ?? '') ?? 0,
    t,
    ro: false,
    at: 'untranslated',
    address: busAddr(BigInt(fields?.address ?? '0x0')),
    bytes: 0,
  };
}

function isLow64({ type, address }: TlpFields): boolean {
  const { layout, fmt } = TLP_TYPES[type];
  return layout === 'memory' && (fmt & 1) === 1 && BigInt(address ?? '0x0') < 1n << 32n;
}

/** What the receiver says before it routes; null: it routes. */
function refusedByFormat(reading: TlpReading, { port, machine, t }: Injection): Decision | null {
  const { fields, broken } = reading;
  const { segment } = functionAt(machine, port).bdf;
  const place = functionPlace(port);
  const tlp = asFarAsRead(reading, segment, t);
  if (broken !== null) {
    const operands = [{ name: broken, value: MALFORMED_RULES[broken], decided: true }];
    return dropsTlp({ place, rule: 'TLP-MALFORMED', tlp, operands, aer: 'malformed' });
  }
  assert(fields !== null, 'what breaks no rule was read');
  if (isLow64(fields)) {
    const operands = [{ name: 'address', value: fields.address ?? '', decided: true }];
    return endsUnmodelled({ place, rule: 'TLP-LOW-64', tlp, operands });
  }
  const isConfigDown =
    TLP_TYPES[fields.type].layout === 'config' && !isFromBelow(functionAt(machine, port));
  if (tlpOf(fields, segment, t) !== null && !isConfigDown) return null;
  const operands = [{ name: 'type', value: fields.type, decided: true }];
  return endsUnmodelled({ place, rule: 'TLP-KIND-UNMODELLED', tlp, operands });
}

/** The first decision: that of the port or device which receives the TLP over its link. */
function received(query: RouteQuery, port: number, tlp: Tlp): Decision {
  const { machine } = query;
  const fn = functionAt(machine, port);
  if (isFromBelow(fn)) return decidePort({ machine, port, ingress: 'from-below', tlp });
  if (fn.bridge !== null) return decidePort({ machine, port, ingress: 'from-above', tlp });
  if (isCompletionTlp(tlp) && tlp.requesterId !== fn.requesterId) {
    const place = functionPlace(port);
    return dropsTlp({ place, rule: 'ROUTE-ID-NOWHERE', tlp, aer: 'unexpectedCompletion' });
  }
  const isFromRoot = fn.parent === null || functionAt(machine, fn.parent).kind === 'root-port';
  return arrive(query, { index: port, tlp, isOnLink: true, isFromRoot });
}

/** The hop at which data or an answer is taken sees more of the header than routing does. */
function lastHop(hop: Hop, fields: TlpFields, { awaited }: Injection): Hop {
  if (hop.verdict !== 'delivered') return hop;
  const isAnswer = TLP_TYPES[fields.type].layout === 'completion';
  const isAwaited =
    awaited !== null && awaited.requesterId === fields.requesterId && awaited.tag === fields.tag;
  if (isAnswer && !isAwaited) {
    const operands = [
      { name: 'requester', value: fields.requesterId, decided: true },
      { name: 'tag', value: `0x${fields.tag.toString(16)}`, decided: true },
    ];
    const rule = 'TLP-CPL-UNAWAITED';
    const error = { aer: 'unexpectedCompletion', verdict: 'blocked', action: 'drop' } as const;
    return { ...hop, ...error, rule, operands };
  }
  if (fields.ep === 0 || !hasData(fields.type)) return hop;
  return poisonedHop(hop);
}

/** The route once the last hop of the TLP has looked at EP, and at Requester ID and Tag of an answer. */
function withLastHop(route: Route, fields: TlpFields, injection: Injection): Route {
  const leg = route.request.length > 0 ? 'request' : 'completion';
  const hops = route[leg];
  const before = hops.at(-1);
  if (before === undefined) return route;
  const after = lastHop(before, fields, injection);
  if (after === before) return route;
  const changed = { ...route, [leg]: [...hops.slice(0, -1), after], verdict: after.verdict };
  // A request that waits for an answer gets one all the same.
  const isAnswered = leg === 'request' && route.completion.length > 0;
  return isAnswered ? changed : { ...changed, outcome: 'dropped' };
}

function headerLogOf(bytes: Uint8Array, reading: TlpReading): ErrorRecord['headerLog'] {
  const prefixes = reading.fields?.prefixes?.length ?? 0;
  const dw = (index: number): number => {
    const at = (i: number): number => bytes[(prefixes + index) * 4 + i] ?? 0;
    return ((at(0) << 24) | (at(1) << 16) | (at(2) << 8) | at(3)) >>> 0;
  };
  const is4Dw = ((bytes[prefixes * 4] ?? 0) & 0x20) !== 0;
  return [dw(0), dw(1), dw(2), is4Dw ? dw(3) : 0];
}

/** Who asked, if the machine has the requester that the header names; else who received the TLP. */
function requesterOf({ machine, port }: Injection, tlp: Tlp): number {
  const known = machine.functions.find(
    ({ bdf, requesterId }) => bdf.segment === tlp.segment && requesterId === tlp.requesterId,
  );
  return known?.index ?? port;
}

/**
 * Puts a TLP on the wire at the link end of a function, byte for byte, and follows what every component decides:
 * format first, then the very functions that route every other TLP.
 *
 * @returns a route that starts at the receiver. A malformed TLP ends there with the rule that it breaks;
 *   what no specification says, or is not modelled, ends as `unmodelled`.
 * @throws Error when the machine has no such function: a bug of the caller.
 * @source PCIe Base §2.2, §2.3, §6.2
 */
export function injectTlp(injection: Injection): Injected {
  const { machine, translators, port, bytes, t } = injection;
  const reading = readTlp(bytes);
  const { segment } = functionAt(machine, port).bdf;
  const refused = refusedByFormat(reading, injection);
  const tlp = refused?.tlp ?? (reading.fields && tlpOf(reading.fields, segment, t));
  assert(tlp !== null, 'what is not refused is a TLP');
  const request = isCompletionTlp(tlp) ? { ...asFarAsRead(reading, segment, t) } : tlp;
  assert(!isCompletionTlp(request), 'an answer has no request here');
  const query: RouteQuery = {
    machine,
    translators,
    requester: requesterOf(injection, tlp),
    request,
    intended: null,
  };
  const isBelowRoot = !isFromBelow(functionAt(machine, port));
  const first = refused ?? received(query, port, tlp);
  const followed = routeFrom(query, first, isBelowRoot);
  const route =
    refused === null && reading.fields !== null
      ? withLastHop(followed, reading.fields, injection)
      : followed;
  return { ...reading, route, records: recordsOf(injection, reading, route) };
}

/** The log of every hop that the bytes reached unchanged; where an address was translated, no header is given. */
function recordsOf(
  { machine, bytes }: Injection,
  reading: TlpReading,
  route: Route,
): ErrorRecord[] {
  const isRequest = route.request.length > 0;
  const sent = hopsOf({ leg: isRequest ? 'request' : 'completion', route });
  const address = sent[0]?.address;
  const header = headerLogOf(bytes, reading);
  const own = sent.flatMap((hop) => {
    const isSame = !isRequest || hop.address === address;
    return recordOf(machine, hop, isSame ? header : null) ?? [];
  });
  const answers = isRequest ? route.completion : [];
  return [...own, ...answers.flatMap((hop) => recordOf(machine, hop, null) ?? [])];
}

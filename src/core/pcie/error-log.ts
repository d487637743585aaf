import type { Machine } from '../machine/types.ts';
import { AER_BITS, isCorrectable } from './aer.ts';
import { functionAt } from './claims.ts';
import { tlpFields } from './tlp-fields.ts';
import type { TlpQuestion } from './tlp-fields.ts';
import { encodeTlp } from './tlp/encode.ts';
import type { AerError, Hop } from './types.ts';

/** What a component signals to its root port. @source PCIe Base §6.2.2 */
export type ErrorMessage = 'ERR_COR' | 'ERR_NONFATAL' | 'ERR_FATAL';

/** One error as the function that detected it logs it. */
export interface ErrorRecord {
  /** Function that logs it. */
  readonly function: number;
  readonly error: AerError;
  /** Bit of the Uncorrectable Error Status register, of a correctable error of the Correctable one. */
  readonly bit: number;
  readonly severity: 'fatal' | 'non-fatal' | 'advisory non-fatal' | 'correctable';
  readonly message: ErrorMessage;
  /** Root port that receives the message; null: the function is inside the root complex. */
  readonly rootPort: number | null;
  /** The four header DWs of the TLP; null: no TLP is logged (a timeout), or its header cannot be given. */
  readonly headerLog: readonly [number, number, number, number] | null;
  /** Bits of the (Secondary) Status register that are set beside it. */
  readonly statusBits: readonly StatusBit[];
}

export type StatusBit = 'Signaled Target Abort' | 'Received Target Abort' | 'Received Master Abort';

/** Errors that are fatal unless software says otherwise. @source PCIe Base §7.8.4.4 (default severity) */
const DEFAULT_FATAL_MASK = 0x00462030;

/** The severity that an error has by default, before its advisory form is considered. */
export function isFatalByDefault(error: AerError): boolean {
  return !isCorrectable(error) && (DEFAULT_FATAL_MASK & (1 << AER_BITS[error])) !== 0;
}

/**
 * A non-fatal error whose detector answers the request is only advisory: the requester learns of it from the
 * completion. @source PCIe Base §6.2.3.2.4
 */
function severityOf(error: AerError, isAnswered: boolean): ErrorRecord['severity'] {
  if (isCorrectable(error)) return 'correctable';
  if (isFatalByDefault(error)) return 'fatal';
  return isAnswered || error === 'unexpectedCompletion' ? 'advisory non-fatal' : 'non-fatal';
}

const MESSAGES: Readonly<Record<ErrorRecord['severity'], ErrorMessage>> = {
  fatal: 'ERR_FATAL',
  'non-fatal': 'ERR_NONFATAL',
  'advisory non-fatal': 'ERR_COR',
  correctable: 'ERR_COR',
};

/** The root port above a function, or the function itself when it is one. */
function rootPortAbove(machine: Machine, index: number): number | null {
  const fn = functionAt(machine, index);
  if (fn.kind === 'root-port') return index;
  return fn.parent === null ? null : rootPortAbove(machine, fn.parent);
}

/** What is known of an error where it is detected. */
interface Detected {
  readonly error: AerError;
  /** Of the completion that answers the request, if one does. */
  readonly status?: Hop['status'] | undefined;
  readonly headerLog?: ErrorRecord['headerLog'];
}

/** The record of an error that a function detects. */
function loggedBy(
  machine: Machine,
  index: number,
  { error, status, headerLog = null }: Detected,
): ErrorRecord {
  const severity = severityOf(error, status !== undefined);
  return {
    function: index,
    error,
    bit: AER_BITS[error],
    severity,
    message: MESSAGES[severity],
    rootPort: rootPortAbove(machine, index),
    headerLog,
    statusBits: status === 'CA' ? ['Signaled Target Abort'] : [],
  };
}

const HEADER_BYTES = 16;

/** The header as the log registers hold it: DW0 first; a 3DW header leaves the last one 0. */
function headerLogOf(question: TlpQuestion): ErrorRecord['headerLog'] {
  const { fields } = tlpFields(question);
  const encoded = encodeTlp(fields);
  if (!encoded.ok) return null;
  const headerBytes = (fields.fmt & 1) === 1 ? HEADER_BYTES : HEADER_BYTES - 4;
  const bytes = new DataView(encoded.value.buffer, encoded.value.byteOffset, headerBytes);
  const dw = (index: number): number => (index * 4 < headerBytes ? bytes.getUint32(index * 4) : 0);
  return [dw(0), dw(1), dw(2), dw(3)];
}

/** The TLP as it arrived where a hop refused it is the one that left the hop before. */
function arrivedAt(question: TlpQuestion, hop: number): TlpQuestion {
  return { ...question, hop: Math.max(0, hop - 1) };
}

/** EP is bit 14 of DW0. */
const EP = 0x4000;

/**
 * What the hop of a question logs; null: nothing.
 *
 * @param question `hop` is the one that logs; the header is that of the TLP as it reached it.
 */
export function recordAt(question: TlpQuestion): ErrorRecord | null {
  const hop = question.route[question.leg][question.hop];
  if (hop?.aer === undefined) return null;
  // No TLP came, or one whose header cannot be trusted: nothing is logged of it.
  if (hop.aer === 'completionTimeout' || isCorrectable(hop.aer))
    return recordOf(question.machine, hop, null);
  const header = headerLogOf(arrivedAt(question, question.hop));
  if (header === null || hop.aer !== 'poisoned') return recordOf(question.machine, hop, header);
  const [dw0, ...rest] = header;
  return recordOf(question.machine, hop, [dw0 | EP, ...rest]);
}

/** A Completion Timeout at the requester: no TLP came, so no header is logged. */
function timeoutRecord(machine: Machine, requester: number): ErrorRecord {
  return loggedBy(machine, requester, { error: 'completionTimeout' });
}

/** How long a requester waits for an answer that never comes where no hop says so, ps; null: it gets one, or waits for ever. */
export function silencePs(question: Omit<TlpQuestion, 'leg' | 'hop'>): number | null {
  const { machine, requester, route } = question;
  const isTold = route.completion.some(({ aer }) => aer === 'completionTimeout');
  if (isTold || !timesOut(question)) return null;
  return completionTimeoutOf(functionAt(machine, requester).completionTimeout)?.toPs ?? null;
}

/** What that requester logs in the end; null: nothing. */
export function silentTimeout(question: Omit<TlpQuestion, 'leg' | 'hop'>): ErrorRecord | null {
  return silencePs(question) === null ? null : timeoutRecord(question.machine, question.requester);
}

/** A link that went down although nobody asked for it: the port above it logs that. @source PCIe Base §3.2.1 */
export function surpriseDown(machine: Machine, port: number): ErrorRecord {
  return loggedBy(machine, port, { error: 'surpriseDown' });
}

/** What a hop logs, given the header of the TLP that reached it; null: it logs nothing. */
export function recordOf(
  machine: Machine,
  hop: Hop,
  headerLog: ErrorRecord['headerLog'],
): ErrorRecord | null {
  const { aer, place } = hop;
  if (aer === undefined || place.kind !== 'function') return null;
  return loggedBy(machine, place.index, { error: aer, status: hop.status, headerLog });
}

/** What the requester logs: a timeout of its own, or the status bit that an error completion sets. */
function requesterBits({ route }: TlpQuestion): readonly StatusBit[] {
  if (route.completionStatus === 'CA') return ['Received Target Abort'];
  return route.completionStatus === 'UR' ? ['Received Master Abort'] : [];
}

/** Errors after which no completion ever comes, although the requester waits for one. */
function timesOut({
  machine,
  requester,
  route,
  request,
}: Omit<TlpQuestion, 'leg' | 'hop'>): boolean {
  const never = completionTimeoutOf(functionAt(machine, requester).completionTimeout) === null;
  if (never) return false;
  const isWaiting = request.kind !== 'MWr' && request.kind !== 'Msg';
  const isSent = route.request.some(({ leavesOn }) => leavesOn !== null);
  const isUnanswered = route.completionStatus === null || route.outcome === 'completionTimeout';
  return isWaiting && isSent && isUnanswered && route.outcome !== 'unmodelled';
}

/** Everything that one request leaves behind in registers, in the order in which it happens. */
export interface ErrorLog {
  readonly records: readonly ErrorRecord[];
  /** Bits that the requester's Status register shows afterwards. */
  readonly requesterStatus: readonly StatusBit[];
}

/**
 * The errors that the components on a route log for one TLP: AER bit, severity, header log and the message to
 * the root port, then a Completion Timeout at the requester where an answer never comes.
 *
 * @param question the request; `leg` and `hop` are not looked at.
 * @source PCIe Base §6.2, §7.8.4
 * @simplified severities are the defaults and all error reporting is enabled.
 */
export function errorLog(question: Omit<TlpQuestion, 'leg' | 'hop'>): ErrorLog {
  const { route } = question;
  const legs = ['request', 'completion'] as const;
  const records = legs.flatMap((leg) =>
    route[leg].flatMap((_, hop) => recordAt({ ...question, leg, hop }) ?? []),
  );
  const whole: TlpQuestion = { ...question, leg: 'request', hop: 0 };
  const timeout = silentTimeout(whole);
  if (timeout !== null) records.push(timeout);
  return { records, requesterStatus: requesterBits(whole) };
}

/** A Completion Timeout range of Device Control 2. ps. */
export interface TimeoutRange {
  readonly fromPs: number;
  readonly toPs: number;
}

const MICROSECOND = 1_000_000;
const MILLISECOND = 1000 * MICROSECOND;

const range = (fromPs: number, toPs: number): TimeoutRange => ({ fromPs, toPs });

/** Completion Timeout Value, DevCtl2[3:0]; other encodings are reserved. @source PCIe Base §7.5.3.16 */
const TIMEOUT_RANGES: Readonly<Record<number, TimeoutRange>> = {
  0x0: range(50 * MICROSECOND, 50 * MILLISECOND),
  0x1: range(50 * MICROSECOND, 100 * MICROSECOND),
  0x2: range(MILLISECOND, 10 * MILLISECOND),
  0x5: range(16 * MILLISECOND, 55 * MILLISECOND),
  0x6: range(65 * MILLISECOND, 210 * MILLISECOND),
  0x9: range(260 * MILLISECOND, 900 * MILLISECOND),
  0xa: range(1000 * MILLISECOND, 3500 * MILLISECOND),
  0xd: range(4000 * MILLISECOND, 13_000 * MILLISECOND),
  0xe: range(17_000 * MILLISECOND, 64_000 * MILLISECOND),
};

/** Encodings of the range that are not reserved, the shortest wait first but for the default. */
export const TIMEOUT_ENCODINGS: readonly number[] = Object.keys(TIMEOUT_RANGES).map(Number);

/**
 * When a requester gives up waiting, from its Device Control 2 word: bits [3:0] the range, bit 4 disables.
 *
 * @returns null when it never does, or when the encoding is reserved.
 */
export function completionTimeoutOf(devCtl2: number): TimeoutRange | null {
  const isDisabled = (devCtl2 & 0x10) !== 0;
  return isDisabled ? null : (TIMEOUT_RANGES[devCtl2 & 0xf] ?? null);
}

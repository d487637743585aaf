import { hex } from '../../core/base/address.ts';
import { formatBdf } from '../../core/base/bdf.ts';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { formatRate, formatTime } from '../../core/base/units.ts';
import { translatorsOf } from '../../core/iommu/translators.ts';
import type { Machine, MachineFunction } from '../../core/machine/types.ts';
import { errorLog } from '../../core/pcie/error-log.ts';
import type { ErrorLog } from '../../core/pcie/error-log.ts';
import { timeRoute } from '../../core/pcie/route-timing.ts';
import type { RouteTiming } from '../../core/pcie/route-timing.ts';
import { route } from '../../core/pcie/route.ts';
import { transferRequest } from '../../core/pcie/transfer-request.ts';
import type { Hop, RequestTlp, Route } from '../../core/pcie/types.ts';
import { ruleOf } from '../../core/rules/catalogue.ts';
import { newTransfer } from '../../core/scenario/defaults.ts';
import type { Transfer } from '../../core/scenario/schema.ts';
import type { Arguments } from '../arguments.ts';
import { refused } from '../command.ts';
import type { Command } from '../command.ts';
import { MACHINE_FLAGS, findFunction, readMachine } from '../machine-input.ts';
import { table } from '../table.ts';
import { placeName } from '../../formats/export/places.ts';

const OPS = ['MWr', 'MRd', 'FetchAdd'] as const;
const DEFAULT_BYTES = 256;
const LARGEST_BYTES = 2 ** 40;

/** What the flags ask for; what they leave out comes from the document's transfer of this pair, if any. */
interface Asked {
  readonly op?: Transfer['op'];
  readonly at?: Transfer['at'];
  readonly t?: 0 | 1;
  readonly bytes?: number;
}

function askedOf({ flags }: Arguments): Result<Asked, string> {
  const [op, at, t, bytes] = ['op', 'at', 't', 'bytes'].map((name) => flags.get(name));
  const knownOp = OPS.find((known) => known === op);
  if (op !== undefined && knownOp === undefined) {
    return err(`--op ${op} is not known; give one of ${OPS.join(' ')}`);
  }
  if (at !== undefined && at !== 'untranslated' && at !== 'translated') {
    return err(`--at ${at} is neither untranslated nor translated`);
  }
  if (t !== undefined && t !== '0' && t !== '1') return err(`--t ${t} is neither 0 nor 1`);
  const count = bytes === undefined ? DEFAULT_BYTES : Number(bytes);
  if (!Number.isInteger(count) || count < 1 || count > LARGEST_BYTES) {
    return err(`--bytes ${bytes} is no whole number of bytes from 1 to ${LARGEST_BYTES}`);
  }
  return ok({
    ...(knownOp === undefined ? {} : { op: knownOp }),
    ...(at === undefined ? {} : { at }),
    ...(t === undefined ? {} : { t: t === '1' ? (1 as const) : (0 as const) }),
    ...(bytes === undefined ? {} : { bytes: count }),
  });
}

/** The BAR that peers use: the largest one of memory that has an address. */
function largestBar(fn: MachineFunction): MachineFunction['bars'][number] | null {
  const sizeOf = (bar: MachineFunction['bars'][number]): bigint =>
    bar.window === null ? 0n : bar.window.limit - bar.window.base + 1n;
  const usable = fn.bars.filter((bar) => bar.space === 'mem' && bar.window !== null);
  return usable.toSorted((a, b) => (sizeOf(a) < sizeOf(b) ? 1 : -1))[0] ?? null;
}

/** The transfer that is routed: the document's own for this pair, as far as the flags do not replace it. */
function transferOf(
  machine: Machine,
  from: MachineFunction,
  to: MachineFunction,
  asked: Asked,
): Result<Transfer, string> {
  const stated = machine.scenario.transfers.find(
    (one) =>
      one.from === from.id &&
      one.to.kind === 'bar' &&
      one.to.function === to.id &&
      (asked.t === undefined || one.t === asked.t) &&
      (asked.at === undefined || one.at === asked.at),
  );
  if (stated !== undefined) return ok({ ...stated, ...asked });
  const bar = largestBar(to);
  if (bar === null) return err(`--to ${formatBdf(to.bdf)}: no memory BAR of it has an address`);
  return ok({
    ...newTransfer({
      id: 'route',
      name: 'route',
      from: from.id,
      to: { kind: 'bar', function: to.id, bar: bar.index, offset: '0x0' },
    }),
    bytes: DEFAULT_BYTES,
    ...asked,
  });
}

/** The title of the rule, then what it compared: `P2P Request Redirect: RR=1, EC=0`. */
function whyOf({ rule, operands }: Hop): string {
  const compared = operands.map(({ name, value }) => `${name}=${value}`).join(', ');
  const { title } = ruleOf(rule);
  return compared === '' ? title : `${title}: ${compared}`;
}

function hopRows(machine: Machine, hops: readonly Hop[]): Record<string, string>[] {
  return hops.map((hop) => ({
    at: placeName(machine, hop.place),
    action: hop.action,
    rule: hop.rule,
    why: whyOf(hop),
  }));
}

function limitText(machine: Machine, { limit }: RouteTiming): string | null {
  if (limit === null) return null;
  if (limit.kind === 'outstanding') return 'requests in flight';
  const id = machine.links[limit.link >> 1]?.id ?? '';
  const what = limit.kind === 'credits' ? 'credits of link' : 'link';
  return `${what} ${id} ${(limit.link & 1) === 0 ? 'up' : 'down'}`;
}

const PS_PER_NS = 1000;
const BYTES_PER_GB = 1e9;
/** Three decimals: picoseconds of a latency in ns, MB/s of a bandwidth in GB/s. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

interface Answered {
  readonly machine: Machine;
  readonly transfer: Transfer;
  readonly request: RequestTlp;
  readonly found: Route;
  readonly timing: RouteTiming;
  readonly errors: ErrorLog;
  readonly assumed: readonly string[];
}

/** What the components log, as AER shows it: the bit, the header DWs, and the message to the root port. */
function errorRows({ machine, errors }: Answered): Record<string, unknown>[] {
  return errors.records.map(({ function: index, error, bit, severity, message, headerLog }) => {
    const fn = machine.functions[index];
    return {
      at: fn === undefined ? '' : formatBdf(fn.bdf),
      error,
      bit,
      severity,
      message,
      headerLog: headerLog?.map((dw) => hex(dw, 8)) ?? null,
    };
  });
}

function jsonOf(answered: Answered): string {
  const { machine, transfer, request, found, timing, assumed } = answered;
  const { latencyPs, bytesPerSecond } = timing;
  const nameOf = (id: string): string => {
    const fn = machine.functions[machine.functionById.get(id) ?? -1];
    return fn === undefined ? id : formatBdf(fn.bdf);
  };
  const answer = {
    from: nameOf(transfer.from),
    to: nameOf(transfer.to.kind === 'bar' ? transfer.to.function : transfer.to.memory),
    op: request.kind,
    at: request.at,
    t: request.t,
    bytes: transfer.bytes,
    address: hex(request.address),
    outcome: found.outcome,
    status: found.completionStatus,
    verdict: found.verdict,
    request: hopRows(machine, found.request),
    ...(found.completion.length > 0 && { completion: hopRows(machine, found.completion) }),
    latencyNs: latencyPs === null ? null : rounded(latencyPs / PS_PER_NS),
    bandwidthGBps: bytesPerSecond === null ? null : rounded(bytesPerSecond / BYTES_PER_GB),
    limitedBy: limitText(machine, timing),
    errors: errorRows(answered),
    assumed,
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function textOf(answered: Answered): string {
  const { machine, found, timing, errors } = answered;
  const rows = (leg: string, hops: readonly Hop[]): string[][] =>
    hopRows(machine, hops).map(({ at = '', action = '', rule = '', why = '' }, index) => [
      index === 0 ? leg : '',
      at,
      action,
      rule,
      why,
    ]);
  const header = ['', 'AT', 'ACTION', 'RULE', 'WHY'];
  const status =
    found.completionStatus === null ? '' : `, completion status ${found.completionStatus}`;
  const { latencyPs, bytesPerSecond } = timing;
  const speed = [
    latencyPs === null ? null : `latency ${formatTime(latencyPs)}`,
    bytesPerSecond === null
      ? null
      : `steady ${formatRate(bytesPerSecond, 1e12)}, limited by ${limitText(machine, timing)}`,
  ].filter((part) => part !== null);
  const body = table([
    header,
    ...rows('request', found.request),
    ...rows('completion', found.completion),
  ]);
  const logged = errors.records.map(({ function: index, error, bit, message }) => {
    const fn = machine.functions[index];
    return `${fn === undefined ? '' : formatBdf(fn.bdf)} logs ${error} (AER bit ${bit}), ${message}`;
  });
  const lines = [`outcome: ${found.outcome}${status}`, ...logged];
  if (speed.length > 0) lines.push(speed.join('; '));
  return `${body}\n${lines.join('\n')}\n`;
}

/** `route FILE --from --to`: hop by hop what happens to a request and to its completion, and how fast. */
export const ROUTE: Command = {
  usage:
    'route FILE... --from BDF --to BDF [--op MWr|MRd|FetchAdd] [--at untranslated|translated] [--t 0|1] [--bytes N] [--kernel V] [--cpu C] [--iommu on|off] [--format NAME] [--text]',
  flags: [...MACHINE_FLAGS, 'from', 'to', 'op', 'at', 't', 'bytes'],
  switches: ['text'],
  positionalsBeforeFiles: 0,
  run: (args, inputs, note) => {
    const asked = askedOf(args);
    if (!asked.ok) return refused(asked.error);
    const input = readMachine(args, inputs);
    if (!input.ok) return refused(input.error);
    const { machine, assumed } = input.value;
    for (const fact of assumed) note(`assumed: ${fact}`);
    const [fromText, toText] = [args.flags.get('from'), args.flags.get('to')];
    if (fromText === undefined || toText === undefined) return refused('give --from and --to');
    const from = findFunction(machine, fromText, '--from');
    if (!from.ok) return refused(from.error);
    const to = findFunction(machine, toText, '--to');
    if (!to.ok) return refused(to.error);
    const transfer = transferOf(machine, from.value, to.value, asked.value);
    if (!transfer.ok) return refused(transfer.error);
    const query = transferRequest(machine, transfer.value);
    if (query === null) return refused(`--to ${toText}: the BAR of the transfer has no address`);
    const { request, requester } = query;
    const found = route({ ...query, machine, translators: translatorsOf(machine) });
    const { bytes, outstanding } = transfer.value;
    const timing = timeRoute({ machine, requester, request, route: found, bytes, outstanding });
    const errors = errorLog({ machine, requester, request, route: found });
    const answered = {
      machine,
      transfer: transfer.value,
      request,
      found,
      timing,
      errors,
      assumed,
    };
    const output = args.switches.has('text') ? textOf(answered) : jsonOf(answered);
    return { kind: 'done', output };
  },
};

import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { enumerate } from '../../core/machine/enumerate.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { Transfer } from '../../core/scenario/schema.ts';
import { tryRun } from '../../core/sim/create-run.ts';
import {
  EXPORT_FORMATS,
  exportInput,
  pathTransfer,
  writeExport,
} from '../../formats/export/write.ts';
import type { ExportInput } from '../../formats/export/write.ts';
import { scenarioOfCase } from '../answer/cca.ts';
import type { Arguments } from '../arguments.ts';
import { refused } from '../command.ts';
import type { Command, Input } from '../command.ts';
import { MACHINE_FLAGS, findFunction, readMachine } from '../machine-input.ts';
import { parseJson } from './answer.ts';

/** The write that `--from` and `--peer` ask for, to the largest memory BAR of the peer. */
function askedTransfer(machine: Machine, { flags }: Arguments): Result<Transfer | null, string> {
  const [fromText, peerText] = [flags.get('from'), flags.get('peer')];
  if (fromText === undefined && peerText === undefined) return ok(null);
  if (fromText === undefined || peerText === undefined) return err('give both --from and --peer');
  const from = findFunction(machine, fromText, '--from');
  if (!from.ok) return from;
  const peer = findFunction(machine, peerText, '--peer');
  if (!peer.ok) return peer;
  const transfer = pathTransfer(from.value, peer.value);
  return transfer.ok ? transfer : err(`--peer ${peerText}: ${transfer.error}`);
}

/** The scenario of one row of a case file. */
function caseInput(input: Input, id: string): Result<ExportInput, string> {
  const document = parseJson(input);
  if (!document.ok) return document;
  const scenario = scenarioOfCase(document.value, id);
  if (!scenario.ok) return err(`${input.name}: ${scenario.error}`);
  const { machine, diagnostics } = enumerate(scenario.value);
  if (machine === null) return err(`${input.name}: ${diagnostics[0]?.message ?? 'no machine'}`);
  return ok(exportInput(scenario.value, machine));
}

function inputOf(args: Arguments, inputs: readonly Input[]): Result<ExportInput, string> {
  const [first] = inputs;
  const id = args.flags.get('case');
  const isCase = id !== undefined && first !== undefined;
  const input = isCase ? caseInput(first, id) : readMachine(args, inputs);
  if (!input.ok) return input;
  const transfer = askedTransfer(input.value.machine, args);
  return transfer.ok ? ok({ ...input.value, transfer: transfer.value }) : transfer;
}

/** `export FILE --to FORMAT`: the machine or its run as a file of another program. */
export const EXPORT: Command = {
  usage: `export FILE... --to ${EXPORT_FORMATS.join('|')} [--case ID] [--from BDF --peer BDF] [--kernel V] [--cpu C] [--iommu on|off] [--format NAME]`,
  flags: [...MACHINE_FLAGS, 'to', 'case', 'from', 'peer'],
  switches: ['text'],
  positionalsBeforeFiles: 0,
  run: (args, inputs, note) => {
    const to = args.flags.get('to') ?? '';
    const format = EXPORT_FORMATS.find((one) => one === to);
    if (format === undefined) {
      return refused(`--to ${to} is not written; there are ${EXPORT_FORMATS.join(' ')}`);
    }
    const input = inputOf(args, inputs);
    if (!input.ok) return refused(input.error);
    const result = writeExport(format, input.value, tryRun);
    if (!result.ok) return refused(result.error);
    const { content, notes } = result.value;
    for (const line of notes) note(line);
    return typeof content === 'string'
      ? { kind: 'done', output: content }
      : { kind: 'done', output: '', bytes: content };
  },
};

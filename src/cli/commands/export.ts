import { calcMapType, distanceOf } from '../../core/linux/p2pdma.ts';
import { translatorsOf } from '../../core/iommu/translators.ts';
import type { Machine } from '../../core/machine/types.ts';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { enumerate } from '../../core/machine/enumerate.ts';
import { route } from '../../core/pcie/route.ts';
import { transferRequest } from '../../core/pcie/transfer-request.ts';
import { newTransfer } from '../../core/scenario/defaults.ts';
import type { Scenario, Transfer } from '../../core/scenario/schema.ts';
import { createRun } from '../../core/sim/run.ts';
import { exportLogCsv, exportLogNdjson } from '../../formats/export/log.ts';
import { exportLspci } from '../../formats/export/lspci.ts';
import { exportPathReport } from '../../formats/export/markdown.ts';
import type { ReportFact } from '../../formats/export/markdown.ts';
import { exportMermaid } from '../../formats/export/mermaid.ts';
import { exportPcapng } from '../../formats/export/pcapng.ts';
import { exportPerfetto } from '../../formats/export/perfetto.ts';
import { exportQemu } from '../../formats/export/qemu.ts';
import { writeScenario } from '../../formats/scenario-file.ts';
import { encodeShareLink } from '../../formats/share-link.ts';
import { scenarioOfCase } from '../answer/cca.ts';
import type { Arguments } from '../arguments.ts';
import { refused } from '../command.ts';
import type { Command, Input } from '../command.ts';
import { MACHINE_FLAGS, findFunction, readMachine } from '../machine-input.ts';
import type { MachineInput } from '../machine-input.ts';
import { parseJson } from './answer.ts';

type Note = (line: string) => void;

/** What an exporter gets: the machine, and the flags of the command. */
interface Asked {
  readonly input: Pick<MachineInput, 'scenario' | 'machine' | 'assumed'> & Partial<MachineInput>;
  readonly args: Arguments;
  readonly note: Note;
}

type Written = Result<string | Uint8Array, string>;

const runOf = (machine: Machine) => createRun(machine);

/** The write that `--from` and `--peer` ask for, to the largest memory BAR of the peer. */
function askedTransfer({ input, args }: Asked): Result<Transfer | null, string> {
  const [fromText, peerText] = [args.flags.get('from'), args.flags.get('peer')];
  if (fromText === undefined && peerText === undefined) return ok(null);
  if (fromText === undefined || peerText === undefined) return err('give both --from and --peer');
  const from = findFunction(input.machine, fromText, '--from');
  if (!from.ok) return from;
  const peer = findFunction(input.machine, peerText, '--peer');
  if (!peer.ok) return peer;
  const sizes = peer.value.bars.flatMap(({ index, space, window }) =>
    space === 'mem' && window !== null ? [{ index, size: window.limit - window.base }] : [],
  );
  const [largest] = sizes.toSorted((a, b) => (a.size < b.size ? 1 : -1));
  if (largest === undefined) return err(`--peer ${peerText}: no memory BAR of it has an address`);
  const to = { kind: 'bar', function: peer.value.id, bar: largest.index, offset: '0x0' } as const;
  return ok({ ...newTransfer({ id: 'path', name: 'path', from: from.value.id, to }), bytes: 256 });
}

/** What the newest kernel that was asked for says of the pair. */
function kernelFacts(input: Asked['input'], transfer: Transfer): ReportFact[] {
  const { linux, machine } = input;
  if (linux === undefined || transfer.to.kind !== 'bar') return [];
  const provider = machine.functionById.get(transfer.to.function);
  const client = machine.functionById.get(transfer.from);
  if (provider === undefined || client === undefined) return [];
  const { tree, kernel, cpu } = linux;
  const decision = calcMapType(tree, { kernel, cpu }, provider, client);
  return [
    { name: 'Linux', value: `${kernel.key}, cpu ${cpu}` },
    {
      name: 'map type',
      value: `${decision.mapType}, distance ${distanceOf(decision)} (${decision.rule})`,
    },
  ];
}

function writeMarkdown(asked: Asked): Written {
  const { machine, scenario, assumed } = asked.input;
  const own = askedTransfer(asked);
  if (!own.ok) return own;
  const transfers = own.value === null ? scenario.transfers : [own.value];
  if (transfers.length === 0)
    return err('the document has no transfers; give --from BDF and --peer BDF');
  const reports = transfers.flatMap((transfer) => {
    const query = transferRequest(machine, transfer);
    if (query === null) return [];
    const found = route({ ...query, machine, translators: translatorsOf(machine) });
    const facts = kernelFacts(asked.input, transfer);
    return [exportPathReport({ machine, ...query, route: found, facts, assumed })];
  });
  return reports.length === 0
    ? err('no transfer has a target with an address')
    : ok(reports.join('\n'));
}

function writeListing({ input, note }: Asked): Written {
  const { text, lost } = exportLspci(input.machine);
  for (const what of lost) note(`not in the listing: ${what}`);
  return ok(text);
}

function writeQemu({ input, note }: Asked): Written {
  const { text, lost } = exportQemu(input.machine);
  for (const what of lost) note(`not in the guest: ${what}`);
  return ok(text);
}

function writeCapture({ input, note }: Asked): Written {
  const { bytes, packets, leftOut } = exportPcapng(input.machine, runOf(input.machine));
  note(`${packets} TLPs on links${leftOut === 0 ? '' : `, ${leftOut} left out`}`);
  return packets === 0 ? err('nothing travels: the document has no transfers') : ok(bytes);
}

const here = { tPs: 0, selection: [], tlpId: null };

const WRITERS: Readonly<Record<string, (asked: Asked) => Written>> = {
  qemu: writeQemu,
  lspci: writeListing,
  scenario: ({ input }) => ok(writeScenario(input.scenario)),
  link: ({ input }) => ok(`${encodeShareLink(input.scenario, here)}\n`),
  mermaid: ({ input }) => ok(exportMermaid(input.machine)),
  perfetto: ({ input }) => ok(exportPerfetto(input.machine, runOf(input.machine))),
  pcapng: writeCapture,
  markdown: writeMarkdown,
  csv: ({ input }) => ok([...exportLogCsv(input.machine, runOf(input.machine))].join('')),
  ndjson: ({ input }) => ok([...exportLogNdjson(input.machine, runOf(input.machine))].join('')),
};

/** The scenario of one row of a case file. */
function caseInput(input: Input, id: string): Result<Asked['input'], string> {
  const document = parseJson(input);
  if (!document.ok) return document;
  const scenario: Result<Scenario, string> = scenarioOfCase(document.value, id);
  if (!scenario.ok) return err(`${input.name}: ${scenario.error}`);
  const { machine, diagnostics } = enumerate(scenario.value);
  if (machine === null) return err(`${input.name}: ${diagnostics[0]?.message ?? 'no machine'}`);
  return ok({ scenario: scenario.value, machine, assumed: [] });
}

/** `export FILE --to FORMAT`: the machine or its run as a file of another program. */
export const EXPORT: Command = {
  usage: `export FILE... --to ${Object.keys(WRITERS).join('|')} [--case ID] [--from BDF --peer BDF] [--kernel V] [--cpu C] [--iommu on|off] [--format NAME]`,
  flags: [...MACHINE_FLAGS, 'to', 'case', 'from', 'peer'],
  switches: ['text'],
  positionalsBeforeFiles: 0,
  run: (args, inputs, note) => {
    const to = args.flags.get('to') ?? '';
    const writer = Object.hasOwn(WRITERS, to) ? WRITERS[to] : undefined;
    if (writer === undefined) {
      return refused(`--to ${to} is not written; there are ${Object.keys(WRITERS).join(' ')}`);
    }
    const [first] = inputs;
    const id = args.flags.get('case');
    const input =
      id !== undefined && first !== undefined ? caseInput(first, id) : readMachine(args, inputs);
    if (!input.ok) return refused(input.error);
    const written = writer({ input: input.value, args, note });
    if (!written.ok) return refused(written.error);
    return typeof written.value === 'string'
      ? { kind: 'done', output: written.value }
      : { kind: 'done', output: '', bytes: written.value };
  },
};

import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { translatorsOf } from '../../core/iommu/translators.ts';
import { assumedSystem } from '../../core/linux/assumed-system.ts';
import { linuxMachine } from '../../core/linux/machine-tree.ts';
import type { LinuxMachine } from '../../core/linux/machine-tree.ts';
import { calcMapType, distanceOf } from '../../core/linux/p2pdma.ts';
import type { Machine, MachineFunction } from '../../core/machine/types.ts';
import { route } from '../../core/pcie/route.ts';
import { transferRequest } from '../../core/pcie/transfer-request.ts';
import { newTransfer } from '../../core/scenario/defaults.ts';
import type { Scenario, Transfer } from '../../core/scenario/schema.ts';
import type { Run } from '../../core/sim/run.ts';
import { writeScenario } from '../scenario-file.ts';
import { encodeShareLink } from '../share-link.ts';
import { exportLogCsv, exportLogNdjson } from './log.ts';
import { exportLspci } from './lspci.ts';
import { exportPathReport } from './markdown.ts';
import type { ReportFact } from './markdown.ts';
import { exportMermaid } from './mermaid.ts';
import { exportPcapng } from './pcapng.ts';
import { exportPerfetto } from './perfetto.ts';
import { exportQemu } from './qemu.ts';

/** Files that need no browser, so that the page and the command line write the same bytes. */
export const EXPORT_FORMATS = [
  'qemu',
  'lspci',
  'scenario',
  'link',
  'mermaid',
  'perfetto',
  'pcapng',
  'markdown',
  'csv',
  'ndjson',
] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What an exporter gets. */
export interface ExportInput {
  readonly scenario: Scenario;
  readonly machine: Machine;
  readonly linux: LinuxMachine;
  /** Every default and guess that the document rests on. */
  readonly assumed: readonly string[];
  /** The one transfer that a path report is about; null: all of the document. */
  readonly transfer: Transfer | null;
}

export interface Exported {
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** What the file lacks and what went into it, one sentence each. */
  readonly notes: readonly string[];
}

type Written = Result<Exported, string>;

const written = (content: Exported['content'], notes: readonly string[] = []): Written =>
  ok({ content, notes });

/** The input of an exporter for a document that nobody overrides. */
export function exportInput(
  scenario: Scenario,
  machine: Machine,
  transfer: Transfer | null = null,
): ExportInput {
  const linux = linuxMachine(machine);
  const assumed = [...new Set([...assumedSystem(scenario.system), ...linux.assumed])];
  return { scenario, machine, linux, assumed, transfer };
}

/**
 * The write of 256 bytes to the largest memory BAR of a peer, for a report on their path.
 *
 * @returns the error as a sentence without its subject where no BAR has an address.
 */
export function pathTransfer(
  from: MachineFunction,
  peer: MachineFunction,
): Result<Transfer, string> {
  const sizes = peer.bars.flatMap(({ index, space, window }) =>
    space === 'mem' && window !== null ? [{ index, size: window.limit - window.base }] : [],
  );
  const [largest] = sizes.toSorted((a, b) => (a.size < b.size ? 1 : -1));
  if (largest === undefined) return err('no memory BAR of it has an address');
  const to = { kind: 'bar', function: peer.id, bar: largest.index, offset: '0x0' } as const;
  return ok(newTransfer({ id: 'path', name: 'path', from: from.id, to }));
}

/** What the kernel of the document says of the pair. */
function kernelFacts({ linux, machine }: ExportInput, transfer: Transfer): ReportFact[] {
  if (transfer.to.kind !== 'bar') return [];
  const provider = machine.functionById.get(transfer.to.function);
  const client = machine.functionById.get(transfer.from);
  if (provider === undefined || client === undefined) return [];
  const { tree, kernel, cpu } = linux;
  const decision = calcMapType(tree, { kernel, cpu }, provider, client);
  const distance = distanceOf(decision);
  return [
    { name: 'Linux', value: `${kernel.key}, cpu ${cpu}` },
    { name: 'map type', value: `${decision.mapType}, distance ${distance} (${decision.rule})` },
  ];
}

function writeMarkdown(input: ExportInput): Written {
  const { machine, scenario, assumed } = input;
  const transfers = input.transfer === null ? scenario.transfers : [input.transfer];
  if (transfers.length === 0) {
    return err('the document has no transfers; ask for a path between two functions');
  }
  const reports = transfers.flatMap((transfer) => {
    const query = transferRequest(machine, transfer);
    if (query === null) return [];
    const found = route({ ...query, machine, translators: translatorsOf(machine) });
    const facts = kernelFacts(input, transfer);
    return [exportPathReport({ machine, ...query, route: found, facts, assumed })];
  });
  return reports.length === 0
    ? err('no transfer has a target with an address')
    : written(reports.join('\n'));
}

/** Simulates a machine; the error says why it cannot be. */
export type Simulate = (machine: Machine) => Result<Run, string>;

/** Writes a file of the run. */
function ofRun(
  { machine }: ExportInput,
  simulate: Simulate,
  write: (machine: Machine, run: Run) => Written | string,
): Written {
  const run = simulate(machine);
  if (!run.ok) return run;
  const result = write(machine, run.value);
  return typeof result === 'string' ? written(result) : result;
}

function writeCapture(machine: Machine, run: Run): Written {
  const { bytes, packets, leftOut } = exportPcapng(machine, run);
  if (packets === 0) return err('nothing travels: the document has no transfers');
  const rest = leftOut === 0 ? '' : `, ${leftOut} left out`;
  return written(Uint8Array.from(bytes), [`${packets} TLPs on links${rest}`]);
}

function writeListing({ machine }: ExportInput): Written {
  const { text, lost } = exportLspci(machine);
  return written(
    text,
    lost.map((what) => `not in the listing: ${what}`),
  );
}

function writeQemu({ machine }: ExportInput): Written {
  const { text, lost } = exportQemu(machine);
  return written(
    text,
    lost.map((what) => `not in the guest: ${what}`),
  );
}

const START = { tPs: 0, selection: [], tlpId: null };

const WRITERS: Readonly<Record<ExportFormat, (input: ExportInput, simulate: Simulate) => Written>> =
  {
    qemu: writeQemu,
    lspci: writeListing,
    scenario: ({ scenario }) => written(writeScenario(scenario)),
    link: ({ scenario }) => written(`${encodeShareLink(scenario, START)}\n`),
    mermaid: ({ machine }) => written(exportMermaid(machine)),
    perfetto: (input, simulate) => ofRun(input, simulate, exportPerfetto),
    pcapng: (input, simulate) => ofRun(input, simulate, writeCapture),
    markdown: writeMarkdown,
    csv: (input, simulate) =>
      ofRun(input, simulate, (machine, run) => [...exportLogCsv(machine, run)].join('')),
    ndjson: (input, simulate) =>
      ofRun(input, simulate, (machine, run) => [...exportLogNdjson(machine, run)].join('')),
  };

/**
 * Writes a machine or its run as a file of another program.
 *
 * @returns the error as one sentence: why there is no such file.
 */
export function writeExport(format: ExportFormat, input: ExportInput, simulate: Simulate): Written {
  return WRITERS[format](input, simulate);
}

import { err, ok } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';
import type { FunctionFacts, SystemFacts } from './facts.ts';
import { MOST_LINES, cleanLines } from './lines.ts';
import type { Line } from './lines.ts';
import { importLspci } from './lspci/import-lspci.ts';
import { withoutPrivateData } from './privacy.ts';
import type { ImportProblem } from './problem.ts';
import type { Place, Report } from './report.ts';
import { takeGroups } from './text/groups.ts';
import { planMatrix, reportMatrix } from './text/matrix-plan.ts';
import { takeMatrices } from './text/matrix.ts';
import type { Matrix } from './text/matrix.ts';
import { takeSystem } from './text/system.ts';
import { takeTree } from './text/tree.ts';
import { layOutPlan } from './topology/plan.ts';
import { importHwloc } from './xml/hwloc.ts';
import { importNccl } from './xml/nccl.ts';
import { readXml } from './xml/xml.ts';

/** Names of the formats, as `--format` takes them and as an import reports them. */
export const FORMATS = [
  'scenario',
  'nccl',
  'hwloc',
  'matrix',
  'groups',
  'tree',
  'lspci',
  'hexdump',
  'system',
  'qemu',
] as const;

export type FormatName = (typeof FORMATS)[number];

/** What one input contributed. */
export interface InputFacts {
  readonly functions: readonly FunctionFacts[];
  /** Stated of functions that the machine holds under an invented address. */
  readonly statedOnly: readonly FunctionFacts[];
  readonly formats: readonly FormatName[];
  /** Matrices name devices by index: a machine is made from one only where nothing else names functions. */
  readonly matrices: readonly { readonly matrix: Matrix; readonly at: (line: number) => Place }[];
}

const NOTHING: InputFacts = { functions: [], statedOnly: [], formats: [], matrices: [] };

interface Source {
  readonly name: string;
  readonly text: string;
  readonly at: (line: number) => Place;
}

function firstWords(text: string): { line: number; excerpt: string } {
  const lines = text.split('\n', 2000);
  const found = lines.findIndex((line) => line.trim() !== '');
  const at = Math.max(0, found);
  return { line: at + 1, excerpt: withoutPrivateData((lines[at] ?? '').trim()).slice(0, 60) };
}

function readXmlInput(
  source: Source,
  format: 'nccl' | 'hwloc',
  system: SystemFacts,
  report: Report,
): Result<InputFacts, ImportProblem> {
  const { name, text, at } = source;
  const xml = readXml(text, format === 'nccl' ? 'system' : 'topology');
  if (!xml.ok) return err({ code: 'badXml', file: name, ...xml.error });
  const { root, cutAt } = xml.value;
  if (cutAt !== null) {
    const reason = 'the text ends inside the document: what was complete is read';
    report.ignored.push({ ...at(cutAt), text: `<${root.name}>`, reason });
  }
  if (format === 'nccl') {
    return ok({ ...NOTHING, ...importNccl(root, at, system, report), formats: ['nccl'] });
  }
  return ok({ ...NOTHING, functions: importHwloc(root, at, system, report), formats: ['hwloc'] });
}

function readMatrices(
  lines: readonly Line[],
  at: (line: number) => Place,
  report: Report,
): { rest: Line[]; matrices: InputFacts['matrices'] } {
  const { matrices, rest, broken } = takeMatrices(lines);
  for (const matrix of matrices) reportMatrix(matrix, at, report);
  if (broken !== null) {
    const reason = 'rows of a matrix that form no square of known codes';
    report.ignored.push({ ...at(broken.number), text: broken.text.slice(0, 160), reason });
  }
  return { rest, matrices: matrices.map((matrix) => ({ matrix, at })) };
}

/** Says what a text without any known listing is, where it can be told. */
function unrecognised(file: string, text: string, lines: readonly Line[]): ImportProblem {
  const flags = lines.filter((line) => /^\s*ACS(?:Ctl|Cap):/.test(line.text));
  const [first] = flags;
  if (first === undefined) return { code: 'notRecognised', file, ...firstWords(text) };
  const reason = `${flags.length} lines of ACS flags without the functions that they belong to; paste the whole "sudo lspci -vvv"`;
  return { code: 'unreadable', file, line: first.number, reason };
}

function readLines(
  source: Source,
  wanted: FormatName | null,
  system: SystemFacts,
  report: Report,
): Result<InputFacts, ImportProblem> {
  const { name, text, at } = source;
  const formats: FormatName[] = [];
  const allLines = cleanLines(text);
  if (allLines === null) {
    return err({ code: 'tooMany', file: name, what: 'lines', limit: MOST_LINES });
  }
  const readBefore = report.read.length;
  const isWanted = (format: FormatName): boolean => wanted === null || wanted === format;
  const withoutSystem = isWanted('system') ? takeSystem(allLines, at, system, report) : allLines;
  if (report.read.length > readBefore) formats.push('system');
  const { rest: noMatrix, matrices } = isWanted('matrix')
    ? readMatrices(withoutSystem, at, report)
    : { rest: withoutSystem, matrices: [] };
  if (matrices.length > 0) formats.push('matrix');
  const groups = isWanted('groups')
    ? takeGroups(noMatrix, at, report)
    : { functions: [], rest: noMatrix };
  if (groups.functions.length > 0) formats.push('groups');
  const tree = isWanted('tree')
    ? takeTree(groups.rest, at, report)
    : { functions: [], rest: groups.rest, damaged: null };
  if (tree.damaged !== null) {
    const reason =
      'the tree lost its blanks, so its levels cannot be told apart; paste it as plain text';
    return err({ code: 'unreadable', file: name, line: tree.damaged.number, reason });
  }
  if (tree.functions.length > 0) formats.push('tree');
  const listing = importLspci(tree.rest, report, at);
  if (listing.functions.length > 0) formats.push('lspci');
  if (listing.dumps.length > 0) formats.push('hexdump');
  if (formats.length === 0) return err(unrecognised(name, text, allLines));
  const functions = [groups.functions, tree.functions, listing.functions, listing.dumps].flat();
  return ok({ functions, statedOnly: [], formats, matrices });
}

/** The XML format that a text holds, by its root element. */
function xmlFormat(text: string): 'nccl' | 'hwloc' | null {
  if (/<system[\s>]/.test(text) && /<cpu[\s>]/.test(text)) return 'nccl';
  return /<topology[\s>]/.test(text) ? 'hwloc' : null;
}

/**
 * Reads one input in the order of import-formats.md §0; a paste may hold several formats.
 *
 * @param wanted the only format to look for; null: detect.
 */
export function readInput(
  source: Source,
  wanted: FormatName | null,
  system: SystemFacts,
  report: Report,
): Result<InputFacts, ImportProblem> {
  const xml = wanted === null ? xmlFormat(source.text) : null;
  if (xml !== null) return readXmlInput(source, xml, system, report);
  if (wanted === 'nccl' || wanted === 'hwloc') return readXmlInput(source, wanted, system, report);
  return readLines(source, wanted, system, report);
}

/** Functions for matrices that stand alone, with invented addresses. */
export function machineOfMatrices(inputs: readonly InputFacts[], report: Report): FunctionFacts[] {
  const first = inputs.flatMap(({ matrices }) => matrices).find(({ matrix }) => !matrix.isP2p);
  const only = first ?? inputs.flatMap(({ matrices }) => matrices)[0];
  if (only === undefined) return [];
  const { matrix, at } = only;
  report.assumed.push({
    ...at(matrix.line),
    fact: 'one of many machines that this matrix fits: all addresses, ports and switches are invented',
  });
  return layOutPlan(planMatrix(matrix, at, report), 0);
}

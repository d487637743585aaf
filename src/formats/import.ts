import { err, ok } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';
import type { Scenario } from '../core/scenario/schema.ts';
import type { FunctionFacts, SystemFacts } from './facts.ts';
import { cleanLines } from './lines.ts';
import { importLspci } from './lspci/import-lspci.ts';
import { mergeFacts } from './merge.ts';
import { withoutPrivateData } from './privacy.ts';
import { LARGEST_INPUT_BYTES } from './problem.ts';
import type { ImportProblem } from './problem.ts';
import { createReport } from './report.ts';
import type {
  AssumedEntry,
  DroppedEntry,
  IgnoredEntry,
  Place,
  ReadEntry,
  Report,
} from './report.ts';
import { shownFunctions } from './show.ts';
import type { ShownFunction } from './show.ts';
import { buildScenario } from './topology/scenario.ts';

export interface InputFile {
  readonly name: string;
  readonly text: string;
}

/** The outcome of an import: a document, and what was read, assumed, ignored and left out on the way. */
export interface Import {
  readonly scenario: Scenario;
  readonly format: string;
  readonly read: readonly ReadEntry[];
  readonly assumed: readonly AssumedEntry[];
  readonly ignored: readonly IgnoredEntry[];
  readonly dropped: readonly DroppedEntry[];
  /** What the inputs state, function by function, without anything assumed. */
  readonly functions: readonly ShownFunction[];
}

export interface ImportOptions {
  /** Read every file as this format instead of detecting it. */
  readonly format?: string;
  /** Called with the share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Asked between steps; true ends the import with the problem `cancelled`. */
  readonly isCancelled?: () => boolean;
}

const NO_SYSTEM: SystemFacts = { cpu: null, kernelRelease: null, iommu: null };

/** What is wrong with a file before its format is looked at, or null. */
function refuse(file: InputFile): ImportProblem | null {
  const { name, text } = file;
  // Every character is at least one byte in UTF-8: counting bytes exactly is only needed near the limit.
  const bytes = text.length > LARGEST_INPUT_BYTES ? text.length : byteLength(text);
  if (bytes > LARGEST_INPUT_BYTES) return { code: 'tooLarge', file: name, bytes };
  if (text.trim() === '') return { code: 'empty', file: name };
  return isBinary(text) ? { code: 'binary', file: name } : null;
}

/** Text holds no NUL and hardly any control character but tab, line ends, escape, backspace and bell. */
function isBinary(text: string): boolean {
  const length = Math.min(text.length, 8192);
  let control = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0) return true;
    if (code < 7 || (code > 13 && code < 27) || (code > 27 && code < 32)) control++;
  }
  return control > length / 50;
}

function byteLength(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
  }
  return bytes;
}

function firstWords(text: string): { line: number; excerpt: string } {
  const lines = text.split('\n', 2000);
  const at = Math.max(
    0,
    lines.findIndex((line) => line.trim() !== ''),
  );
  return { line: at + 1, excerpt: withoutPrivateData((lines[at] ?? '').trim()).slice(0, 60) };
}

/** The order of the inputs; entries of no line come first. */
function byPlace(files: readonly InputFile[]): (a: Place, b: Place) => number {
  const order = new Map(files.map(({ name }, i) => [name, i]));
  return (a, b) =>
    (order.get(a.file ?? '') ?? 0) - (order.get(b.file ?? '') ?? 0) || a.line - b.line;
}

/** A file's name without its folders. */
function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/**
 * Imports in steps, so that a host can show progress and stop between them.
 *
 * @returns yields the share that is done; the result is that of `importFiles`.
 */
export function* importSteps(
  files: readonly InputFile[],
): Generator<number, Result<Import, ImportProblem>> {
  const report: Report = createReport();
  const functions: FunctionFacts[] = [];
  const formats = new Set<string>();
  for (const [i, file] of files.entries()) {
    const problem = refuse(file);
    if (problem !== null) return err(problem);
    const at = (line: number) => (files.length > 1 ? { line, file: file.name } : { line });
    const lines = cleanLines(file.text);
    yield (i + 0.2) / files.length;
    const { functions: listed, dumps } = importLspci(lines, report, at);
    if (listed.length === 0) {
      return err({ code: 'notRecognised', file: file.name, ...firstWords(file.text) });
    }
    formats.add('lspci');
    if (dumps.length > 0) formats.add('hexdump');
    functions.push(...listed, ...dumps);
    yield (i + 0.8) / files.length;
  }
  const merged = mergeFacts(functions, report);
  yield 0.9;
  const title = baseName(files[0]?.name ?? 'Imported machine').slice(0, 200);
  const { scenario, nodes } = buildScenario(merged, NO_SYSTEM, title, report);
  const inOrder = byPlace(files);
  return ok({
    scenario,
    format: [...formats].join('+'),
    read: report.read.sort(inOrder),
    assumed: report.assumed.sort(inOrder),
    ignored: report.ignored.sort(inOrder),
    dropped: report.dropped.sort(inOrder),
    functions: shownFunctions(nodes),
  });
}

/**
 * Imports the inputs of one machine: several files merge by BDF, the more detailed record wins, contradictions are
 * reported. Never throws, whatever the text.
 *
 * @returns the document and its three lists, or one problem (describeImportProblem makes it a sentence).
 */
export function importFiles(
  files: readonly InputFile[],
  options: ImportOptions = {},
): Result<Import, ImportProblem> {
  const steps = importSteps(files);
  for (;;) {
    if (options.isCancelled?.() === true) return err({ code: 'cancelled' });
    const step = steps.next();
    if (step.done === true) return step.value;
    options.onProgress?.(step.value);
  }
}

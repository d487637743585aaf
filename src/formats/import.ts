import { err, ok } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';
import type { Scenario } from '../core/scenario/schema.ts';
import { factsOfDocument } from './document-facts.ts';
import type { SystemFacts } from './facts.ts';
import { intoDocument, systemContradictions } from './merge-document.ts';
import { mergeFacts } from './merge.ts';
import { LARGEST_INPUT_BYTES } from './problem.ts';
import type { ImportProblem } from './problem.ts';
import { isQemuCommandLine } from './qemu/command-line.ts';
import { importQemu } from './qemu/import-qemu.ts';
import { FORMATS, machineOfMatrices, readInput } from './read-input.ts';
import type { InputFacts } from './read-input.ts';
import { createReport } from './report.ts';
import type {
  AssumedEntry,
  DroppedEntry,
  IgnoredEntry,
  Place,
  ReadEntry,
  Report,
} from './report.ts';
import { readScenario, scenarioText, shownOfScenario } from './scenario-file.ts';
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
  /** The document into which everything is merged; absent: a new one is made. */
  readonly open?: Scenario;
  /** Called with the share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Asked between steps; true ends the import with the problem `cancelled`. */
  readonly isCancelled?: () => boolean;
}

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

/** The order of the inputs; entries of no line come first. */
function byPlace(files: readonly InputFile[]): (a: Place, b: Place) => number {
  if (files.length === 1) return (a, b) => a.line - b.line;
  const order = new Map(files.map(({ name }, i) => [name, i]));
  return (a, b) =>
    (order.get(a.file ?? '') ?? 0) - (order.get(b.file ?? '') ?? 0) || a.line - b.line;
}

/** A file's name without its folders. */
function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** More functions than this are no machine that anyone could look at. */
const MOST_FUNCTIONS = 20_000;
/** Of what was not used this many lines are named; the rest is counted. */
const MOST_IGNORED = 10_000;

function shortened(ignored: IgnoredEntry[]): IgnoredEntry[] {
  const last = ignored[MOST_IGNORED];
  if (last === undefined) return ignored;
  const rest = ignored.length - MOST_IGNORED;
  const summary = {
    ...last,
    text: '…',
    reason: `this line and ${rest - 1} further ones were not used`,
  };
  return [...ignored.slice(0, MOST_IGNORED), summary];
}

/** What all inputs together state. */
interface Gathered {
  readonly inputs: InputFacts[];
  readonly system: SystemFacts;
  readonly report: Report;
}

function finish(
  gathered: Gathered,
  files: readonly InputFile[],
  open: Scenario | null,
): Result<Import, ImportProblem> {
  const { inputs, system, report } = gathered;
  const formats = [...new Set(inputs.flatMap((input) => input.formats))];
  const stated = inputs.flatMap((input) => input.functions);
  const functions = stated.length > 0 ? stated : machineOfMatrices(inputs, report);
  const first = files[0]?.name ?? '';
  if (functions.length === 0) {
    return err({ code: 'noFunctions', file: first, format: formats.join(' and ') });
  }
  if (stated.length > 0) {
    for (const { matrix, at } of inputs.flatMap((input) => input.matrices)) {
      const reason =
        'a matrix names devices by index; which functions these are must be told by you';
      report.ignored.push({
        ...at(matrix.line),
        text: matrix.names.join(' ').slice(0, 160),
        reason,
      });
    }
  }
  const merged = mergeFacts(functions, report);
  if (merged.length > MOST_FUNCTIONS) {
    return err({ code: 'tooMany', file: first, what: 'functions', limit: MOST_FUNCTIONS });
  }
  const title = baseName(first).slice(0, 200);
  const { scenario, nodes } = buildScenario(merged, system, title, report);
  if (open !== null) report.ignored.push(...systemContradictions(open.system, scenario.system));
  const statedOnly = inputs.flatMap((input) => input.statedOnly);
  const inOrder = byPlace(files);
  return ok({
    scenario: open === null ? scenario : intoDocument(open, scenario),
    format: formats.join('+'),
    read: report.read.sort(inOrder),
    assumed: report.assumed.sort(inOrder),
    ignored: shortened(report.ignored.sort(inOrder)),
    dropped: report.dropped.sort(inOrder),
    functions: shownFunctions(nodes, statedOnly),
  });
}

function refused(file: InputFile): Result<Import, ImportProblem> | null {
  const problem = refuse(file);
  return problem === null ? null : err(problem);
}

/** A document, or a picture that holds one: nothing is read, assumed or ignored on the way. */
function openScenario(file: InputFile, text: string): Result<Import, ImportProblem> {
  const scenario = readScenario(file.name, text);
  if (!scenario.ok) return scenario;
  const functions = shownOfScenario(scenario.value);
  const read = [{ line: 1, fact: `scenario "${scenario.value.title}"` }];
  const none = { assumed: [], ignored: [], dropped: [] };
  return ok({ scenario: scenario.value, format: 'scenario', read, ...none, functions });
}

/** A QEMU command line; null: it names no PCI function, so the text is something else. */
function openQemu(file: InputFile): Result<Import, ImportProblem> | null {
  const report = createReport();
  const scenario = importQemu(file.text, baseName(file.name).slice(0, 200), report);
  if (scenario === null) return null;
  return ok({ scenario, format: 'qemu', ...report, functions: shownOfScenario(scenario) });
}

/** What a document states, as the first text about its machine. */
function gatherDocument(open: Scenario, gathered: Gathered): ImportProblem | null {
  const functions = factsOfDocument(open);
  if (functions === null) return { code: 'openBroken' };
  gathered.inputs.push({ functions, statedOnly: [], formats: ['scenario'], matrices: [] });
  return null;
}

/** The machine of a text that is a document or a QEMU command line; null: it is something else. */
function machineIn({ name, text }: InputFile): Result<Scenario, ImportProblem> | null {
  const document = scenarioText(text);
  if (document !== null) return readScenario(name, document);
  const qemu = isQemuCommandLine(text) ? importQemu(text, name, createReport()) : null;
  return qemu === null ? null : ok(qemu);
}

/** A document among several inputs is what the others are merged into. */
function documentAmong(files: readonly InputFile[]): InputFile | null {
  if (files.length < 2) return null;
  return (
    files.find(({ text }) => scenarioText(text)?.includes('"p2pdma-scenario"') ?? false) ?? null
  );
}

/**
 * Imports in steps, so that a host can show progress and stop between them.
 *
 * @param open a document into which everything is merged: what both state must agree, or the side that says more is
 *   kept and the report says so; null makes a new document.
 * @returns yields the share that is done; the result is that of `importFiles`.
 */
export function* importSteps(
  files: readonly InputFile[],
  format?: string,
  open: Scenario | null = null,
): Generator<number, Result<Import, ImportProblem>> {
  const wanted =
    format === undefined ? null : (FORMATS.find((name) => name === format) ?? undefined);
  if (wanted === undefined) {
    return err({ code: 'unknownFormat', format: format ?? '', known: FORMATS });
  }
  const among = open === null ? documentAmong(files) : null;
  if (among !== null) {
    const problem = refuse(among);
    if (problem !== null) return err(problem);
    const read = readScenario(among.name, scenarioText(among.text) ?? among.text);
    if (!read.ok) return read;
    return yield* importSteps(
      files.filter((file) => file !== among),
      format,
      read.value,
    );
  }
  const only = files.length === 1 && open === null ? files[0] : undefined;
  const document = only === undefined ? null : scenarioText(only.text);
  if (only !== undefined && document !== null && (wanted === null || wanted === 'scenario')) {
    return refused(only) ?? openScenario(only, document);
  }
  if (
    only !== undefined &&
    (wanted === 'qemu' || (wanted === null && isQemuCommandLine(only.text)))
  ) {
    const opened = refused(only) ?? openQemu(only);
    if (opened !== null) return opened;
  }
  const system: SystemFacts = { cpu: null, kernel: null, iommu: null };
  const gathered: Gathered = { inputs: [], system, report: createReport() };
  const broken = open === null ? null : gatherDocument(open, gathered);
  if (broken !== null) return err(broken);
  for (const [i, file] of files.entries()) {
    yield (0.8 * i) / files.length;
    const problem = refuse(file);
    if (problem !== null) return err(problem);
    const machine = open === null ? null : machineIn(file);
    if (machine !== null) {
      const wrong = machine.ok ? gatherDocument(machine.value, gathered) : machine.error;
      if (wrong !== null) return err(wrong);
      continue;
    }
    const at = (line: number): Place => (files.length > 1 ? { line, file: file.name } : { line });
    const input = readInput({ ...file, at }, wanted, system, gathered.report);
    if (!input.ok) return input;
    gathered.inputs.push(input.value);
  }
  yield 0.8;
  return finish(gathered, files, open);
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
  const steps = importSteps(files, options.format, options.open);
  for (;;) {
    if (options.isCancelled?.() === true) return err({ code: 'cancelled' });
    const step = steps.next();
    if (step.done === true) return step.value;
    options.onProgress?.(step.value);
  }
}

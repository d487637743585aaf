import { create } from 'zustand';
import type { Result } from '../core/base/result.ts';
import type { Import, InputFile } from '../formats/import.ts';
import { isContradiction } from '../formats/report.ts';
import type { IgnoredEntry } from '../formats/report.ts';
import { scenarioText } from '../formats/scenario-file.ts';
import { describeImportProblem } from '../formats/problem.ts';
import type { ImportProblem } from '../formats/problem.ts';
import { describeScenarioProblem, parseScenario } from '../core/scenario/parse.ts';
import type { FunctionComponent, Scenario } from '../core/scenario/schema.ts';
import { useDocument } from './document.ts';
import { withPart } from './later.ts';
import { openAt } from './open.ts';
import { useView } from './view.ts';
import type { PathQuestion } from './view.ts';

/** What the import worker is asked: to read these texts, alone and into the open document if it holds a machine. */
export interface ToImporter {
  readonly files: readonly InputFile[];
  readonly open: Scenario | null;
}

type Merged = Result<Import, ImportProblem>;

/** What a merge makes of the open document, or why it cannot. */
export interface MergePreview {
  readonly scenario: Scenario | null;
  /** Functions that the document does not have yet. */
  readonly added: number;
  /** Where document and text disagree, and which of the two is kept. */
  readonly contradictions: readonly IgnoredEntry[];
  readonly problem: string | null;
}

/** What the import worker says. */
export type FromImporter =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly alone: Import | null; readonly merged: Merged | null }
  | { readonly kind: 'failed'; readonly problem: ImportProblem };

/** Where an import stands. A saved document needs no preview: it is one already. */
export type ImportStage =
  | { readonly kind: 'empty' }
  | { readonly kind: 'reading'; readonly share: number }
  /** `isMachine`: it names functions, so that it can be a document of its own. */
  | {
      readonly kind: 'preview';
      readonly imported: Import;
      readonly isMachine: boolean;
      readonly merge: MergePreview | null;
    }
  | { readonly kind: 'document'; readonly scenario: Scenario }
  | { readonly kind: 'problem'; readonly text: string };

interface ImportState {
  readonly stage: ImportStage;
  /** What is being read, in the order in which it was pasted. */
  readonly files: readonly InputFile[];
}

export const useImport = create<ImportState>()(() => ({
  stage: { kind: 'empty' },
  files: [],
}));

let worker: Worker | null = null;

function stopWorker(): void {
  worker?.terminate();
  worker = null;
}

/** Says in one sentence why nothing could be read. */
export function failImport(text: string): void {
  useImport.setState({ stage: { kind: 'problem', text } });
}

/** Recognises a document that this program saved; null when the text is something else. */
function readDocument(text: string): ImportStage | null {
  const json = scenarioText(text);
  if (json === null || !json.includes('"p2pdma-scenario"')) return null;
  try {
    const parsed = parseScenario(JSON.parse(json));
    return parsed.ok
      ? { kind: 'document', scenario: parsed.value }
      : { kind: 'problem', text: describeScenarioProblem(parsed.error) };
  } catch {
    return null;
  }
}

function mergePreview(open: Scenario, merged: Merged): MergePreview {
  if (!merged.ok) {
    const problem = describeImportProblem(merged.error);
    return { scenario: null, added: 0, contradictions: [], problem };
  }
  const { scenario, ignored } = merged.value;
  const before = new Set(open.components.map(({ id }) => id));
  return {
    scenario,
    added: scenario.components.filter((one) => 'acs' in one && !before.has(one.id)).length,
    contradictions: ignored.filter(isContradiction),
    problem: null,
  };
}

/** Whether a text says that it is a lesson. */
const isLesson = (text: string): boolean =>
  /^\s*\{/.test(text) && text.slice(0, 1000).includes('"p2pdma-lesson"');

/** Reads texts in the import worker; the previous reading, if any, ends. */
export function readFiles(files: readonly InputFile[]): void {
  stopWorker();
  const [only] = files;
  if (files.length === 1 && only !== undefined && isLesson(only.text)) {
    useImport.setState({ files, stage: { kind: 'reading', share: 0 } });
    void withPart(
      () => import('./lesson-files.ts'),
      ({ openLessonText }) => openLessonText(only.text),
    );
    return;
  }
  const saved = files.length === 1 && only !== undefined ? readDocument(only.text) : null;
  if (saved !== null) {
    useImport.setState({ files, stage: saved });
    return;
  }
  useImport.setState({ files, stage: { kind: 'reading', share: 0 } });
  const { scenario } = useDocument.getState();
  const open = scenario.components.length === 0 ? null : scenario;
  const mine = new Worker(new URL('./import.worker.ts', import.meta.url), { type: 'module' });
  worker = mine;
  mine.addEventListener('message', (event: MessageEvent<FromImporter>) => {
    const message = event.data;
    if (worker !== mine) return;
    if (message.kind === 'progress') {
      useImport.setState({ stage: { kind: 'reading', share: message.share } });
      return;
    }
    stopWorker();
    if (message.kind === 'failed') {
      failImport(describeImportProblem(message.problem));
      return;
    }
    const { alone, merged } = message;
    const imported = alone ?? (merged?.ok === true ? merged.value : null);
    if (imported === null) return;
    const merge = open === null || merged === null ? null : mergePreview(open, merged);
    useImport.setState({ stage: { kind: 'preview', imported, isMachine: alone !== null, merge } });
  });
  mine.addEventListener('error', (event) => {
    if (worker !== mine) return;
    stopWorker();
    failImport(
      describeImportProblem({
        code: 'unreadable',
        file: only?.name ?? '',
        line: 1,
        reason: event.message,
      }),
    );
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target origin.
  mine.postMessage({ files, open } satisfies ToImporter);
}

/** Ends the reading and forgets the text; the document is as it was. */
export function resetImport(): void {
  stopWorker();
  useImport.setState({ stage: { kind: 'empty' }, files: [] });
}

/** The pair that people come to ask about: a network adapter writing to an accelerator, else any two endpoints. */
function firstQuestion(scenario: Scenario): PathQuestion | null {
  const endpoints = scenario.components.filter(
    (one): one is FunctionComponent => one.kind === 'endpoint' || one.kind === 'legacy-endpoint',
  );
  const ofClass = (...classes: readonly string[]) =>
    endpoints.find((one) => classes.includes(one.classCode?.slice(0, 2) ?? ''));
  const to = ofClass('03', '12') ?? endpoints.find((one) => one.bars.length > 0);
  const others = endpoints.filter((one) => one !== to);
  const nic = ofClass('02');
  const from = nic !== undefined && nic !== to ? nic : others[0];
  if (from === undefined || to === undefined) return null;
  return { fromId: from.id, toId: to.id, address: null, op: 'MWr', at: 'untranslated', t: 0 };
}

/**
 * Opens what was read as a new document and asks for a path through it: a listing states no transfers.
 *
 * @param title instead of the one that was read; null keeps that.
 */
export function acceptImport(title: string | null): void {
  const { stage } = useImport.getState();
  if (stage.kind !== 'preview' && stage.kind !== 'document') return;
  const read = stage.kind === 'preview' ? stage.imported.scenario : stage.scenario;
  const scenario = title === null ? read : { ...read, title };
  openAt(scenario, 'import', { tPs: 0, selection: [], tlpId: null });
  if (scenario.transfers.length === 0) {
    useView.getState().set({ rightTab: 'query', query: firstQuestion(scenario) });
  }
  resetImport();
}

/** Puts the merged machine in the open document's place: one undo step. */
export function mergeImport(): void {
  const { stage } = useImport.getState();
  if (stage.kind !== 'preview' || stage.merge?.scenario == null) return;
  useDocument.getState().replace(stage.merge.scenario, 'merge');
  resetImport();
}

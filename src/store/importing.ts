import { create } from 'zustand';
import type { Import, InputFile } from '../formats/import.ts';
import { scenarioText } from '../formats/scenario-file.ts';
import { describeImportProblem } from '../formats/problem.ts';
import type { ImportProblem } from '../formats/problem.ts';
import { describeScenarioProblem, parseScenario } from '../core/scenario/parse.ts';
import type { FunctionComponent, Scenario } from '../core/scenario/schema.ts';
import { useDocument } from './document.ts';
import { openAt } from './open.ts';
import { useView } from './view.ts';
import type { PathQuestion } from './view.ts';

/** What the import worker says. */
export type FromImporter =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly imported: Import }
  | { readonly kind: 'failed'; readonly problem: ImportProblem };

/** Where an import stands. A saved document needs no preview: it is one already. */
export type ImportStage =
  | { readonly kind: 'empty' }
  | { readonly kind: 'reading'; readonly share: number }
  | { readonly kind: 'preview'; readonly imported: Import }
  | { readonly kind: 'document'; readonly scenario: Scenario }
  | { readonly kind: 'problem'; readonly text: string };

interface ImportState {
  readonly stage: ImportStage;
  /** What is being read, in the order in which it was pasted. */
  readonly files: readonly InputFile[];
  /** The texts that the open document was made from, and its id: what a merge adds to. */
  readonly sources: { readonly id: string; readonly files: readonly InputFile[] } | null;
}

export const useImport = create<ImportState>()(() => ({
  stage: { kind: 'empty' },
  files: [],
  sources: null,
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

/** Reads texts in the import worker; the previous reading, if any, ends. */
export function readFiles(files: readonly InputFile[]): void {
  stopWorker();
  const [only] = files;
  const saved = files.length === 1 && only !== undefined ? readDocument(only.text) : null;
  if (saved !== null) {
    useImport.setState({ files, stage: saved });
    return;
  }
  useImport.setState({ files, stage: { kind: 'reading', share: 0 } });
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
    if (message.kind === 'failed') failImport(describeImportProblem(message.problem));
    else useImport.setState({ stage: { kind: 'preview', imported: message.imported } });
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
  mine.postMessage(files);
}

/** Ends the reading and forgets the text; the document is as it was. */
export function resetImport(): void {
  stopWorker();
  useImport.setState({ stage: { kind: 'empty' }, files: [] });
}

/** Whether what is being read can be merged into the open document: it was itself imported on this page. */
export function canMerge(): boolean {
  const { sources } = useImport.getState();
  return sources !== null && sources.id === useDocument.getState().id;
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
  const { stage, files } = useImport.getState();
  if (stage.kind !== 'preview' && stage.kind !== 'document') return;
  const read = stage.kind === 'preview' ? stage.imported.scenario : stage.scenario;
  const scenario = title === null ? read : { ...read, title };
  openAt(scenario, 'import', { tPs: 0, selection: [], tlpId: null });
  const { id } = useDocument.getState();
  useImport.setState({ sources: stage.kind === 'preview' ? { id, files } : null });
  if (scenario.transfers.length === 0) {
    useView.getState().set({ rightTab: 'query', query: firstQuestion(scenario) });
  }
  resetImport();
}

/**
 * Reads the texts that the open document was made from together with the new ones, function by function, and puts
 * the result in the document's place: one undo step.
 */
export function mergeImport(onMerged: () => void): void {
  const { sources, files } = useImport.getState();
  if (sources === null) return;
  const all = [...sources.files, ...files];
  readFiles(all);
  const stop = useImport.subscribe(({ stage }) => {
    if (stage.kind === 'reading') return;
    stop();
    if (stage.kind !== 'preview') return;
    useDocument.getState().replace(stage.imported.scenario, 'merge');
    useImport.setState({ sources: { id: sources.id, files: all } });
    resetImport();
    onMerged();
  });
}

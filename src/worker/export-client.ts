import type { Result } from '../core/base/result.ts';
import type { Scenario, Transfer } from '../core/scenario/schema.ts';
import type { Exported, ExportFormat } from '../formats/export/write.ts';

/** What is to be written, of which document; `transfer` is the one that a path report is about. */
export interface ExportQuestion {
  readonly format: ExportFormat;
  readonly scenario: Scenario;
  readonly transfer: Transfer | null;
}

export type ExportAnswer = Result<Exported, string>;

/** Writes a file in a worker of its own. The error is one sentence: why there is no such file. */
export function writeBeside(question: ExportQuestion): Promise<ExportAnswer> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./export.worker.ts', import.meta.url), { type: 'module' });
    const end = (answer: ExportAnswer): void => {
      worker.terminate();
      resolve(answer);
    };
    worker.addEventListener('message', ({ data }: MessageEvent<ExportAnswer>) => end(data));
    worker.addEventListener('error', (event) => end({ ok: false, error: event.message }));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target origin.
    worker.postMessage(question);
  });
}

import { enumerate } from '../core/machine/enumerate.ts';
import { tryRun } from '../core/sim/create-run.ts';
import { exportInput, writeExport } from '../formats/export/write.ts';
import type { ExportAnswer, ExportQuestion } from './export-client.ts';

/* Writes files beside the page: the log of a long run takes seconds. */

function answer({ format, scenario, transfer }: ExportQuestion): ExportAnswer {
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) {
    const reason = diagnostics.find(({ severity }) => severity === 'error')?.message;
    return { ok: false, error: reason ?? 'the document is no machine' };
  }
  return writeExport(format, exportInput(scenario, machine, transfer), tryRun);
}

self.addEventListener('message', (event: MessageEvent<ExportQuestion>) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker posts to its owner.
  self.postMessage(answer(event.data));
});

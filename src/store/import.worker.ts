import { importFiles } from '../formats/import.ts';
import type { InputFile } from '../formats/import.ts';
import type { FromImporter } from './importing.ts';

/* Reads pasted text beside the page, so that five megabytes neither freeze it nor cannot be cancelled. */

const post = (message: FromImporter): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker posts to its owner.
  self.postMessage(message);
};

self.addEventListener('message', (event: MessageEvent<readonly InputFile[]>) => {
  const result = importFiles(event.data, {
    onProgress: (share) => post({ kind: 'progress', share }),
  });
  post(
    result.ok
      ? { kind: 'done', imported: result.value }
      : { kind: 'failed', problem: result.error },
  );
});

import { importFiles } from '../formats/import.ts';
import type { FromImporter, ToImporter } from './importing.ts';

/* Reads pasted text beside the page, so that five megabytes neither freeze it nor cannot be cancelled. */

const post = (message: FromImporter): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker posts to its owner.
  self.postMessage(message);
};

self.addEventListener('message', ({ data: { files, open } }: MessageEvent<ToImporter>) => {
  const share = open === null ? 1 : 0.5;
  const alone = importFiles(files, {
    onProgress: (done) => post({ kind: 'progress', share: done * share }),
  });
  // A text may state nothing but what belongs to a machine that is open: groups, a command line.
  const isReadable = alone.ok || alone.error.code === 'noFunctions';
  const merged = open === null || !isReadable ? null : importFiles(files, { open });
  if (!alone.ok && merged?.ok !== true) post({ kind: 'failed', problem: alone.error });
  else post({ kind: 'done', alone: alone.ok ? alone.value : null, merged });
});

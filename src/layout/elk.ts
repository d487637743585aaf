import ELK from 'elkjs/lib/elk-api.js';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import { fromElk, toElk } from './elk-graph.ts';
import { layoutTree } from './tree.ts';
import type { Layout, LayoutInput } from './types.ts';

/** How long the layout worker may take before the drawing stays as it was, ms. */
const TIMEOUT_MS = 20_000;

/**
 * Lays boxes out with ELK's layered algorithm, in a worker of its own that ends with the answer.
 *
 * @throws Error when the worker cannot start, fails, or takes longer than 20 s.
 */
export async function layoutLayered(input: LayoutInput): Promise<Layout> {
  const elk = new ELK({ workerFactory: () => new Worker(workerUrl) });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('layout took too long')), TIMEOUT_MS);
  });
  try {
    const tree = layoutTree(input);
    const answer = await Promise.race<ElkNode>([elk.layout(toElk(input, tree)), timeout]);
    return fromElk(input, tree, answer);
  } finally {
    clearTimeout(timer);
    elk.terminateWorker();
  }
}

import { layoutTree } from '../layout/tree.ts';
import type { Layout, LayoutInput } from '../layout/types.ts';

export type { Layout, LayoutBox, LayoutInput, LayoutPort, PlacedBox } from '../layout/types.ts';

/** Lays boxes out at once, so that the first picture waits for nothing. */
export function layoutNow(input: LayoutInput): Layout {
  return layoutTree(input);
}

/**
 * Lays boxes out with ELK, which is loaded when first asked for and works in its own worker.
 *
 * @throws Error when that fails; the caller keeps what it has.
 */
export async function layoutLayered(input: LayoutInput): Promise<Layout> {
  const { layoutLayered: run } = await import('../layout/elk.ts');
  return run(input);
}

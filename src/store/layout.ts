import { layoutTree } from '../layout/tree.ts';
import type { Layout, LayoutInput } from '../layout/types.ts';

export type { LayoutBox, LayoutInput, LayoutPort } from '../layout/types.ts';

/** Lays boxes out at once, so that the first picture waits for nothing. */
export function layoutNow(input: LayoutInput): Layout {
  return layoutTree(input);
}

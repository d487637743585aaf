import type { Layout, LayoutInput } from '../layout/types.ts';
import { useDocument } from './document.ts';
import { notify } from './notices.ts';

/*
 * Laying out by ELK on demand. The canvas knows how large things are, so it says what there is to lay out.
 */

let describe: (() => LayoutInput) | null = null;

/** Tells what there is to lay out, from now on until the returned function is called. */
export function provideLayoutInput(input: () => LayoutInput): () => void {
  describe = input;
  return () => {
    describe = null;
  };
}

/** ELK is loaded when first asked for, and works in its own worker. */
async function layoutLayered(input: LayoutInput): Promise<Layout> {
  const { layoutLayered: run } = await import('../layout/elk.ts');
  return run(input);
}

/**
 * Lays the drawing out with ELK: one undo step. What a person placed stays where it is. Where the layout fails,
 * or the document changed meanwhile, nothing moves.
 */
export async function arrange(): Promise<void> {
  if (describe === null) return;
  const { scenario } = useDocument.getState();
  const input = describe();
  try {
    const layout = await layoutLayered(input);
    if (useDocument.getState().scenario !== scenario) return;
    const free = input.boxes.filter((box) => box.position === undefined);
    const positions = Object.fromEntries(
      free.flatMap((box) => {
        const placed = layout.boxes.get(box.id);
        return placed === undefined ? [] : [[box.id, { x: placed.x, y: placed.y }]];
      }),
    );
    useDocument.getState().edit({ kind: 'move', positions }, 'autoLayout');
  } catch {
    notify({ kind: 'layoutFailed' });
  }
}

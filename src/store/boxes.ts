/*
 * Where the drawing stands. The canvas lays it out, so the canvas says; commands that move things ask here.
 */

/** A box of the drawing, canvas coordinates, px. */
export interface PlacedBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Drawn {
  readonly boxes: readonly PlacedBox[];
  /** The box that a component is drawn in; null: it is not drawn. */
  readonly boxOf: (id: string) => string | null;
}

let describe: (() => Drawn) | null = null;

/** Tells where everything stands, from now on until the returned function is called. */
export function provideBoxes(drawn: () => Drawn): () => void {
  describe = drawn;
  return () => {
    if (describe === drawn) describe = null;
  };
}

/** The boxes that the given components are drawn in, each once. */
export function boxesOfIds(ids: readonly string[]): readonly PlacedBox[] {
  const drawn = describe?.();
  if (drawn === undefined) return [];
  const wanted = new Set(ids.map((id) => drawn.boxOf(id)));
  return drawn.boxes.filter(({ id }) => wanted.has(id));
}

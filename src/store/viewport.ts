/*
 * What commands ask of the canvas. The canvas listens; commands need not know it. React Flow keeps the
 * viewport itself, so this is a message and not state.
 */

export type ViewportRequest =
  | { readonly kind: 'fit' }
  | { readonly kind: 'fitSelection' }
  | { readonly kind: 'zoom'; readonly factor: number }
  /** Moves the view so that the component is visible. */
  | { readonly kind: 'reveal'; readonly id: string }
  /** Moves the component to the middle, near enough to read its ports. */
  | { readonly kind: 'centre'; readonly id: string }
  /** Shows a part of the drawing, as large as it fits. */
  | { readonly kind: 'show'; readonly rect: SeenRect }
  | { readonly kind: 'focus' };

/** A part of the drawing, px of the drawing. */
export interface SeenRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

let seen: (() => SeenRect | null) | null = null;

/** Tells what part of the drawing is seen, from now on until the returned function is called. */
export function provideSeen(describe: () => SeenRect | null): () => void {
  seen = describe;
  return () => {
    if (seen === describe) seen = null;
  };
}

/** The part of the drawing that is seen; null: the whole of it is fitted into the window. */
export function seenRect(): SeenRect | null {
  return seen?.() ?? null;
}

const listeners = new Set<(request: ViewportRequest) => void>();

/** Calls back with every request, until the returned function is called. */
export function onViewportRequest(listener: (request: ViewportRequest) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks the canvas to move its viewport. */
export function requestViewport(request: ViewportRequest): void {
  for (const listener of listeners) listener(request);
}

/*
 * What layout knows of a drawing: boxes that hang below ports. Sizes come from whoever draws; layout
 * gives back where each box stands and where along its lower edge each port sits. Lengths in px.
 */

/** A port on the lower edge of a box. Layout keeps the order and may spread ports apart. */
export interface LayoutPort {
  readonly id: string;
  /** Width of its cell. */
  readonly width: number;
  /** Boxes that hang below it, left to right; each box hangs below one port at most. */
  readonly below: readonly string[];
}

/** A box: a host bridge with its root ports, a switch with its downstream ports, a device. */
export interface LayoutBox {
  readonly id: string;
  /** Least width; a box grows to hold its ports. */
  readonly width: number;
  readonly height: number;
  readonly ports: readonly LayoutPort[];
  /** Where a person put its upper left corner; layout leaves it there and hangs what is below it from there. */
  readonly position?: { readonly x: number; readonly y: number };
}

export interface LayoutInput {
  /** In document order; boxes that hang below no port are roots. */
  readonly boxes: readonly LayoutBox[];
  /** Between neighbours. */
  readonly gapX: number;
  /** Between a box and what hangs below it: room for the link and its label. */
  readonly gapY: number;
  /** Between the edge of a box and its outer port cells. */
  readonly padX: number;
  /** Between ports of a box. */
  readonly portGap: number;
  /** Width over height of the window that it is for: decides how many rows the roots take. */
  readonly aspect: number;
}

export interface PlacedBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Layout {
  readonly boxes: ReadonlyMap<string, PlacedBox>;
  /** Centre of each port from the left edge of its box. */
  readonly ports: ReadonlyMap<string, number>;
}

import type { Layout, LayoutBox, LayoutInput, LayoutPort, PlacedBox } from './types.ts';

/*
 * The tidy tree: each box stands centred below its port, so that links are straight, and ports spread
 * as far as what hangs below them needs. One pass up (shapes), one pass down (places), no iteration.
 */

/** A box with all that hangs below it, measured from the centre of the box. */
interface Shape {
  readonly box: LayoutBox;
  readonly width: number;
  /** How far the whole reaches to the left and right of the box's centre. */
  readonly left: number;
  readonly right: number;
  readonly height: number;
  /** Centre of each port, from the box's centre. */
  readonly ports: readonly { readonly port: LayoutPort; readonly x: number }[];
  /** Centre of each box below, from the box's centre. */
  readonly below: readonly { readonly shape: Shape; readonly x: number }[];
}

interface Slot {
  readonly port: LayoutPort;
  readonly left: number;
  readonly right: number;
  readonly below: readonly { readonly shape: Shape; readonly x: number }[];
}

/** Shapes of boxes side by side, centred on 0. */
function sideBySide(shapes: readonly Shape[], gap: number): Omit<Slot, 'port'> {
  const width = shapes.reduce((sum, one) => sum + one.left + one.right, 0);
  const total = width + gap * Math.max(0, shapes.length - 1);
  const [only] = shapes;
  if (only !== undefined && shapes.length === 1) {
    return { left: only.left, right: only.right, below: [{ shape: only, x: 0 }] };
  }
  let x = -total / 2;
  const below = shapes.map((shape) => {
    const center = x + shape.left;
    x = center + shape.right + gap;
    return { shape, x: center };
  });
  return { left: total / 2, right: total / 2, below };
}

function shapeOf(box: LayoutBox, input: LayoutInput, byId: Map<string, LayoutBox>): Shape {
  const slots = box.ports.map((port): Slot => {
    const shapes = port.below
      .map((id) => byId.get(id))
      .filter((child) => child !== undefined)
      .map((child) => shapeOf(child, input, byId));
    const slot = sideBySide(shapes, input.gapX);
    const half = port.width / 2;
    return {
      port,
      left: Math.max(half, slot.left),
      right: Math.max(half, slot.right),
      below: slot.below,
    };
  });

  const centers: number[] = [];
  // What hangs below keeps clear of what hangs below the ports before it; a port with nothing below only of its neighbour.
  let reach = Number.NEGATIVE_INFINITY;
  slots.forEach((slot, index) => {
    const before = slots[index - 1];
    const last = centers[index - 1];
    const beside =
      before === undefined || last === undefined
        ? 0
        : last + before.port.width / 2 + input.portGap + slot.port.width / 2;
    const hasBelow = slot.below.length > 0;
    const center = hasBelow ? Math.max(beside, reach + input.gapX + slot.left) : beside;
    centers.push(center);
    if (hasBelow) reach = center + slot.right;
  });

  const first = (centers[0] ?? 0) - (slots[0]?.port.width ?? 0) / 2 - input.padX;
  const last = (centers.at(-1) ?? 0) + (slots.at(-1)?.port.width ?? 0) / 2 + input.padX;
  const width = slots.length === 0 ? box.width : Math.max(box.width, last - first);
  const center = (first + last) / 2;
  const ports = slots.map((slot, index) => ({
    port: slot.port,
    x: (centers[index] ?? 0) - center,
  }));
  const below = slots.flatMap((slot, index) =>
    slot.below.map((one) => ({ shape: one.shape, x: one.x + (ports[index]?.x ?? 0) })),
  );
  const deepest = Math.max(0, ...below.map((one) => one.shape.height));
  return {
    box,
    width,
    left: Math.max(width / 2, ...below.map((one) => one.shape.left - one.x)),
    right: Math.max(width / 2, ...below.map((one) => one.x + one.shape.right)),
    height: box.height + (below.length === 0 ? 0 : input.gapY + deepest),
    ports,
    below,
  };
}

/** How large a drawing `width` by `height` can be shown in a window of this aspect, relative to others. */
function scaleIn(aspect: number, width: number, height: number): number {
  return Math.min(aspect / Math.max(1, width), 1 / Math.max(1, height));
}

/** Splits the roots into the number of rows that lets the whole be shown largest. */
function rowsOf(shapes: readonly Shape[], input: LayoutInput): readonly (readonly Shape[])[] {
  let best: { readonly rows: Shape[][]; readonly scale: number } | null = null;
  for (let count = 1; count <= shapes.length; count += 1) {
    const perRow = Math.ceil(shapes.length / count);
    const rows: Shape[][] = [];
    for (let at = 0; at < shapes.length; at += perRow) rows.push(shapes.slice(at, at + perRow));
    const width = Math.max(
      ...rows.map((row) => row.reduce((sum, one) => sum + one.left + one.right + input.gapX, 0)),
    );
    const height = rows.reduce(
      (sum, row) => sum + Math.max(...row.map((one) => one.height)) + input.gapY,
      0,
    );
    const scale = scaleIn(input.aspect, width, height);
    if (best === null || scale > best.scale * 1.05) best = { rows, scale };
  }
  return best?.rows ?? [];
}

/**
 * Lays boxes out as trees, at once and deterministically: the same input gives the same output.
 *
 * A box with a `position` stands there, and what hangs below it moves along; the place that it leaves is not
 * closed. Roots stand side by side, in as many rows as the aspect suggests. Coordinates are whole px.
 */
export function layoutTree(input: LayoutInput): Layout {
  const byId = new Map(input.boxes.map((box) => [box.id, box]));
  const hanging = new Set(input.boxes.flatMap((box) => box.ports.flatMap((port) => port.below)));
  const roots = input.boxes
    .filter((box) => !hanging.has(box.id))
    .map((box) => shapeOf(box, input, byId));

  const boxes = new Map<string, PlacedBox>();
  const ports = new Map<string, number>();
  const place = (shape: Shape, centerX: number, top: number): void => {
    const { box, width } = shape;
    const x = box.position?.x ?? Math.round(centerX - width / 2);
    const y = box.position?.y ?? Math.round(top);
    boxes.set(box.id, { x, y, width: Math.round(width) });
    for (const one of shape.ports) ports.set(one.port.id, Math.round(one.x + width / 2));
    for (const one of shape.below) {
      place(one.shape, x + width / 2 + one.x, y + box.height + input.gapY);
    }
  };
  let top = 0;
  for (const row of rowsOf(roots, input)) {
    let left = 0;
    for (const shape of row) {
      place(shape, left + shape.left, top);
      left += shape.left + shape.right + input.gapX;
    }
    top += Math.max(...row.map((shape) => shape.height)) + input.gapY;
  }
  return { boxes, ports };
}

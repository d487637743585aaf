import type { TlpKindWords } from '../words/tlp-kind.ts';

/** Outlines in a box of 24 around the origin; the letter is drawn upright on top. */
const OUTLINES: Readonly<Record<TlpKindWords['shape'], string>> = {
  arrow: 'M-10 -8H3L10 0L3 8H-10Z',
  ring: 'M0 -10A10 10 0 1 1 0 10A10 10 0 1 1 0 -10Z',
  hexagon: 'M-5 -9H5L10 0L5 9H-5L-10 0Z',
  diamond: 'M0 -11L11 0L0 11L-11 0Z',
};

/** What one packet looks like. */
export interface Sprite {
  readonly kind: TlpKindWords;
  /** Address Type digits; anything but 00 gets a ring. */
  readonly at: string;
  readonly t: 0 | 1;
  readonly isHere: boolean;
  /** Direction of travel, radians; only the arrow-box points. */
  readonly angle: number;
}

/** Colours of the theme, read once a drawing. */
export interface SpriteColors {
  readonly posted: string;
  readonly nonposted: string;
  readonly completion: string;
  readonly fault: string;
  readonly canvas: string;
  readonly here: string;
  readonly hereSoft: string;
}

const paths = new Map<string, Path2D>();

function outline(shape: TlpKindWords['shape']): Path2D {
  const kept = paths.get(shape);
  if (kept) return kept;
  const made = new Path2D(OUTLINES[shape]);
  paths.set(shape, made);
  return made;
}

/** Reads the colours of the theme in force from the token variables of `element`. */
export function readColors(element: Element): SpriteColors {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    posted: of('--tlp-posted'),
    nonposted: of('--tlp-nonposted'),
    completion: of('--tlp-completion'),
    fault: of('--tlp-fault'),
    canvas: of('--canvas'),
    here: of('--here'),
    hereSoft: of('--here-soft'),
  };
}

/**
 * Draws one packet centred on (x, y).
 *
 * @param size edge of its box, CSS px.
 */
export function drawSprite(
  context: CanvasRenderingContext2D,
  sprite: Sprite,
  place: { readonly x: number; readonly y: number; readonly size: number },
  colors: SpriteColors,
): void {
  const { kind, at, t, isHere, angle } = sprite;
  const color = colors[kind.class];
  context.save();
  context.translate(place.x, place.y);
  context.scale(place.size / 24, place.size / 24);
  if (isHere) {
    context.beginPath();
    context.arc(0, 0, 17, 0, 2 * Math.PI);
    context.fillStyle = colors.hereSoft;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = colors.here;
    context.stroke();
  }
  context.save();
  if (kind.shape === 'arrow') context.rotate(angle);
  if (kind.shape === 'ring') {
    context.fillStyle = colors.canvas;
    context.fill(outline(kind.shape));
    context.lineWidth = 3;
    context.strokeStyle = color;
    context.stroke(outline(kind.shape));
  } else {
    context.lineWidth = 2;
    context.strokeStyle = colors.canvas;
    context.stroke(outline(kind.shape));
    context.fillStyle = color;
    context.fill(outline(kind.shape));
  }
  context.restore();
  if (at === '10' || at === '01') {
    context.lineWidth = 1.5;
    context.strokeStyle = color;
    if (at === '01') context.setLineDash([2, 3]);
    for (const radius of at === '10' ? [14, 17] : [15]) {
      context.beginPath();
      context.arc(0, 0, radius, 0, 2 * Math.PI);
      context.stroke();
    }
    context.setLineDash([]);
  }
  context.fillStyle = kind.shape === 'ring' ? color : colors.canvas;
  context.font = '700 13px ui-monospace, Menlo, Consolas, "Liberation Mono", monospace';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(kind.letter, kind.shape === 'arrow' ? -1 : 0, 1);
  if (t === 1) drawPadlock(context, color, colors.canvas);
  context.restore();
}

/** The T bit: a closed padlock at the upper right. */
function drawPadlock(context: CanvasRenderingContext2D, color: string, ground: string): void {
  context.translate(11, -10);
  context.lineWidth = 2;
  context.strokeStyle = color;
  context.beginPath();
  context.arc(0, -1, 3, Math.PI, 2 * Math.PI);
  context.stroke();
  context.fillStyle = color;
  context.fillRect(-5, -1, 10, 7);
  context.fillStyle = ground;
  context.fillRect(-1, 1, 2, 3);
}

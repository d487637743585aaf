import type { SpriteColors } from './colors.ts';
import type { AnyContext } from './marks.ts';
import { AT_RINGS, GLYPH_SHAPES, PADLOCK } from '../../glyphs/glyph-shapes.ts';
import type { GlyphClass, GlyphShape } from '../../glyphs/glyph-shapes.ts';

/** What one packet looks like. */
export interface Look {
  readonly shape: GlyphShape;
  readonly class: GlyphClass;
  readonly letter: string;
  /** Address Type digits; anything but 00 gets a ring. */
  readonly at: '00' | '01' | '10' | '11';
  readonly t: 0 | 1;
}

/** Edge of a sprite in units of its glyph: room for the disc, the rings and the padlock. */
const ROOM = 48;
const FONT = '700 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';
/** More kinds of sprites than this are never in use; the oldest go when a theme or zoom changes. */
const LIMIT = 400;

const QUARTER = Math.PI / 2;

/** A canvas of the page or of a worker. */
export type AnyCanvas = HTMLCanvasElement | OffscreenCanvas;

/** A square canvas, in a worker or where there are no such canvases on the page. */
function newCanvas(edge: number): AnyCanvas {
  if (typeof document === 'undefined') return new OffscreenCanvas(edge, edge);
  const canvas = document.createElement('canvas');
  canvas.width = edge;
  canvas.height = edge;
  return canvas;
}

/**
 * Packets drawn once and blitted from then on. A sprite is one look in one of four directions at one size.
 *
 * @param scale device pixels to one unit of the glyph.
 */
export class Sprites {
  private readonly made = new Map<string, AnyCanvas>();
  private readonly colors: SpriteColors;
  private readonly scale: number;

  constructor(colors: SpriteColors, scale: number) {
    this.colors = colors;
    this.scale = scale;
  }

  /** The sprite of a look; its centre is the packet's place. */
  of(look: Look, angle: number, isHere: boolean): AnyCanvas {
    const turn = GLYPH_SHAPES[look.shape].points ? ((Math.round(angle / QUARTER) % 4) + 4) % 4 : 0;
    const { shape, letter, at, t } = look;
    const key = `${shape}${look.class}${letter}${at}${t}${turn}${isHere ? 'h' : ''}`;
    const kept = this.made.get(key);
    if (kept) return kept;
    if (this.made.size >= LIMIT) this.made.clear();
    const canvas = newCanvas(Math.ceil(ROOM * this.scale));
    const context: AnyContext | null = canvas.getContext('2d');
    if (context) {
      context.setTransform(this.scale, 0, 0, this.scale, canvas.width / 2, canvas.height / 2);
      draw(context, look, { turn, isHere, colors: this.colors });
    }
    this.made.set(key, canvas);
    return canvas;
  }
}

interface How {
  /** Quarter turns from pointing right. */
  readonly turn: number;
  readonly isHere: boolean;
  readonly colors: SpriteColors;
}

function circle(context: AnyContext, radius: number): void {
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
}

function draw(context: AnyContext, look: Look, how: How): void {
  const { colors, turn, isHere } = how;
  const drawing = GLYPH_SHAPES[look.shape];
  const color = colors.classes[look.class];
  const path = new Path2D(drawing.path);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  if (isHere) {
    // Outside the rings of the Address Type.
    circle(context, look.at === '00' ? 17 : 21.5);
    context.fillStyle = colors.hereSoft;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = colors.here;
    context.stroke();
  }
  context.save();
  context.rotate(turn * QUARTER);
  // A rim in the colour of the ground keeps packets apart from lines and from each other.
  context.lineWidth = look.t === 1 ? 5 : 3;
  context.strokeStyle = isHere ? colors.hereSoft : colors.canvas;
  context.stroke(path);
  context.fillStyle = drawing.isHollow ? colors.canvas : color;
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a drawing context is no array.
  context.fill(path);
  if (drawing.isHollow || look.t === 1) {
    context.lineWidth = look.shape === 'cross' ? 3.5 : 2.5;
    context.strokeStyle = color;
    context.stroke(path);
  }
  context.restore();
  context.fillStyle = drawing.isHollow ? color : colors.canvas;
  context.font = FONT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const shift = drawing.points ? -1.5 : 0;
  const letterX = [shift, 0, -shift, 0][turn] ?? 0;
  const letterY = [0, shift, 0, -shift][turn] ?? 0;
  context.fillText(look.letter, letterX, letterY + drawing.letterY + 1);
  drawRings(context, look.at, colors.classes.ats);
  if (look.t === 1) drawPadlock(context, colors);
}

function drawRings(context: AnyContext, at: Look['at'], color: string): void {
  if (at === '00') return;
  context.lineWidth = 1.5;
  context.strokeStyle = color;
  if (at === '01') context.setLineDash([1, 3]);
  for (const radius of AT_RINGS[at]) {
    circle(context, radius);
    context.stroke();
  }
  context.setLineDash([]);
  if (at === '11') context.stroke(new Path2D('M-11 11L11 -11'));
}

/** The T bit: a closed padlock at the upper right. */
function drawPadlock(context: AnyContext, colors: SpriteColors): void {
  context.translate(PADLOCK.x, PADLOCK.y);
  context.lineWidth = 1.75;
  context.strokeStyle = colors.ink;
  context.stroke(new Path2D(PADLOCK.shackle));
  context.fillStyle = colors.ink;
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a drawing context is no array.
  context.fill(new Path2D(PADLOCK.body));
}

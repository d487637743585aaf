/*
 * So many packets that nobody could tell glyphs apart: small squares in the colours of their classes, written as
 * pixels into one image. That costs the same for a thousand as for a hundred thousand. @source performance.md §3
 */

/** A canvas of the page or of a worker. */
export type AnyContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Reads a CSS colour as the pixel that it paints. */
function pixelOf(context: AnyContext, color: string): number {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  context.restore();
  const { data } = context.getImageData(0, 0, 1, 1);
  return new Uint32Array(data.buffer)[0] ?? 0;
}

/** One image as large as the canvas; squares are put into it, then it is shown. */
export class Marks {
  private image: ImageData | null = null;
  private pixels = new Uint32Array(0);
  private readonly colors = new Map<string, number>();

  /** Begins an empty picture of the canvas's size, device px. */
  begin(width: number, height: number): void {
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = new ImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    } else {
      this.pixels.fill(0);
    }
  }

  /** The pixel of a CSS colour; must be asked before `begin`'s picture is shown, it paints a corner of the canvas. */
  color(context: AnyContext, color: string): number {
    const known = this.colors.get(color);
    if (known !== undefined) return known;
    const pixel = pixelOf(context, color);
    this.colors.set(color, pixel);
    return pixel;
  }

  /** Puts a square of `size` device px with its middle at (x, y); what lies outside is left out. */
  put(x: number, y: number, size: number, pixel: number): void {
    if (this.image === null) return;
    const { width, height } = this.image;
    const left = Math.max(0, Math.round(x - size / 2));
    const top = Math.max(0, Math.round(y - size / 2));
    const right = Math.min(width, left + size);
    const bottom = Math.min(height, top + size);
    for (let row = top; row < bottom; row++) {
      const start = row * width;
      for (let column = left; column < right; column++) this.pixels[start + column] = pixel;
    }
  }

  /** Shows the picture in place of all that the canvas held. */
  show(context: AnyContext): void {
    if (this.image !== null) context.putImageData(this.image, 0, 0);
  }
}

import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { strings } from '../strings/export.ts';
import { svgText } from './present-picture.tsx';
import type { Drawn } from './present-picture.tsx';

/** Browsers refuse larger canvases. Px. */
const LONGEST_EDGE = 16_384;
const LARGEST_AREA = 120_000_000;

/** An SVG as an image that a canvas can draw. */
export async function imageOf(svg: string): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } finally {
    URL.revokeObjectURL(url);
  }
  return image;
}

/** The picture as a bitmap; `scale` device px to one px of the drawing, less where the browser could not draw that. */
export async function bitmapOf(drawn: Drawn, scale: number): Promise<Result<Blob, string>> {
  const { width, height } = drawn.bounds;
  const most = Math.min(
    scale,
    LONGEST_EDGE / Math.max(width, height),
    Math.sqrt(LARGEST_AREA / (width * height)),
  );
  if (most < 0.25) return err(strings.tooLarge);
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(width * most);
  canvas.height = Math.floor(height * most);
  const context = canvas.getContext('2d');
  if (context === null) return err(strings.noPicture);
  context.drawImage(await imageOf(svgText(drawn)), 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  return blob === null ? err(strings.noPicture) : ok(blob);
}

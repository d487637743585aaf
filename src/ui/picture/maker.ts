import { err, ok } from '../../core/base/result.ts';
import { embedInPng } from '../../formats/picture-png.ts';
import { embedInSvg } from '../../formats/picture-svg.ts';
import { useDocument } from '../../store/document.ts';
import { useExport } from '../../store/exporting.ts';
import type { PictureMaker } from '../../store/exporting.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { transferOf } from '../query/ask-path.ts';
import { film } from './film.ts';
import { drawPresent, svgText } from './present-picture.tsx';
import { preparePrinting } from './print.tsx';
import { bitmapOf } from './raster.ts';

/** Device px to one px of the canvas. */
const SCALE = 2;

/** Draws pictures of what the canvas shows; PNG and SVG hold the document. */
export const pictureMaker: PictureMaker = {
  make: async (format) => {
    const { theme } = useExport.getState();
    if (format === 'webm') return film(theme);
    const json = JSON.stringify(useDocument.getState().scenario);
    const drawn = await drawPresent(theme);
    if (format === 'svg') {
      return ok(new Blob([embedInSvg(svgText(drawn), json)], { type: 'image/svg+xml' }));
    }
    const bitmap = await bitmapOf(drawn, SCALE);
    if (!bitmap.ok) return bitmap;
    const png = embedInPng(new Uint8Array(await bitmap.value.arrayBuffer()), json);
    return png.ok
      ? ok(new Blob([Uint8Array.from(png.value)], { type: 'image/png' }))
      : err(png.error);
  },
  prepare: preparePrinting,
  print: () => {
    preparePrinting();
    window.print();
  },
  askedTransfer: () => {
    const { machine } = useRun.getState();
    const { query } = useView.getState();
    return machine === null || query === null ? null : transferOf(machine, query);
  },
};

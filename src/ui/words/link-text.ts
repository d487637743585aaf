import type { Link } from '../../core/scenario/schema.ts';

const GENERATION = new Map([
  [2.5, 'Gen1'],
  [5, 'Gen2'],
  [8, 'Gen3'],
  [16, 'Gen4'],
  [32, 'Gen5'],
  [64, 'Gen6'],
]);

/** `x16 Gen5`; `down` for a link without lanes. */
export function linkText({ width, speedGtps }: Pick<Link, 'width' | 'speedGtps'>): string {
  if (width === 0) return 'down';
  return `x${width} ${GENERATION.get(speedGtps) ?? `${speedGtps} GT/s`}`;
}

/** How much of the machine the drawing shows at a zoom. @source ux.md §3 */
export type ZoomLevel = 'near' | 'middle' | 'far';

type Steps = readonly {
  readonly from: number;
  readonly level: ZoomLevel;
  readonly grow: number;
}[];

/**
 * Steps of zoom at which words grow, so that they stay readable while the drawing shrinks. Two lines of words
 * fit into a card down to half size; below only the name does.
 */
const STEPS = [
  { from: 0.8, level: 'near', grow: 1 },
  { from: 0.64, level: 'middle', grow: 1.3 },
  { from: 0.5, level: 'middle', grow: 1.55 },
  { from: 0.4, level: 'far', grow: 2 },
  { from: 0.28, level: 'far', grow: 2.3 },
  { from: 0, level: 'far', grow: 2.6 },
] as const satisfies Steps;

/** The same for a projected drawing: words are at least 16 px on the wall. @source ux.md §8 */
const PROJECTED_STEPS = [
  { from: 1.24, level: 'near', grow: 1 },
  { from: 0.96, level: 'middle', grow: 1.3 },
  { from: 0.8, level: 'middle', grow: 1.55 },
  { from: 0.58, level: 'far', grow: 2 },
  { from: 0.5, level: 'far', grow: 2.3 },
  { from: 0, level: 'far', grow: 2.6 },
] as const satisfies Steps;

const stepsOf = (isProjected: boolean) => (isProjected ? PROJECTED_STEPS : STEPS);

/** The step of a zoom: an index that changes only where the drawing does. */
export function zoomStep(zoom: number, isProjected = false): number {
  return stepsOf(isProjected).findIndex(({ from }) => zoom >= from);
}

/** What is shown at a step, and how many times larger words are drawn. */
export function zoomLook(
  step: number,
  isProjected = false,
): { readonly level: ZoomLevel; readonly grow: number } {
  return stepsOf(isProjected)[step] ?? STEPS[0];
}

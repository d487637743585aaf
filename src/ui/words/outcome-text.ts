import type { Machine } from '../../core/machine/types.ts';
import type { Route } from '../../core/pcie/types.ts';
import { panelStrings } from '../strings/panels.ts';
import { placeLabel } from './place-label.ts';

/** How a request ended; where it reached somebody who was not meant, whose bytes it overwrote. */
export function outcomeText(machine: Machine, { outcome, request }: Route): string {
  const words = panelStrings.outcome[outcome];
  const last = request.at(-1);
  if (outcome !== 'wrongTarget' || last === undefined) return words;
  return panelStrings.wrongTargetNamed(placeLabel(machine, last.place).name);
}

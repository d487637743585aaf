import { applyEdit } from '../../src/core/scenario/edit.ts';
import type { Edit } from '../../src/core/scenario/edit.ts';
import type { Scenario } from '../../src/core/scenario/schema.ts';

function removals({ transfers, components }: Scenario): Edit[] {
  return [
    ...transfers.map(({ id }): Edit => ({ kind: 'removeTransfer', id })),
    ...components.map(({ id }): Edit => ({ kind: 'removeComponent', id })),
  ];
}

/**
 * Leaves out transfers and components, one after another, as long as it still fails.
 *
 * @returns a scenario that fails and of which nothing more can be left out.
 */
export function shrink(scenario: Scenario, fails: (smaller: Scenario) => boolean): Scenario {
  for (const edit of removals(scenario)) {
    const smaller = applyEdit(scenario, edit);
    if (smaller.ok && fails(smaller.value.scenario)) return shrink(smaller.value.scenario, fails);
  }
  return scenario;
}

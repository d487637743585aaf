import type { Fault } from './schema-faults.ts';
import type { Scenario } from './schema.ts';

/** Whether what a fault strikes is in the document. */
export function hasTarget(
  { components, links, transfers }: Pick<Scenario, 'components' | 'links' | 'transfers'>,
  fault: Fault,
): boolean {
  if ('transfer' in fault) return transfers.some(({ id }) => id === fault.transfer);
  if ('link' in fault) return links.some(({ id }) => id === fault.link);
  return components.some(({ id }) => id === fault.function);
}

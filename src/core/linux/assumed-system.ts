import type { System } from '../scenario/schema.ts';

/**
 * What of the system a source did not say, each with the value that was taken.
 *
 * @param stated fields that a caller states instead; they are no assumption.
 */
export function assumedSystem(system: System, stated: Partial<System> = {}): string[] {
  return (system.assumed ?? []).flatMap((field) => {
    if (field !== 'cpu' && field !== 'kernel' && field !== 'iommu') return [];
    return Object.hasOwn(stated, field) ? [] : [`system ${field}: ${system[field]}`];
  });
}

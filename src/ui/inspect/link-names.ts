import type { Machine } from '../../core/machine/types.ts';

/** Directed links by who sends and who receives: `RP0 → SW0, SW0 → GPU0`. */
export function linkNames(machine: Machine, directed: readonly number[]): string {
  const nameOf = (index: number | undefined): string => machine.functions[index ?? -1]?.name ?? '';
  return directed
    .map((one) => {
      const link = machine.links[one >> 1];
      const ends = [nameOf(link?.device[0]), nameOf(link?.port)];
      return (one % 2 === 0 ? ends : ends.toReversed()).join(' → ');
    })
    .join(', ');
}

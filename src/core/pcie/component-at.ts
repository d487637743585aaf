import type { Machine } from '../machine/types.ts';
import type { Place } from './types.ts';

/** The component of the document that stands for a place; a virtual function is drawn at its physical function. */
export function componentAt(machine: Machine, place: Place): string | null {
  switch (place.kind) {
    case 'function': {
      const found = machine.functions[place.index];
      const physical = found?.physicalFunction ?? null;
      const shown = physical === null ? found : machine.functions[physical];
      return shown?.id ?? null;
    }
    case 'hostBridge':
      return machine.hostBridges[place.index]?.id ?? null;
    case 'iommu':
      return machine.iommus[place.index] ?? null;
    case 'memory':
      return machine.memories[place.index]?.id ?? null;
  }
}

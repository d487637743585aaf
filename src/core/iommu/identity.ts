import type { MachineHostBridge } from '../machine/types.ts';
import type { Translator } from '../pcie/types.ts';
import { SimMemory } from './memory.ts';
import { goesOn, refuses, requestOperands } from './reader.ts';
import type { Reader } from './reader.ts';

/** An IOMMU that maps every bus address to the physical address behind it; it has no trusted side. */
export function identityTranslator(bridge: MachineHostBridge): Translator {
  return {
    translate: (request) => {
      const reader: Reader = { memory: new SimMemory(), steps: [] };
      const operands = requestOperands(request);
      if (request.t === 1) {
        return refuses(reader, { rule: 'IOMMU-NO-TRUSTED', event: null, operands });
      }
      const address = request.address + bridge.busOffset;
      return goesOn(reader, { rule: 'IOMMU-IDENTITY', address, pas: 'NS', operands });
    },
  };
}

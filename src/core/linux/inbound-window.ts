import { busAddr, hexGrouped } from '../base/address.ts';
import type { TranslateResult, Translator } from '../pcie/types.ts';
import { dmaToPhys } from './dma-device.ts';
import type { DmaDevice } from './dma-device.ts';

const ALL_ONES = 0xffff_ffff_ffff_ffffn;

/**
 * A root complex whose inbound windows are what the client's dma_range_map says: an address from the client first
 * passes a window, then `inner`. All others go to `inner` as they are.
 *
 * @param device the client; its range map is not null.
 * @param requesterId whose requests pass the windows.
 * @param inner null: no IOMMU behind it.
 * @source linux-dma.md §2.2 known defects 1 and 2
 */
export function withInboundWindows(
  inner: Translator | null,
  { device, requesterId }: { readonly device: DmaDevice; readonly requesterId: number },
): Translator {
  const through = (request: Parameters<Translator['translate']>[0]): TranslateResult => {
    const physical = dmaToPhys({ ...device, inRealm: false }, request.address);
    const rule = 'DMA-RANGE-WINDOW';
    if (physical === ALL_ONES) {
      const operands = [{ name: 'inbound window', value: 'none', decided: true }];
      return { kind: 'fault', event: null, rule, operands, walk: [] };
    }
    const operands = [
      { name: 'address', value: hexGrouped(request.address) },
      { name: 'inbound window', value: `to ${hexGrouped(physical)}`, decided: true },
    ];
    if (inner === null) {
      return {
        kind: 'translated',
        address: physical,
        pas: 'NS',
        memoryType: 'Normal',
        rule,
        operands,
        walk: [],
      };
    }
    const result = inner.translate({ ...request, address: busAddr(physical) });
    return result.kind === 'translated' ? { ...result, rule, operands } : result;
  };
  return {
    translate: (request) => {
      if (request.requesterId === requesterId) return through(request);
      if (inner !== null) return inner.translate(request);
      const operands = [{ name: 'IOMMU', value: 'none', decided: true }];
      const { address } = request;
      return {
        kind: 'translated',
        address,
        pas: 'NS',
        memoryType: 'Normal',
        rule: 'IOMMU-IDENTITY',
        operands,
        walk: [],
      };
    },
  };
}

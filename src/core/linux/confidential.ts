import type { Operand } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import type { MapType } from './p2pdma.ts';

/** What the posted rule says about a provider and a client in one Realm. */
export type SharingVerdict =
  | {
      readonly kind: 'shared' | 'private';
      readonly rule: RuleId;
      readonly operands: readonly Operand[];
    }
  | { readonly kind: 'refused'; readonly rule: RuleId; readonly operands: readonly Operand[] };

/**
 * The intended rule: the provider's MMIO is shared or private, the client sends with T=0 or T=1.
 *
 * @returns which alias to map, or the refusal: private MMIO for T=0, and a bus address with a private side
 *   (unspecified by Linux; refused by this program).
 * @source linux-dma.md §7.5
 */
export function judgeSharing(
  provider: 'shared' | 'private',
  clientT: 0 | 1,
  mapType: MapType,
): SharingVerdict {
  const operands: Operand[] = [
    { name: 'provider MMIO', value: provider, decided: true },
    { name: 'client T', value: String(clientT), decided: provider === 'private' },
  ];
  if (provider === 'shared') return { kind: 'shared', rule: 'CC-INTENDED', operands };
  if (clientT === 0) return { kind: 'refused', rule: 'CC-PRIVATE-T0', operands };
  if (mapType === 'BUS_ADDR') return { kind: 'refused', rule: 'CC-BUS-ADDR', operands };
  return { kind: 'private', rule: 'CC-INTENDED', operands };
}

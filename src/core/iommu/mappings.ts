import type { Machine } from '../machine/types.ts';
import type { Iommu } from '../scenario/schema.ts';

/** One range that a translation table maps, its target resolved to a physical address. */
export interface Mapping {
  readonly from: bigint;
  readonly to: bigint;
  readonly sizeBytes: bigint;
  readonly read: boolean;
  readonly write: boolean;
  readonly attribute: 'mmio' | 'cache' | 'normal-nc';
  /** Realm tables: the output is Non-secure. */
  readonly isNonSecure: boolean;
  readonly accessFlag: boolean;
  readonly isPrivileged: boolean;
}

type DocumentMapping = Iommu['tables'][number]['mappings'][number];

/** CPU physical address of a BAR, or null where it has none. */
function barAddress(machine: Machine, functionId: string, bar: number): bigint | null {
  const index = machine.functionById.get(functionId);
  const fn = index === undefined ? undefined : machine.functions[index];
  const window = fn?.bars.find((candidate) => candidate.index === bar)?.window ?? null;
  if (fn === undefined || window === null) return null;
  return BigInt(window.base) + (machine.hostBridges[fn.hostBridge]?.busOffset ?? 0n);
}

function resolve(machine: Machine, { to }: DocumentMapping): bigint | null {
  if (typeof to === 'string') return BigInt(to);
  const base = barAddress(machine, to.function, to.bar);
  return base === null ? null : base + BigInt(to.offset ?? '0x0');
}

/** The mappings of one table of the document in order; those whose BAR has no address are left out. */
export function resolveMappings(
  machine: Machine,
  mappings: readonly DocumentMapping[],
): readonly Mapping[] {
  return mappings.flatMap((mapping) => {
    const to = resolve(machine, mapping);
    if (to === null) return [];
    const { from, sizeBytes, read, write, attribute } = mapping;
    return [
      {
        from: BigInt(from),
        to,
        sizeBytes: BigInt(sizeBytes),
        read,
        write,
        attribute,
        isNonSecure: mapping.ns ?? false,
        accessFlag: mapping.accessFlag ?? true,
        isPrivileged: mapping.privileged ?? false,
      },
    ];
  });
}

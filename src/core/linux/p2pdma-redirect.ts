import { defined } from '../base/assert.ts';
import type { Kernel } from './kernels.ts';
import { ACS_REDIRECT } from './tree.ts';
import { ACS_BIT } from '../scenario/acs.ts';
import type { LinuxTree } from './tree.ts';

/** The children of the common bridge on the two paths; null where a path has none. */
export interface Divergence {
  readonly provider: number | null;
  readonly client: number | null;
}

/** Bits [15:8] of the capability: size of the egress control vector; 0 means 256. */
function vectorSize(capability: number): number {
  return (capability >> 8) & 0xff || 256;
}

/**
 * `dev`: one node's decision with the egress vector read at the two ports where the paths part.
 * A redirecting and a blocking node both lead to the host bridge step.
 *
 * @source linux-dma.md §1.8 (posted)
 */
function redirectsWithVector(tree: LinuxTree, at: number, divergence: Divergence): boolean {
  const acs = tree.functions[at]?.acs;
  if (acs === null || acs === undefined) return false;
  const control = acs.control;
  const towards =
    at === divergence.provider
      ? divergence.client
      : at === divergence.client
        ? divergence.provider
        : null;
  if ((control & ACS_BIT.EC) === 0 || towards === null)
    return (control & (ACS_BIT.RR | ACS_BIT.CR)) !== 0;
  const port = tree.functions[towards]?.portNumber ?? null;
  const isReadable =
    acs.egressVector !== null && port !== null && port < vectorSize(acs.capability);
  if (!isReadable) return true;
  const isSet = ((defined(acs.egressVector ?? undefined, 'vector') >> BigInt(port)) & 1n) === 1n;
  return isSet || (control & ACS_BIT.CR) !== 0;
}

/**
 * Whether the function at `at` belongs to the kernel's set R. Released kernels look at the control word alone:
 * any of RR, CR, EC. `dev` reads the egress vector where it knows the target.
 *
 * @source linux-dma.md §1.2 redir(n), §1.8; Linux drivers/pci/p2pdma.c pci_bridge_has_acs_redir()
 */
export function redirectsToward(
  tree: LinuxTree,
  kernel: Kernel,
  at: number,
  divergence: Divergence,
): boolean {
  if (kernel.readsEgressVector) return redirectsWithVector(tree, at, divergence);
  return ((tree.functions[at]?.acs?.control ?? 0) & ACS_REDIRECT) !== 0;
}

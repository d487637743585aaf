import { KERNELS } from '../linux/kernels.ts';
import { calcMapType } from '../linux/p2pdma.ts';
import type { Change, ChangeSpace } from './changes.ts';

/**
 * The oldest newer release that maps the pair where the chosen kernel refuses it. None where a newer release changes
 * nothing, and for goals that no map type decides.
 *
 * @source linux-dma.md §1.4, the releases of the allow-list's rows
 */
export function kernelChanges({ linux, pair, goal }: ChangeSpace): Change[] {
  if (goal === 'isolated' || goal === 'direct') return [];
  const { tree, kernel, cpu } = linux;
  const mapTypeOn = (other: typeof kernel) =>
    calcMapType(tree, { kernel: other, cpu }, pair.to, pair.from).mapType;
  if (mapTypeOn(kernel) !== 'NOT_SUPPORTED') return [];
  const found = KERNELS.find(
    (other) =>
      other.release !== null && other.order > kernel.order && mapTypeOn(other) !== 'NOT_SUPPORTED',
  );
  if (found === undefined) return [];
  return [
    {
      id: `kernel:${found.key}`,
      kind: 'kernel',
      title: `Run Linux ${found.key} or newer, which lists the host bridge`,
      edit: { kind: 'patchSystem', patch: { kernel: found.key } },
      touches: ['kernel'],
      setpci: [],
      parameters: [],
      caveats: [`Against Linux ${kernel.key} more than this changes: ${found.meaning}.`],
    },
  ];
}

import * as z from 'zod/mini';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { exportedBuffer, stepDmaBuf } from '../../core/linux/dma-buf-life.ts';
import type { DmaBufEvent, DmaBufLife, LifeStep } from '../../core/linux/dma-buf-life.ts';
import { iommufdImport } from '../../core/linux/iommufd.ts';
import { findKernel } from '../../core/linux/kernels.ts';
import type { Kernel } from '../../core/linux/kernels.ts';
import { PLAIN_EXPORT, vfioExport } from '../../core/linux/vfio-export.ts';
import type { Answer } from './answer.ts';

/** One element of `api`; each call reads its own keys. */
export const apiCaseSchema = z.object({
  id: z.string(),
  kernel: z._default(z.string(), '7.2'),
  call: z.string(),
  region: z._default(z.int(), 0),
  bar_type: z._default(z.enum(['mem', 'io']), 'mem'),
  bar_len: z._default(z.int(), 65536),
  nr_ranges: z.optional(z.int()),
  ranges: z._default(z.array(z.tuple([z.number(), z.number()])), []),
  flags: z._default(z.int(), 0),
  peer2peer: z._default(z.boolean(), true),
  revocable: z._default(z.boolean(), true),
  revoked: z._default(z.boolean(), false),
  after: z.optional(z.string()),
  first: z.optional(z.string()),
});

type ApiCase = z.infer<typeof apiCaseSchema>;

/** A buffer with one importer that is mapped, then what happened to it since. */
function livedThrough(kernel: Kernel, after: string, isIommufd: boolean): DmaBufLife {
  const importer = { id: 'importer', peer2peer: true, revocable: true, isIommufd };
  const attached: DmaBufEvent[] = [
    { kind: 'attach', importer },
    { kind: 'map', importer: 'importer', errno: 0 },
  ];
  const revoke = (cause: Extract<DmaBufEvent, { kind: 'revoke' }>['cause']): DmaBufEvent => ({
    kind: 'revoke',
    cause,
  });
  const since: Readonly<Record<string, readonly DmaBufEvent[]>> = {
    memory_enable_cleared: [revoke('memory decode cleared')],
    revoke: [revoke('vfio reset')],
    reset: [revoke('vfio reset'), { kind: 'restore' }],
    reset_done: [revoke('vfio reset'), { kind: 'restore' }],
    flr: [revoke('function level reset'), { kind: 'restore' }],
    hot_reset: [revoke('hot reset'), { kind: 'restore' }],
    low_power: [revoke('low power')],
    close: [{ kind: 'close' }],
    unbind: [{ kind: 'close' }],
    memory_enable_set: [revoke('memory decode cleared'), { kind: 'restore' }],
  };
  const events = [...attached, ...(Object.hasOwn(since, after) ? (since[after] ?? []) : [])];
  return events.reduce<DmaBufLife>(
    (state, event) => stepDmaBuf(kernel, state, event).state,
    exportedBuffer({ memoryDecode: true, rangeCount: 1 }),
  );
}

function exportAnswer(kernel: Kernel, one: ApiCase): unknown {
  const { errno } = vfioExport(kernel, {
    ...PLAIN_EXPORT,
    region: one.region,
    barType: one.bar_type,
    barBytes: BigInt(one.bar_len),
    rangeCount: one.nr_ranges ?? one.ranges.length,
    ranges: one.ranges.map(([offset, length]) => ({
      offset: BigInt(offset),
      length: BigInt(length),
    })),
    flags: one.flags,
  });
  return { err: errno };
}

function attachStep(kernel: Kernel, one: ApiCase): LifeStep {
  const buffer = exportedBuffer({ memoryDecode: !one.revoked, rangeCount: one.nr_ranges ?? 1 });
  const { peer2peer, revocable } = one;
  const importer = { id: 'importer', peer2peer, revocable, isIommufd: false };
  return stepDmaBuf(kernel, buffer, { kind: 'attach', importer });
}

function callAnswer(kernel: Kernel, one: ApiCase): unknown {
  switch (one.call) {
    case 'vfio_export':
      return exportAnswer(kernel, one);
    case 'attach':
      return { err: attachStep(kernel, one).errno };
    case 'pin': {
      const { state } = attachStep(kernel, one);
      return { err: stepDmaBuf(kernel, state, { kind: 'pin', importer: 'importer' }).errno };
    }
    case 'map': {
      const after = one.after ?? (one.revoked ? 'revoke' : '');
      const state = livedThrough(kernel, after, false);
      return {
        err: stepDmaBuf(kernel, state, { kind: 'map', importer: 'importer', errno: 0 }).errno,
      };
    }
    case 'iommufd_import': {
      const { errno, prot } = iommufdImport(kernel, {
        isVfioBuffer: true,
        isRevoked: one.revoked,
        rangeCount: one.nr_ranges ?? 1,
        start: 0n,
        length: 4096n,
        bufferBytes: 4096n,
      });
      return { err: errno, ...(prot === null ? {} : { prot }) };
    }
    case 'iommufd_new_domain': {
      const state = livedThrough(kernel, one.after ?? '', true);
      const isDead = state.importers.some((importer) => importer.isDead);
      return { err: 0, ptes: isDead ? 0 : 1 };
    }
    case 'second_map':
      // The first answer is cached with the provider; only rebinding its driver drops it.
      return { map: one.first ?? null };
    default:
      return null;
  }
}

/** The errno, protection or map type of one call. */
export function answerApiCase(one: ApiCase): Result<Answer, string> {
  const kernel = findKernel(one.kernel);
  if (!kernel.ok) return err(`${one.id}: ${kernel.error}`);
  return ok({ id: one.id, answer: callAnswer(kernel.value, one) });
}

import type { Machine, MachineFunction } from '../machine/types.ts';
import type { Iommu } from '../scenario/schema.ts';

type Stream = Iommu['streams'][number];

/** A stream of the document with the requester ID that the machine gave its function. */
export interface BoundStream {
  readonly stream: Stream;
  readonly requesterId: number;
}

/**
 * The streams of one T bit: those of the document whose function exists, then, for T=0, the functions
 * below the host bridge that the document leaves to `otherStreams`.
 */
export function streamsOf(
  machine: Machine,
  iommu: Iommu,
  at: { readonly t: 0 | 1; readonly hostBridge: number },
): readonly BoundStream[] {
  const own = iommu.streams.filter(({ t }) => t === at.t);
  const bound = own.flatMap((stream) => {
    const index = machine.functionById.get(stream.requester);
    const fn = index === undefined ? undefined : machine.functions[index];
    return fn === undefined ? [] : [{ stream, requesterId: fn.requesterId }];
  });
  const config = iommu.otherStreams ?? 'none';
  if (config === 'none' || at.t === 1) return bound;
  const listed = new Set(own.map(({ requester }) => requester));
  const rest = machine.functions.filter(
    (fn: MachineFunction) => fn.hostBridge === at.hostBridge && !listed.has(fn.id),
  );
  return [
    ...bound,
    ...rest.map(({ id, requesterId }) => {
      return { stream: { requester: id, t: 0 as const, config }, requesterId };
    }),
  ];
}

import { busAddr } from '../base/address.ts';
import type { Connect } from '../iommu/connect.ts';
import { planRun } from './planned-run.ts';
import type { Machine } from '../machine/types.ts';
import { route } from '../pcie/route.ts';
import { transferRequest } from '../pcie/transfer-request.ts';
import type { TranslateResult } from '../pcie/types.ts';
import type { Transfer } from '../scenario/schema.ts';

/** A place inside what a flow sends, and the IOMMU that is asked about it. */
export interface PageQuestion {
  /** `FlowInfo.sent`. */
  readonly sent: Transfer;
  /** From the first byte that is sent, bytes. */
  readonly offsetBytes: number;
  /** Index in `Machine.iommus`. */
  readonly iommu: number;
}

/**
 * What an IOMMU with empty caches answers about a later page of what a flow sends, through the same tables as in the
 * run. A flow's route tells only of its first page.
 *
 * @param connect gives a machine's IOMMUs (core/iommu `translatorsOf`).
 * @returns null where nothing asks that IOMMU about it.
 */
export function translationOfPage(
  machine: Machine,
  connect: Connect,
  { sent, offsetBytes, iommu }: PageQuestion,
): TranslateResult | null {
  const { machine: written, translators } = planRun(machine, connect);
  const asked = transferRequest(written, sent);
  if (asked === null) return null;
  const address = busAddr(asked.request.address + BigInt(offsetBytes));
  const { request: hops } = route({
    machine: written,
    translators,
    ...asked,
    request: { ...asked.request, address },
  });
  const at = hops.find(
    ({ place, translation }) => translation !== undefined && place.index === iommu,
  );
  return at?.translation ?? null;
}

import { defined } from '../base/assert.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { enumerate } from '../machine/enumerate.ts';
import type { Machine } from '../machine/types.ts';
import type { Translator } from '../pcie/types.ts';
import type { TdiState } from '../scenario/schema.ts';
import { groundsOf } from './grounds.ts';
import type { Grounds } from './grounds.ts';
import { importerAfter, judge } from './judge.ts';
import type { CcaEvent, CcaOutcome, Judged } from './judge.ts';
import { emittedBy } from './row.ts';
import type { CcaRow, Emitted } from './row.ts';
import { scenarioOfRow } from './row-scenario.ts';

/** What the p2pdma layer should decide at map time: warn = allow, but nothing checks the path. */
export type Policy = 'allow' | 'warn' | 'refuse';

/** Everything that running a row's scenario shows. */
export interface RowAnswer {
  /** null: no TLP was issued. */
  readonly emitted: Emitted | null;
  readonly translatedBy: Judged['translatedBy'];
  readonly pas: Judged['pas'];
  readonly wireT: 0 | 1 | null;
  readonly outcome: CcaOutcome;
  readonly event: CcaEvent | null;
  readonly isGpf: boolean;
  /** What the importer sees. */
  readonly completion: {
    readonly read: 'SC' | 'UR' | 'CA' | 'TIMEOUT' | 'NONE';
    readonly write: 'ACCEPTED' | 'DROPPED' | 'NONE';
  };
  readonly importerAfter: { readonly write: TdiState; readonly read: TdiState };
  readonly exporterAfter: TdiState;
  readonly policy: Policy;
  /** What decided it, and whether a source says so. */
  readonly grounds: Grounds;
}

function readStatus({ outcome, route }: Judged): RowAnswer['completion']['read'] {
  if (outcome === 'NOT_ISSUED') return 'NONE';
  const { completionStatus } = route;
  if (completionStatus === null) return 'TIMEOUT';
  return completionStatus === 'RRS' ? 'TIMEOUT' : completionStatus;
}

function writeFate({ outcome }: Judged): RowAnswer['completion']['write'] {
  if (outcome === 'NOT_ISSUED') return 'NONE';
  const isTaken =
    outcome === 'DELIVERED_T0' || outcome === 'DELIVERED_T1' || outcome === 'WRONG_TARGET';
  return isTaken ? 'ACCEPTED' : 'DROPPED';
}

/**
 * What the mapping layer should say: refuse what does not reach the exporter; refuse a direct route with a
 * private side unless a P2P stream is bound; warn of a direct route between shared sides.
 *
 * @source smmu-cca.md §6.5
 */
function policyOf(row: CcaRow, { outcome }: Judged): Policy {
  if (outcome !== 'DELIVERED_T0' && outcome !== 'DELIVERED_T1') return 'refuse';
  if (row.acs === 'forced') return 'allow';
  const hasPrivateSide = row.importer.t === 1 || row.placement !== 'shared';
  if (!hasPrivateSide) return 'warn';
  return row.importer.t === 1 && row.p2pStream ? 'allow' : 'refuse';
}

/**
 * Builds the scenario of a row and runs its write and its read.
 *
 * @param connect gives a machine's IOMMUs (core/iommu `translatorsOf`).
 * @returns the answer in the row's terms, or one sentence where the addresses cannot be a machine.
 */
export function answerRow(
  row: CcaRow,
  connect: (machine: Machine) => ReadonlyMap<number, Translator>,
): Result<RowAnswer, string> {
  const scenario = scenarioOfRow(row);
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) {
    const problem = diagnostics.find(({ severity }) => severity === 'error');
    return err(problem?.message ?? 'the addresses give no machine');
  }
  const translators = connect(machine);
  const run = (id: string): Judged =>
    judge(
      machine,
      translators,
      defined(
        scenario.transfers.find((transfer) => transfer.id === id),
        `transfer ${id}`,
      ),
    );
  const write = run('write');
  const read = run('read');
  const { t, state } = row.importer;
  return ok({
    emitted: write.outcome === 'NOT_ISSUED' ? null : emittedBy(row),
    translatedBy: write.translatedBy,
    pas: write.pas,
    wireT: write.wireT,
    outcome: write.outcome,
    event: write.event,
    isGpf: write.isGpf,
    completion: { read: readStatus(read), write: writeFate(write) },
    importerAfter: {
      write: importerAfter(state, 'write', write, t),
      read: importerAfter(state, 'read', read, t),
    },
    exporterAfter: row.exporter.state,
    policy: policyOf(row, write),
    grounds: groundsOf(write),
  });
}

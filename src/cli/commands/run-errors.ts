import { formatBdf } from '../../core/base/bdf.ts';
import type { Machine } from '../../core/machine/types.ts';
import { errorJournal } from '../../core/pcie/error-journal.ts';
import type { Run } from '../../core/sim/run.ts';

/** Every error that a component logs in a run, once for each piece of a transfer that meets it. */
export function errorsOf(machine: Machine, run: Run): object[] {
  const bdfOf = (index: number | null): string | null => {
    const found = index === null ? undefined : machine.functions[index];
    return found === undefined ? null : formatBdf(found.bdf);
  };
  return errorJournal(machine, run).map((record) => ({
    transfer: record.transferId,
    at: bdfOf(record.function),
    error: record.error,
    aerBit: record.bit,
    severity: record.severity,
    message: record.message,
    rootPort: bdfOf(record.rootPort),
    count: record.count,
    firstPs: record.firstPs,
    lastPs: record.lastPs,
    headerLog: record.headerLog?.map((dw) => `0x${dw.toString(16).padStart(8, '0')}`) ?? null,
  }));
}

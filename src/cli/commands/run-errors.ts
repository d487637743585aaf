import { formatBdf } from '../../core/base/bdf.ts';
import type { Machine } from '../../core/machine/types.ts';
import { errorLog } from '../../core/pcie/error-log.ts';
import { transferRequest } from '../../core/pcie/transfer-request.ts';
import type { Run } from '../../core/sim/run.ts';

/** Every error that a component logs in a run, once for each piece of a transfer that meets it. */
export function errorsOf(machine: Machine, run: Run): object[] {
  const bdfOf = (index: number | null): string | null => {
    const found = index === null ? undefined : machine.functions[index];
    return found === undefined ? null : formatBdf(found.bdf);
  };
  return run.flows.flatMap(({ leg, route, sent, transferId }) => {
    const asked = leg === 'request' ? transferRequest(machine, sent) : null;
    if (asked === null) return [];
    const { records } = errorLog({ machine, ...asked, route, bytes: sent.bytes });
    return records.map((record) => ({
      transfer: transferId,
      at: bdfOf(record.function),
      error: record.error,
      aerBit: record.bit,
      severity: record.severity,
      message: record.message,
      rootPort: bdfOf(record.rootPort),
      headerLog: record.headerLog?.map((dw) => `0x${dw.toString(16).padStart(8, '0')}`) ?? null,
    }));
  });
}

import { useMemo } from 'react';
import type { Diagnostic } from '../../core/machine/types.ts';
import { useRun } from '../../store/run.ts';
import { useSoftware } from '../../store/software.ts';

/** Everything that is odd: what enumeration found, and the rules that the software breaks. */
export function useProblems(): readonly Diagnostic[] {
  const diagnostics = useRun((state) => state.diagnostics);
  const remarks = useSoftware((state) => state.remarks);
  return useMemo(
    () => [
      ...diagnostics,
      ...remarks.map(({ rule, subject, message }): Diagnostic => ({
        severity: 'warning',
        code: 'software-rule',
        subject,
        message: `${rule}: ${message}`,
      })),
    ],
    [diagnostics, remarks],
  );
}

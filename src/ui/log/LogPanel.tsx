import { refusalOf } from '../../core/linux/plan-text.ts';
import { useMemo, useState } from 'react';
import { useRun } from '../../store/run.ts';
import { useTrace } from '../use-trace.ts';
import { panelStrings } from '../strings/panels.ts';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { LogTable } from './LogTable.tsx';
import { parseLogFilter } from './log-filter.ts';
import { logWords } from './log-rows.ts';

/** Every event of the run as a table, with a filter. */
export function LogPanel() {
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const [text, setText] = useState('');
  const events = useTrace();
  const words = useMemo(
    () => (machine && run ? logWords(machine, run.flows) : null),
    [machine, run],
  );
  const rows = useMemo(
    () => (words ? events.map(words).filter((row) => row !== null) : []),
    [events, words],
  );
  const filter = useMemo(() => parseLogFilter(text), [text]);
  const shown = useMemo(() => (filter.ok ? rows.filter(filter.value) : rows), [rows, filter]);

  if (!run || run.eventCount === 0) {
    const refusal = run?.plans.map(refusalOf).find((one) => one !== null);
    const hint = refusal?.message ?? panelStrings.log.emptyHint;
    return <EmptyState title={panelStrings.log.emptyTitle} hint={hint} />;
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-2 border-b border-line px-3 py-1">
        <label className="sr-only" htmlFor="log-filter">
          {panelStrings.log.filter}
        </label>
        <input
          id="log-filter"
          type="search"
          value={text}
          placeholder={panelStrings.log.placeholder}
          aria-describedby="log-filter-problem"
          aria-invalid={!filter.ok}
          className="h-7 min-w-0 flex-1 rounded-control border border-line-strong bg-raised px-2 font-mono text-s"
          onChange={(event) => setText(event.target.value)}
        />
        <span role="status" className="text-s text-ink-2 tabular-nums">
          {panelStrings.log.count(shown.length, rows.length)}
        </span>
      </div>
      <p id="log-filter-problem" role="alert" className="m-0 px-3 text-stop empty:hidden">
        {filter.ok ? '' : filter.error}
      </p>
      {shown.length === 0 ? (
        <div className="flex flex-1 flex-col items-center justify-center gap-2 text-ink-2">
          {panelStrings.log.noMatch(rows.length)}
          <button type="button" className="underline" onClick={() => setText('')}>
            {panelStrings.log.clear}
          </button>
        </div>
      ) : (
        <LogTable rows={shown} />
      )}
    </div>
  );
}

import { useMemo, useState } from 'react';
import { refusalOf } from '../../core/linux/plan-text.ts';
import { useRun } from '../../store/run.ts';
import { useTraceSource } from '../../store/trace.ts';
import { panelStrings } from '../strings/panels.ts';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { LogTable } from './LogTable.tsx';
import { parseLogFilter } from './log-filter.ts';
import { LogPages, useMatches } from './log-pages.ts';
import { logWords } from './log-rows.ts';

/** Every event of the run as a table, with a filter. */
export function LogPanel() {
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const source = useTraceSource((state) => state.source);
  const [text, setText] = useState('');
  const pages = useMemo(
    () => (machine && run && source ? new LogPages(source, logWords(machine, run.flows)) : null),
    [machine, run, source],
  );
  const filter = useMemo(() => parseLogFilter(text), [text]);
  const isFiltered = filter.ok && text.trim() !== '';
  const found = useMatches(pages, isFiltered ? filter.value : null);

  if (!run || run.eventCount === 0 || pages === null) {
    const refusal = run?.plans.map(refusalOf).find((one) => one !== null);
    const hint = refusal?.message ?? panelStrings.log.emptyHint;
    return <EmptyState title={panelStrings.log.emptyTitle} hint={hint} />;
  }
  const all = run.eventCount;
  const count = found?.count ?? all;
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
        <span
          role="status"
          aria-busy={found?.isDone === false}
          className="text-s text-ink-2 tabular-nums"
        >
          {panelStrings.log.count(count, all)}
        </span>
      </div>
      <p id="log-filter-problem" role="alert" className="m-0 px-3 text-stop empty:hidden">
        {filter.ok ? '' : filter.error}
      </p>
      {count === 0 && found?.isDone === true ? (
        <div className="flex flex-1 flex-col items-center justify-center gap-2 text-ink-2">
          {panelStrings.log.noMatch(all)}
          <button type="button" className="underline" onClick={() => setText('')}>
            {panelStrings.log.clear}
          </button>
        </div>
      ) : (
        <LogTable pages={pages} seqs={found?.seqs ?? null} count={count} />
      )}
    </div>
  );
}

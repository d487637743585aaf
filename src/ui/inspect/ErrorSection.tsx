import { useMemo } from 'react';
import { formatTime } from '../../core/base/units.ts';
import { errorJournal } from '../../core/pcie/error-journal.ts';
import type { LoggedError } from '../../core/pcie/error-journal.ts';
import { usePlayback } from '../../store/playback.ts';
import { useRun } from '../../store/run.ts';
import { errorStrings as words } from '../strings/errors.ts';
import { Section } from './Section.tsx';

const dw = (word: number): string => word.toString(16).padStart(8, '0').toUpperCase();

/** So many are written out; a broken run can have one for each piece of each transfer. */
const SHOWN = 50;

interface EntryProps {
  readonly error: LoggedError;
  readonly nameOf: (index: number | null) => string;
  /** The component is named: the list is not about one only. */
  readonly isNamed: boolean;
}

function Entry({ error, nameOf, isNamed }: EntryProps) {
  const { bit, count, firstPs, headerLog, message, rootPort, severity } = error;
  return (
    <li className="border-t border-line py-2 first:border-t-0 first:pt-0">
      <div className="flex items-baseline gap-2">
        <span className="min-w-0">
          {isNamed && <span className="font-strong">{nameOf(error.function)}: </span>}
          {words.names[error.error]}
        </span>
        <button
          type="button"
          data-tip={words.goTo}
          className="ml-auto flex-none rounded-chip px-1 text-ink-2 tabular-nums hover:bg-hover hover:text-ink"
          onClick={() => usePlayback.getState().seek(firstPs)}
        >
          {formatTime(firstPs)}
        </button>
      </div>
      <p className="m-0 text-ink-2">
        {words.register(bit)}, {words.severity[severity]}
        {count > 1 && `, ${words.times(count)}`}
      </p>
      <p className="m-0 text-ink-2">
        <code>{message}</code>{' '}
        {rootPort === null || rootPort === error.function
          ? words.inside
          : words.goesTo(nameOf(rootPort))}
      </p>
      <p className="m-0 text-ink-2">
        {headerLog === null ? (
          words.noHeader
        ) : (
          <code aria-label={words.header}>{headerLog.map(dw).join(' ')}</code>
        )}
      </p>
    </li>
  );
}

/** What a component logs in this run, or all of them do: AER bit, severity, message, header of the first TLP. */
export function ErrorSection({ component }: { readonly component: string | null }) {
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const all = useMemo(
    () => (machine === null || run === null ? [] : errorJournal(machine, run)),
    [machine, run],
  );
  const errors = all.filter(
    (error) => component === null || machine?.functions[error.function]?.id === component,
  );
  if (errors.length === 0) return null;
  return (
    <Section title={component === null ? words.all : words.own}>
      <ol className="m-0 list-none p-0" data-testid="errors">
        {errors.slice(0, SHOWN).map((error) => (
          <Entry
            key={`${error.function} ${error.error} ${error.firstPs} ${error.transferId ?? ''}`}
            error={error}
            nameOf={(index) => machine?.functions[index ?? -1]?.name ?? ''}
            isNamed={component === null}
          />
        ))}
      </ol>
      {errors.length > SHOWN && (
        <p className="m-0 text-ink-2">{words.more(errors.length - SHOWN)}</p>
      )}
    </Section>
  );
}

import { GitFork } from 'lucide-react';
import { panelStrings } from '../strings/panels.ts';
import { tlpStrings } from '../strings/tlp.ts';
import type { FieldRow } from './field-rows.ts';
import { GROUP_FILL } from './link.ts';
import type { FieldLink } from './link.ts';

interface Props extends FieldLink {
  readonly rows: readonly FieldRow[];
  /** Value of each field before a person edited it. */
  readonly before: ReadonlyMap<string, string>;
}

/** Names, values and meanings. Up and Down walk the fields; a fork marks what routing looks at. */
export function FieldTree({ rows, before, field, setField }: Props) {
  const move = (step: number): void => {
    const at = rows.findIndex((row) => row.field === field);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
    if (!next) return;
    setField(next.field);
    document.getElementById(`field-${next.field}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <section
      aria-label={panelStrings.bytes.fields}
      className="flex w-66 min-w-0 flex-none flex-col border-line max-[1023px]:w-auto max-[1023px]:border-b min-[1024px]:border-r"
    >
      <div
        role="listbox"
        aria-label={panelStrings.bytes.fields}
        aria-activedescendant={field === null ? undefined : `field-${field}`}
        tabIndex={0}
        className="min-h-0 flex-1 p-1 min-[1024px]:overflow-y-auto"
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          move(event.key === 'ArrowDown' ? 1 : -1);
        }}
      >
        {rows.map((row) => {
          const was = before.get(row.field) ?? row.value;
          const isEdited = was !== row.value;
          return (
            <div
              key={row.field}
              id={`field-${row.field}`}
              role="option"
              aria-selected={row.field === field}
              data-tip={row.meaning}
              className={`flex h-6 items-center gap-2 rounded-chip px-2 text-s ${row.field === field ? 'bg-here-soft' : ''}`}
              onPointerEnter={() => setField(row.field)}
            >
              <span
                aria-hidden="true"
                className={`size-2.5 flex-none rounded-[2px] border border-line-strong ${GROUP_FILL[row.group]}`}
              />
              <span className="w-20 flex-none truncate">{row.name}</span>
              <code className={`truncate font-mono ${isEdited ? 'font-strong text-here' : ''}`}>
                {row.value}
              </code>
              {isEdited && (
                <span className="truncate text-ink-3">
                  {tlpStrings.was(was === '' ? '0' : was)}
                </span>
              )}
              {row.routes && (
                <GitFork
                  size={14}
                  strokeWidth={1.75}
                  aria-label={panelStrings.bytes.routes}
                  className="ml-auto flex-none text-ink-2"
                />
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}

import { Search } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Preset } from '../../core/scenario/presets/preset.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { paletteEntries } from './entries.ts';
import type { PaletteEntry } from './entries.ts';

function close(): void {
  useView.getState().set({ dialog: null, paletteStart: '' });
}

function run(entry: PaletteEntry | undefined): void {
  if (!entry) return;
  close();
  entry.run();
}

/** Every action, device, example and event by typing. */
export function Palette() {
  const [typed, setTyped] = useState(() => useView.getState().paletteStart);
  const [active, setActive] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  // null: they are on their way.
  const [examples, setExamples] = useState<readonly Preset[] | null>(null);
  // What was typed when Enter was pressed before there was anything to run.
  const waiting = useRef<string | null>(null);
  const entries = useMemo(() => paletteEntries(typed, examples ?? []), [typed, examples]);
  useEffect(() => {
    let isOpen = true;
    void import('../../core/scenario/presets/index.ts').then(({ PRESETS }) => {
      setExamples(PRESETS);
      if (isOpen && waiting.current !== null) run(paletteEntries(waiting.current, PRESETS)[0]);
      return PRESETS;
    });
    return () => {
      isOpen = false;
    };
  }, []);

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const before = document.activeElement;
    element.showModal();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active, listId]);

  const onKeyDown = (event: KeyboardEvent) => {
    const last = entries.length - 1;
    if (event.key === 'ArrowDown') setActive(Math.min(last, active + 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(0, active - 1));
    else if (event.key === 'PageDown') setActive(Math.min(last, active + 8));
    else if (event.key === 'PageUp') setActive(Math.max(0, active - 8));
    else if (event.key === 'Enter' && examples === null && last < 0) waiting.current = typed;
    else if (event.key === 'Enter') run(entries[active]);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      aria-label={strings.palette.title}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) close();
      }}
      className="mx-auto mt-[12vh] w-160 max-w-[94vw] flex-col overflow-hidden rounded-surface border border-line bg-overlay p-0 text-ink shadow-dialog open:flex"
    >
      <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
        <Search size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
        <input
          role="combobox"
          aria-label={strings.palette.title}
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={entries.length > 0 ? `${listId}-${active}` : undefined}
          aria-autocomplete="list"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- opening a modal search moves focus into it.
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={typed}
          placeholder={strings.palette.placeholder}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
            waiting.current = null;
          }}
          onKeyDown={onKeyDown}
          className="grow bg-transparent text-m outline-none placeholder:text-ink-3"
        />
      </div>
      <Results
        id={listId}
        entries={entries}
        active={active}
        empty={examples === null ? strings.shell.loading : strings.palette.empty}
        onRun={run}
      />
      <p role="status" className="sr-only">
        {entries.length === 0 ? strings.palette.empty : strings.palette.count(entries.length)}
      </p>
    </dialog>
  );
}

interface ResultsProps {
  readonly id: string;
  readonly entries: readonly PaletteEntry[];
  readonly active: number;
  /** Said where there are none. */
  readonly empty: string;
  readonly onRun: (entry: PaletteEntry) => void;
}

function Results({ id, entries, active, empty, onRun }: ResultsProps) {
  if (entries.length === 0) {
    return <p className="p-4 text-ink-2">{empty}</p>;
  }
  return (
    <div
      id={id}
      role="listbox"
      aria-label={strings.palette.results}
      className="max-h-[50vh] overflow-auto p-1"
    >
      {entries.map((entry, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the search field handles the keys of its list.
        <div
          key={`${entry.kind}-${entry.id}`}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onClick={() => onRun(entry)}
          className="flex min-h-8 cursor-pointer items-center gap-3 rounded-control px-3 hover:bg-hover aria-selected:bg-here-soft pointer-coarse:min-h-11"
        >
          <span className="shrink-0">{entry.title}</span>
          <span
            className={`min-w-0 grow truncate text-right text-ink-3 ${
              entry.kind === 'example' ? '' : 'font-mono'
            }`}
          >
            {entry.detail}
          </span>
          <span className="w-16 shrink-0 text-right text-ink-3">
            {strings.palette.kinds[entry.kind]}
          </span>
        </div>
      ))}
    </div>
  );
}

import { Search } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Preset } from '../../core/scenario/presets/preset.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { paletteEntries } from './entries.ts';
import type { PaletteEntry } from './entries.ts';

/** Every action, device, example and event by typing. */
export function Palette() {
  const [typed, setTyped] = useState(() => useView.getState().paletteStart);
  const [active, setActive] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [examples, setExamples] = useState<readonly Preset[]>([]);
  const entries = useMemo(() => paletteEntries(typed, examples), [typed, examples]);
  useEffect(() => {
    void import('../../core/scenario/presets/index.ts').then(({ PRESETS }) => {
      setExamples(PRESETS);
      return PRESETS;
    });
  }, []);
  const close = () => useView.getState().set({ dialog: null, paletteStart: '' });
  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    close();
    entry.run();
  };

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
          }}
          onKeyDown={onKeyDown}
          className="grow bg-transparent text-m outline-none placeholder:text-ink-3"
        />
      </div>
      <Results id={listId} entries={entries} active={active} onRun={run} />
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
  readonly onRun: (entry: PaletteEntry) => void;
}

function Results({ id, entries, active, onRun }: ResultsProps) {
  if (entries.length === 0) {
    return <p className="p-4 text-ink-2">{strings.palette.empty}</p>;
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

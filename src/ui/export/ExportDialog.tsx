import { Check } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { runCommand } from '../../commands/registry.ts';
import { saveAs, useExport } from '../../store/exporting.ts';
import type { SavedFormat } from '../../store/exporting.ts';
import { closeDialog } from '../dialogs/close.ts';
import { stopFilm } from '../picture/film.ts';
import { strings as common } from '../strings/en.ts';
import { strings } from '../strings/export.ts';
import { Button } from '../widgets/Button.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { PicturePreview } from './PicturePreview.tsx';

type Entry = keyof typeof strings.formats;

const GROUPS: readonly (readonly [title: string, entries: readonly Entry[]])[] = [
  [strings.groups.document, ['scenario', 'link', 'markdown']],
  [strings.groups.machine, ['lspci', 'qemu', 'mermaid']],
  [strings.groups.run, ['csv', 'ndjson', 'perfetto', 'pcapng']],
];

const PICTURES: readonly Entry[] = ['png', 'svg', 'webm', 'print'];

function choose(entry: Entry): void {
  if (entry === 'link') runCommand('document.share');
  else if (entry === 'print') {
    closeDialog();
    runCommand('document.print');
  } else void saveAs(entry);
}

/** Every way out: pictures, the document, the machine and its run in the forms of other programs. */
export function ExportDialog() {
  const busy = useExport((state) => state.busy);
  const close = () => {
    if (busy === 'webm') stopFilm();
    useExport.setState({ done: null, problem: null });
    closeDialog();
  };
  return (
    <Dialog
      title={strings.title}
      onClose={close}
      size="max-h-[92vh] w-[880px] max-w-[94vw]"
      footer={
        <>
          <Check size={16} strokeWidth={1.75} aria-hidden className="text-ink-2" />
          <span className="grow text-ink-2">{strings.privacy}</span>
          <Button onClick={close}>{common.shell.close}</Button>
        </>
      }
    >
      <div className="grid grid-cols-3 gap-4 border-b border-line p-4 max-[720px]:grid-cols-1">
        <PicturePreview />
        <section aria-label={strings.groups.picture} className="flex flex-col">
          <h3 className="px-2 pb-1 text-m font-strong">{strings.groups.picture}</h3>
          <Entries entries={PICTURES} busy={busy} />
          <p className="mt-auto px-2 pt-2 text-ink-2">{strings.pictureWhat}</p>
        </section>
      </div>
      <div className="grid grid-cols-3 gap-4 p-4 max-[720px]:grid-cols-1">
        {GROUPS.map(([title, entries]) => (
          <section key={title} aria-label={title}>
            <h3 className="px-2 pb-1 text-m font-strong">{title}</h3>
            <Entries entries={entries} busy={busy} />
          </section>
        ))}
      </div>
      <Outcome />
    </Dialog>
  );
}

interface EntriesProps {
  readonly entries: readonly Entry[];
  readonly busy: SavedFormat | null;
}

function Entries({ entries, busy }: EntriesProps) {
  return (
    <ul className="m-0 flex list-none flex-col p-0">
      {entries.map((entry) => {
        const { name, what } = strings.formats[entry];
        return (
          <li key={entry}>
            <button
              type="button"
              disabled={busy !== null}
              aria-label={`${name}: ${what}`}
              onClick={() => choose(entry)}
              className="flex min-h-11 w-full flex-col justify-center rounded-control px-2 py-0.5 text-left hover:bg-hover disabled:opacity-55"
            >
              <span className="font-strong">{name}</span>
              <span className="text-ink-2">{what}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** So many remarks are written out. */
const SHOWN = 6;

/** What is being written, what was saved and what the file lacks. */
function Outcome() {
  const { busy, done, problem } = useExport();
  const notes = done?.notes ?? [];
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (busy !== null || done !== null || problem !== null) {
      place.current?.scrollIntoView({ block: 'end' });
    }
  }, [busy, done, problem]);
  return (
    <div
      ref={place}
      role="status"
      className="px-6 text-ink-2 [&:not(:empty)]:border-t [&:not(:empty)]:border-line [&:not(:empty)]:py-3"
    >
      {busy !== null && (
        <p className="flex items-center gap-3">
          {busy === 'webm' ? strings.recording : strings.working(strings.formats[busy].name)}
          {busy === 'webm' && (
            <Button look="outline" onClick={stopFilm}>
              {strings.stop}
            </Button>
          )}
        </p>
      )}
      {done !== null && (
        <p>
          {notes.length === 0 ? strings.saved(done.file) : strings.notes(done.file, notes.length)}
        </p>
      )}
      {notes.length > 0 && (
        <ul className="list-disc pt-1 pl-5">
          {notes.slice(0, SHOWN).map((note) => (
            <li key={note}>{note}</li>
          ))}
          {notes.length > SHOWN && <li>{strings.more(notes.length - SHOWN)}</li>}
        </ul>
      )}
      {problem !== null && <p className="text-stop">{common.notices.exportFailed(problem)}</p>}
    </div>
  );
}

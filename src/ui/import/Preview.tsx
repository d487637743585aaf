import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Import, InputFile } from '../../formats/import.ts';
import type { ImportStage, MergePreview } from '../../store/importing.ts';
import { resetImport } from '../../store/importing.ts';
import { strings } from '../strings/en.ts';
import { Button } from '../widgets/Button.tsx';
import { PreviewTree } from './PreviewTree.tsx';
import { lineIndex } from './source-lines.ts';

interface PreviewProps {
  readonly stage: ImportStage;
  readonly files: readonly InputFile[];
  /** Brings a line of the source into view. */
  readonly onLine: (index: number) => void;
}

/** What was read, assumed and ignored; progress while reading; one sentence when nothing can be read. */
export function Preview({ stage, files, onLine }: PreviewProps) {
  return (
    <section
      aria-label={strings.import.preview}
      aria-live="polite"
      className="min-h-0 overflow-auto border-l border-line px-4 py-3"
    >
      <h3 className="text-m font-strong">{strings.import.preview}</h3>
      {stage.kind === 'empty' ? (
        <p className="mt-2 text-ink-2">{strings.import.nothingYet}</p>
      ) : null}
      {stage.kind === 'reading' ? <Reading share={stage.share} /> : null}
      {stage.kind === 'problem' ? (
        <Message look="warn" title={strings.import.refused}>
          <p role="alert">{stage.text}</p>
        </Message>
      ) : null}
      {stage.kind === 'document' ? (
        <p className="mt-2">
          {strings.import.savedDocument(stage.scenario.title, stage.scenario.components.length)}
        </p>
      ) : null}
      {stage.kind === 'preview' ? (
        <>
          <Report imported={stage.imported} files={files} onLine={onLine} />
          {stage.merge === null ? null : (
            <MergeReport merge={stage.merge} files={files} onLine={onLine} />
          )}
        </>
      ) : null}
    </section>
  );
}

function Reading({ share }: { readonly share: number }) {
  return (
    <div className="mt-3 flex flex-col items-start gap-2">
      <progress
        aria-label={strings.import.reading}
        value={share}
        max={1}
        className="h-1.5 w-full overflow-hidden rounded-full bg-sunken [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-solid"
      />
      <Button look="outline" onClick={resetImport}>
        {strings.import.stop}
      </Button>
    </div>
  );
}

interface MessageProps {
  readonly look: 'note' | 'warn';
  readonly title: string;
  readonly children: ReactNode;
}

function Message({ look, title, children }: MessageProps) {
  const isWarning = look === 'warn';
  const Icon = isWarning ? TriangleAlert : Info;
  return (
    <div
      className={`mt-2 flex gap-2 rounded-control px-2.5 py-2 ${isWarning ? 'bg-detour-soft' : 'bg-sunken'}`}
    >
      <Icon
        size={16}
        strokeWidth={1.75}
        aria-hidden
        className={`mt-px shrink-0 ${isWarning ? 'text-detour' : 'text-ink-2'}`}
      />
      <div className="min-w-0">
        <p className="font-strong">{title}</p>
        <div className="text-ink-2">{children}</div>
      </div>
    </div>
  );
}

/** So many entries of a list are written out; more would bury the tree. */
const SHOWN = 8;

interface EntriesProps {
  readonly entries: readonly {
    readonly line: number;
    readonly file?: string;
    readonly text: string;
  }[];
  readonly files: readonly InputFile[];
  readonly onLine: (index: number) => void;
}

function Entries({ entries, files, onLine }: EntriesProps) {
  const rest = entries.length - SHOWN;
  return (
    <ul className="flex flex-col gap-1">
      {entries.slice(0, SHOWN).map((entry, key) => {
        const index = lineIndex(files, entry);
        return (
          <li key={key}>
            {index === null ? null : (
              <button
                type="button"
                onClick={() => onLine(index)}
                className="mr-1 font-mono text-ink underline underline-offset-2"
              >
                {strings.import.line(entry.line)}
              </button>
            )}
            {entry.text}
          </li>
        );
      })}
      {rest > 0 ? <li>{strings.import.more(rest)}</li> : null}
    </ul>
  );
}

interface MergeReportProps extends Omit<EntriesProps, 'entries'> {
  readonly merge: MergePreview;
}

/** What would become of the open machine, before it does. */
function MergeReport({ merge, files, onLine }: MergeReportProps) {
  const { added, contradictions, problem } = merge;
  return (
    <Message
      look={contradictions.length > 0 || problem !== null ? 'warn' : 'note'}
      title={strings.import.mergeTitle}
    >
      <p>{problem ?? strings.import.mergeCounts(added, contradictions.length)}</p>
      <Entries
        entries={contradictions.map((one) => ({ ...one, text: `${one.text}: ${one.reason}` }))}
        files={files}
        onLine={onLine}
      />
    </Message>
  );
}

interface ReportProps extends Omit<EntriesProps, 'entries'> {
  readonly imported: Import;
}

function Report({ imported, files, onLine }: ReportProps) {
  const { functions, assumed, ignored, dropped, read } = imported;
  const counts: readonly (readonly [number, string])[] = [
    [functions.length, strings.import.functions],
    [read.length, strings.import.facts],
    [assumed.length, strings.import.assumed],
    [ignored.length, strings.import.ignored],
  ];
  return (
    <>
      <p className="mt-1 flex flex-wrap gap-x-4 text-ink-2">
        {counts.map(([count, word]) => (
          <span key={word}>
            <b className="font-strong text-ink">{count}</b> {word}
          </span>
        ))}
      </p>
      <PreviewTree functions={functions} />
      {ignored.length > 0 ? (
        <Message look="warn" title={strings.import.ignoredTitle(ignored.length)}>
          <Entries
            entries={ignored.map((one) => ({ ...one, text: one.reason }))}
            files={files}
            onLine={onLine}
          />
        </Message>
      ) : null}
      {assumed.length > 0 ? (
        <Message look="note" title={strings.import.assumedTitle(assumed.length)}>
          <Entries
            entries={assumed.map((one) => ({ ...one, text: one.fact }))}
            files={files}
            onLine={onLine}
          />
        </Message>
      ) : null}
      {dropped.length > 0 ? (
        <p className="mt-2 text-ink-2">{strings.import.dropped(dropped.length)}</p>
      ) : null}
    </>
  );
}

import { Check } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { DragEvent } from 'react';
import type { InputFile } from '../../formats/import.ts';
import { readDropped } from '../../store/dropped.ts';
import {
  acceptImport,
  mergeImport,
  readFiles,
  resetImport,
  useImport,
} from '../../store/importing.ts';
import type { ImportStage } from '../../store/importing.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { Button } from '../widgets/Button.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { Preview } from './Preview.tsx';
import { SourceLines } from './SourceLines.tsx';
import { SourceText } from './SourceText.tsx';
import { linesOf, marksOf } from './source-lines.ts';

function asideOf(stage: ImportStage, lineCount: number): string | undefined {
  if (stage.kind === 'preview') return strings.import.detected(stage.imported.format, lineCount);
  if (stage.kind === 'document') return strings.import.detectedDocument;
  return undefined;
}

/** More text than this is not put back into the text field, which would freeze the page. Characters. */
const EDITABLE_LENGTH = 500_000;

function editableText(files: readonly InputFile[]): string {
  const length = files.reduce((sum, file) => sum + file.text.length, 0);
  return length > EDITABLE_LENGTH ? '' : files.map((file) => file.text).join('\n');
}

/** Paste, drop or choose the text of a machine; see what it says; open it or merge it. */
export function ImportDialog() {
  const stage = useImport((state) => state.stage);
  const files = useImport((state) => state.files);
  const [selectedLine, setSelectedLine] = useState<number | null>(null);
  const close = () => {
    resetImport();
    useView.getState().set({ dialog: null });
  };
  const read = (given: readonly InputFile[]) => {
    if (given.length > 0) readFiles(given);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    void readDropped(event.dataTransfer.files);
  };
  const lines = useMemo(() => linesOf(files), [files]);
  const text = useMemo(() => editableText(files), [files]);
  const canAccept = stage.kind === 'preview' || stage.kind === 'document';

  return (
    <Dialog
      title={strings.import.title}
      aside={asideOf(stage, lines.length)}
      onClose={close}
      size="h-[584px] max-h-[92vh] w-[1040px] max-w-[94vw]"
      footer={
        <>
          <Check size={16} strokeWidth={1.75} aria-hidden className="text-ink-2" />
          <span className="grow text-ink-2">{strings.import.privacy}</span>
          <Button onClick={close}>{strings.shell.cancel}</Button>
          {stage.kind === 'preview' && stage.merge !== null ? (
            <Button
              look="outline"
              disabled={stage.merge.scenario === null}
              onClick={() => {
                mergeImport();
                close();
              }}
            >
              {strings.import.merge}
            </Button>
          ) : null}
          <Button
            look="solid"
            disabled={!canAccept || (stage.kind === 'preview' && !stage.isMachine)}
            onClick={() => {
              const isPasted =
                stage.kind === 'preview' && files[0]?.name === strings.import.pastedName;
              acceptImport(isPasted ? strings.import.importedTitle : null);
              close();
            }}
          >
            {strings.import.newDocument}
          </Button>
        </>
      }
    >
      <div
        onDragOver={(event) => event.preventDefault()}
        onDrop={onDrop}
        className="grid min-h-0 grow grid-cols-[1fr_344px] max-[800px]:grid-cols-1 max-[800px]:grid-rows-[minmax(160px,1fr)_auto]"
      >
        {canAccept && files.length > 0 ? (
          <SourceLines
            lines={lines}
            marks={stage.kind === 'preview' ? marksOf(stage.imported, files) : new Map()}
            selected={selectedLine}
          />
        ) : (
          <SourceText
            text={text}
            onText={(text) => read([{ name: strings.import.pastedName, text }])}
            onFiles={(list) => void readDropped(list)}
          />
        )}
        <Preview stage={stage} files={files} onLine={setSelectedLine} />
      </div>
    </Dialog>
  );
}

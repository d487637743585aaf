import { FileText } from 'lucide-react';
import { useRef } from 'react';
import { strings } from '../strings/en.ts';
import { Button } from '../widgets/Button.tsx';

interface SourceTextProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onFiles: (files: FileList) => void;
}

/** Where text is pasted, or files are dropped or chosen. */
export function SourceText({ text, onText, onFiles }: SourceTextProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <div className="flex min-h-0 flex-col gap-3 bg-sunken p-4">
      <p className="text-ink-2">{strings.import.how}</p>
      <textarea
        ref={field}
        aria-label={strings.import.paste}
        placeholder={strings.import.placeholder}
        defaultValue={text}
        spellCheck={false}
        autoComplete="off"
        // What a paste brings is read at once; typed text waits for the button below.
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text/plain');
          if (pasted === '' || field.current?.value !== '') return;
          event.preventDefault();
          onText(pasted);
        }}
        className="min-h-24 grow resize-none rounded-card border border-line-strong bg-raised p-3 font-mono placeholder:text-ink-3"
      />
      <div className="flex flex-wrap gap-2">
        <Button look="outline" onClick={() => onText(field.current?.value ?? '')}>
          {strings.import.read}
        </Button>
        <Button look="outline" onClick={() => chooser.current?.click()}>
          <FileText size={16} strokeWidth={1.75} aria-hidden />
          {strings.import.choose}
        </Button>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label={strings.import.choose}
          onChange={(event) => {
            if (event.target.files) onFiles(event.target.files);
          }}
        />
      </div>
    </div>
  );
}

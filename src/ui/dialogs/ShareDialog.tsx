import { Copy, Download } from 'lucide-react';
import { useMemo } from 'react';
import { notify } from '../../store/notices.ts';
import { downloadDocument } from '../../store/download.ts';
import { presentLink } from '../../store/sharing.ts';
import { copyText } from '../../store/transfer-files.ts';
import { strings } from '../strings/en.ts';
import { Button } from '../widgets/Button.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { closeDialog } from './close.ts';

const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** The link that opens exactly what is seen now, and the document as a file. */
export function ShareDialog() {
  const { url, isLong } = useMemo(() => presentLink(), []);
  const copy = async () => {
    const isCopied = await copyText(url);
    notify({ kind: isCopied ? 'copied' : 'copyFailed' });
    if (isCopied) closeDialog();
  };
  return (
    <Dialog
      title={strings.share.title}
      onClose={closeDialog}
      size="w-[560px] max-w-[94vw]"
      footer={
        <>
          <span className="grow" />
          <Button look="outline" onClick={downloadDocument}>
            <Download {...ICON} />
            {strings.share.download}
          </Button>
          <Button look="solid" onClick={() => void copy()}>
            <Copy {...ICON} />
            {strings.share.copy}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        <p className="text-ink-2">{strings.share.what}</p>
        <textarea
          readOnly
          aria-label={strings.share.link}
          value={url}
          rows={4}
          onFocus={(event) => event.currentTarget.select()}
          className="resize-none rounded-card border border-line-strong bg-raised p-2 font-mono break-all"
        />
        {isLong ? <p className="text-detour">{strings.share.long}</p> : null}
      </div>
    </Dialog>
  );
}

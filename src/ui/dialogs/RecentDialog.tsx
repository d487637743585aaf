import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { openStored } from '../../store/boot.ts';
import { notify } from '../../store/notices.ts';
import { listRecent, removeDocument } from '../../store/storage.ts';
import type { RecentDocument } from '../../store/storage.ts';
import { strings } from '../strings/en.ts';
import { IconButton } from '../widgets/Button.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { closeDialog } from './close.ts';

const TIME = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

const titleOf = (document: RecentDocument): string =>
  document.title === '' ? strings.shell.untitled : document.title;

/** Documents that this browser keeps, the latest first. */
export function RecentDialog() {
  const [list, setList] = useState<readonly RecentDocument[] | null>(null);
  useEffect(() => {
    void listRecent().then(setList);
  }, []);
  const open = async (id: string) => {
    closeDialog();
    if (!(await openStored(id))) notify({ kind: 'problem', text: strings.recent.unreadable });
  };
  const remove = async (id: string) => {
    await removeDocument(id);
    setList(await listRecent());
  };
  return (
    <Dialog
      title={strings.recent.title}
      onClose={closeDialog}
      size="max-h-[80vh] w-[560px] max-w-[94vw]"
    >
      {list?.length === 0 ? <p className="p-4 text-ink-2">{strings.recent.empty}</p> : null}
      <ul className="p-2">
        {(list ?? []).map((document) => (
          <li key={document.id} className="flex items-center">
            <button
              type="button"
              onClick={() => void open(document.id)}
              className="flex min-h-11 min-w-0 grow items-center gap-3 rounded-control px-2 text-left -outline-offset-2 hover:bg-hover"
            >
              <span className="min-w-0 grow">
                <span className="block truncate text-m font-strong">{titleOf(document)}</span>
                <span className="text-ink-2">{strings.recent.devices(document.deviceCount)}</span>
              </span>
              <span className="text-ink-3">{TIME.format(document.savedAt)}</span>
            </button>
            <IconButton
              label={strings.recent.remove(titleOf(document))}
              onClick={() => void remove(document.id)}
            >
              <Trash2 size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

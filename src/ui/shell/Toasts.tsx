import { X } from 'lucide-react';
import { useEffect } from 'react';
import { runCommand } from '../../commands/registry.ts';
import { openStored } from '../../store/boot.ts';
import { useDocument } from '../../store/document.ts';
import { useNotices } from '../../store/notices.ts';
import type { News, Notice } from '../../store/notices.ts';
import { takeUpdate } from '../../store/offline.ts';
import { downloadText } from '../../store/transfer-files.ts';
import { strings } from '../strings/en.ts';
import { Button, IconButton } from '../widgets/Button.tsx';

/** A notice with an action or a problem stays longer than one that only informs, ms. */
const SHORT_MS = 5_000;
const LONG_MS = 20_000;

interface ToastAction {
  readonly title: string;
  readonly run: () => void;
}

function wordsOf(news: News): string {
  switch (news.kind) {
    case 'problem':
    case 'unopened':
      return news.text;
    case 'exportFailed':
      return strings.notices.exportFailed(news.text);
    case 'removed':
      return strings.notices.removed(news.count);
    default:
      return strings.notices[news.kind];
  }
}

function actionsOf(news: News): readonly ToastAction[] {
  switch (news.kind) {
    case 'removed':
      return [{ title: strings.commands['edit.undo'], run: () => runCommand('edit.undo') }];
    case 'updateReady':
      return [{ title: strings.notices.update, run: takeUpdate }];
    case 'unopened':
      return [
        {
          title: strings.notices.saveRaw,
          run: () => downloadText('unopened.txt', news.raw, 'text/plain'),
        },
      ];
    case 'changedElsewhere':
      return [
        {
          title: strings.notices.reload,
          run: () => void openStored(useDocument.getState().id),
        },
        { title: strings.notices.keepBoth, run: () => useDocument.getState().fork() },
      ];
    default:
      return [];
  }
}

const isBad = (news: News): boolean =>
  news.kind === 'problem' ||
  news.kind === 'unopened' ||
  news.kind === 'copyFailed' ||
  news.kind === 'exportFailed';

function Toast({ notice }: { readonly notice: Notice }) {
  const { id, news } = notice;
  const dismiss = useNotices((state) => state.dismiss);
  const actions = actionsOf(news);
  const isLasting =
    news.kind === 'unopened' || news.kind === 'changedElsewhere' || news.kind === 'updateReady';
  useEffect(() => {
    if (isLasting) return;
    const isLong = actionsOf(news).length > 0 || isBad(news);
    const timer = setTimeout(() => dismiss(id), isLong ? LONG_MS : SHORT_MS);
    return () => clearTimeout(timer);
  }, [id, news, isLasting, dismiss]);
  return (
    <div
      role={isBad(news) ? 'alert' : 'status'}
      className="pointer-events-auto flex max-w-140 items-start gap-2 rounded-card border border-line bg-overlay py-1 pr-1 pl-3 shadow-pop"
    >
      <p className="py-1">{wordsOf(news)}</p>
      {actions.map((action) => (
        <Button
          key={action.title}
          className="font-strong text-ink"
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.title}
        </Button>
      ))}
      <IconButton label={strings.shell.dismiss} onClick={() => dismiss(id)}>
        <X size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}

/** Short news at the lower edge of the canvas. */
export function Toasts() {
  const notices = useNotices((state) => state.notices);
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-64 z-30 flex flex-col items-center gap-2 px-4 max-[640px]:bottom-24">
      {notices.map((notice) => (
        <Toast key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

import { X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { strings } from '../strings/en.ts';
import { IconButton } from './Button.tsx';

const FOCUSABLE =
  'button:not(:disabled), input:not(:disabled, [hidden]), select:not(:disabled), textarea:not(:disabled)';

interface DialogProps {
  readonly title: string;
  /** Stands after the title, quieter. */
  readonly aside?: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** Tailwind width and height of the surface. */
  readonly size: string;
  /** The body holds nothing that can take focus. */
  readonly isText?: boolean;
}

/** A modal dialog of the platform: it traps focus, closes on Escape and gives focus back. */
export function Dialog(props: DialogProps) {
  const { title, aside, onClose, children, footer, size, isText = false } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const before = document.activeElement;
    element.showModal();
    // What the dialog is for comes first, not its close button.
    const first = body.current?.querySelector<HTMLElement>('[data-first-focus]');
    (first ?? body.current?.querySelector<HTMLElement>(FOCUSABLE))?.focus();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      className={`m-auto flex-col overflow-hidden rounded-surface border border-line bg-overlay p-0 text-ink shadow-dialog open:flex max-sm:m-0 max-[640px]:h-dvh max-[640px]:max-h-none max-[640px]:w-screen max-[640px]:max-w-none max-[640px]:rounded-none ${size}`}
    >
      <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line px-4">
        <h2 id={id} className="text-l font-strong">
          {title}
        </h2>
        {aside === undefined ? null : <span className="truncate text-ink-2">{aside}</span>}
        <span className="grow" />
        <IconButton label={strings.shell.close} onClick={onClose}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </header>
      <div
        ref={body}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- text that scrolls must be reachable by keyboard.
        tabIndex={isText ? 0 : undefined}
        className="flex min-h-0 grow flex-col overflow-auto -outline-offset-2"
      >
        {children}
      </div>
      {footer === undefined ? null : (
        <footer className="flex min-h-14 shrink-0 flex-wrap items-center gap-2 border-t border-line px-4 py-2">
          {footer}
        </footer>
      )}
    </dialog>
  );
}

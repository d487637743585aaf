import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { rovingIndex } from './Tabs.tsx';

export interface MenuItem {
  readonly id: string;
  readonly title: string;
  /** A rule stands above it. */
  readonly startsGroup?: boolean;
  readonly icon?: ReactNode;
  readonly keys?: string | undefined;
  readonly isDisabled?: boolean;
  /** Given: a choice that is on or off. */
  readonly isChecked?: boolean;
  readonly onSelect: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** The inside of the button that opens it. */
  readonly children: ReactNode;
  readonly className?: string;
  readonly isIcon?: boolean;
  readonly testId?: string;
}

/** A button that opens a list of actions. Arrows move, Enter chooses, Escape and a click outside close. */
export function Menu(props: MenuProps) {
  const { label, items, children, className = '', isIcon = false, testId } = props;
  const [isOpen, setOpen] = useState(false);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const id = useId();
  const close = (returnFocus: boolean) => {
    setOpen(false);
    if (returnFocus) button?.focus();
  };
  return (
    <>
      <button
        ref={setButton}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        {...(isIcon ? { 'aria-label': label, 'data-tip': label } : {})}
        data-testid={testId}
        className={`inline-flex h-7 items-center gap-1.5 rounded-control px-2 text-ink-2 transition-colors duration-(--t-instant) hover:bg-hover hover:text-ink aria-expanded:bg-hover ${className}`}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
      </button>
      {isOpen ? (
        <MenuList id={id} label={label} items={items} anchor={button} close={close} />
      ) : null}
    </>
  );
}

interface MenuListProps {
  readonly id: string;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly anchor: HTMLElement | null;
  readonly close: (returnFocus: boolean) => void;
}

/** The list of a menu by itself, below an element of the caller; focus goes to its first entry. */
export function MenuList({ id, label, items, anchor, close }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const buttons = () => [
    ...(list.current?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? []),
  ];

  useLayoutEffect(() => {
    const menu = list.current;
    if (!menu || !anchor) return;
    menu.showPopover();
    const from = anchor.getBoundingClientRect();
    const room = menu.getBoundingClientRect();
    const left = Math.max(8, Math.min(from.left, window.innerWidth - room.width - 8));
    const below = from.bottom + 4;
    const top = below + room.height > window.innerHeight ? from.top - room.height - 4 : below;
    menu.style.left = `${left}px`;
    menu.style.top = `${Math.max(8, top)}px`;
    menu.querySelector<HTMLButtonElement>('button:not(:disabled)')?.focus();
  }, [anchor]);

  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => {
      const target = event.target;
      if (!(target instanceof Node)) return;
      if (list.current?.contains(target) === true || anchor?.contains(target) === true) return;
      close(false);
    };
    document.addEventListener('pointerdown', onPointerDown, true);
    return () => document.removeEventListener('pointerdown', onPointerDown, true);
  }, [anchor, close]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      close(true);
      return;
    }
    const all = buttons();
    const from = all.findIndex((one) => one === document.activeElement);
    const next = rovingIndex(event.key, from, all.length);
    if (next === null) return;
    event.preventDefault();
    all[next]?.focus();
  };

  return (
    <div
      ref={list}
      id={id}
      role="menu"
      aria-label={label}
      popover="manual"
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="fixed m-0 max-h-[80vh] min-w-48 overflow-y-auto rounded-card border border-line bg-overlay p-1 text-s text-ink shadow-pop"
    >
      {items.map((item) => (
        <MenuRow key={item.id} item={item} close={close} />
      ))}
    </div>
  );
}

function MenuRow({
  item,
  close,
}: {
  readonly item: MenuItem;
  readonly close: MenuListProps['close'];
}) {
  const role = item.isChecked === undefined ? 'menuitem' : 'menuitemcheckbox';
  return (
    <>
      {item.startsGroup === true ? <hr className="my-1 border-line" /> : null}
      <button
        type="button"
        role={role}
        aria-checked={item.isChecked}
        disabled={item.isDisabled}
        tabIndex={-1}
        onClick={() => {
          close(true);
          item.onSelect();
        }}
        className="flex min-h-7 w-full items-center gap-2 rounded-chip px-2 text-left -outline-offset-2 hover:bg-hover focus:bg-hover disabled:text-ink-3 disabled:opacity-55 pointer-coarse:min-h-11"
      >
        <span className="flex w-4 justify-center text-ink-2" aria-hidden>
          {item.isChecked === true ? '✓' : item.icon}
        </span>
        <span className="grow">{item.title}</span>
        {item.keys === undefined ? null : <kbd className="pl-4 text-ink-3">{item.keys}</kbd>}
      </button>
    </>
  );
}

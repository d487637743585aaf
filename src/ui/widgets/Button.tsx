import type { ButtonHTMLAttributes, ReactNode } from 'react';

type Look = 'quiet' | 'outline' | 'solid';

const LOOKS: Readonly<Record<Look, string>> = {
  quiet: 'text-ink-2 hover:bg-hover hover:text-ink aria-pressed:bg-hover aria-pressed:text-ink',
  outline: 'border border-line-strong bg-raised text-ink hover:bg-hover',
  solid: 'bg-solid px-3 font-strong text-ink-on hover:opacity-90',
};

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly children: ReactNode;
}

/** A button with words; an icon may stand before them. */
export function Button({ look = 'quiet', className = '', children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control px-2 text-s whitespace-nowrap transition-colors duration-(--t-instant) disabled:pointer-events-none disabled:text-ink-3 disabled:opacity-55 ${LOOKS[look]} ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The accessible name; also the tooltip. */
  readonly label: string;
  /** Shown after the name in the tooltip. */
  readonly keys?: string | undefined;
  readonly children: ReactNode;
}

/** A square button with an icon alone; its name shows as a tooltip on hover and focus. */
export function IconButton({ label, keys, className = '', children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={label}
      data-tip-keys={keys}
      className={`inline-flex size-7 shrink-0 items-center justify-center rounded-control text-ink-2 transition-colors duration-(--t-instant) hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:text-ink-3 disabled:opacity-55 aria-pressed:bg-hover aria-pressed:text-ink ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}

import type { ReactNode } from 'react';

/** A label before what it labels, one row of a form. The control carries the same label for assistive technology. */
export function Field({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="grid min-h-8 grid-cols-[96px_1fr] items-center gap-2">
      <span className="text-ink-2" aria-hidden>
        {label}
      </span>
      {children}
    </div>
  );
}

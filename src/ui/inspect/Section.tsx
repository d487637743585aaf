import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** A titled part of a form. */
export function Section({ title, children }: Props) {
  return (
    <section aria-label={title} className="border-b border-line px-3 py-3 last:border-b-0">
      <h3 className="m-0 mb-2 text-s font-strong">{title}</h3>
      {children}
    </section>
  );
}

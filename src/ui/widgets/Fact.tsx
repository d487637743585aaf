import type { ReactNode } from 'react';

interface Props {
  readonly name: string;
  readonly children: ReactNode;
}

/** One row of a definition list: quiet name left, value right. */
export function Fact({ name, children }: Props) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="m-0 min-w-0 text-ink">{children}</dd>
    </>
  );
}

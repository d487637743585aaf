import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  readonly summary: ReactNode;
  readonly children: ReactNode;
}

/** A line that opens into what it stands for. */
export function Disclosure({ summary, children }: Props) {
  return (
    <details className="group min-w-0 flex-1 py-1">
      <summary className="flex cursor-pointer list-none items-start gap-1 rounded-chip hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          strokeWidth={1.75}
          aria-hidden
          className="mt-0.5 flex-none text-ink-3 group-open:rotate-90"
        />
        <span className="min-w-0">{summary}</span>
      </summary>
      {children}
    </details>
  );
}

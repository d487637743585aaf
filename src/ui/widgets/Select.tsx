import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** `option` elements. */
  readonly children: ReactNode;
  readonly look?: 'quiet' | 'outline';
  readonly className?: string;
}

/** The platform's choice list in our clothes. */
export function Select(props: SelectProps) {
  const { label, value, onChange, children, look = 'quiet', className = '' } = props;
  const border = look === 'outline' ? 'border border-line-strong bg-raised text-ink' : 'text-ink-2';
  return (
    <span className={`relative inline-flex shrink-0 items-center ${className}`}>
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={`h-7 w-full appearance-none rounded-control bg-transparent pr-6 pl-2 hover:bg-hover hover:text-ink ${border}`}
      >
        {children}
      </select>
      <ChevronDown
        size={14}
        strokeWidth={1.75}
        aria-hidden
        className="pointer-events-none absolute right-1.5 text-ink-3"
      />
    </span>
  );
}

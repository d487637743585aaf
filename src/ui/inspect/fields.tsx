import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { Select } from '../widgets/Select.tsx';

interface RowProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** Label left, control right. */
export function FormRow({ label, children }: RowProps) {
  return (
    <div className="flex min-h-8 items-center gap-2">
      <span className="w-30 flex-none text-ink-2">{label}</span>
      <span className="flex min-w-0 flex-1 items-center gap-2">{children}</span>
    </div>
  );
}

interface ChoiceProps<T extends string | number> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few values. */
export function Choice<T extends string | number>(props: ChoiceProps<T>) {
  const { label, value, options, onChange } = props;
  return (
    <FormRow label={label}>
      <Select
        label={label}
        look="outline"
        className="w-full"
        value={String(value)}
        onChange={(text) => {
          const found = options.find((one) => String(one.value) === text);
          if (found) onChange(found.value);
        }}
      >
        {options.map((one) => (
          <option key={one.value} value={String(one.value)}>
            {one.text}
          </option>
        ))}
      </Select>
    </FormRow>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly isMono?: boolean;
  readonly placeholder?: string;
  /** Called when the person leaves the field or presses Enter, and only when the text changed. */
  readonly onCommit: (text: string) => void;
}

/** A line of text; Escape takes back what was typed. */
export function TextField({ label, value, isMono = false, placeholder, onCommit }: TextProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    if (draft !== null && draft !== value) onCommit(draft);
    setDraft(null);
  };
  return (
    <div className="flex min-h-8 items-center gap-2">
      <label htmlFor={id} className="w-30 flex-none text-ink-2">
        {label}
      </label>
      <input
        id={id}
        value={draft ?? value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        className={`h-7 min-w-0 flex-1 rounded-control border border-line-strong bg-raised px-2 placeholder:text-ink-3 ${isMono ? 'font-mono' : ''}`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
    </div>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** On or off. */
export function Toggle({ label, isOn, onChange }: ToggleProps) {
  return (
    <label className="flex min-h-8 cursor-pointer items-center gap-2">
      <span className="w-30 flex-none text-ink-2">{label}</span>
      <input
        type="checkbox"
        className="size-4 accent-(--here)"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}

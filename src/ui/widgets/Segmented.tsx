interface Props<Id extends string> {
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly title: string }[];
  readonly current: Id;
  readonly onSelect: (id: Id) => void;
}

/** A few alternatives side by side, one of them chosen. */
export function Segmented<Id extends string>({ label, options, current, onSelect }: Props<Id>) {
  return (
    <div
      role="group"
      aria-label={label}
      className="inline-flex flex-none rounded-control bg-sunken p-px"
    >
      {options.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === current}
          className="h-6 rounded-control border border-transparent px-2 text-s whitespace-nowrap text-ink-2 hover:text-ink aria-pressed:border-line-strong aria-pressed:bg-raised aria-pressed:font-strong aria-pressed:text-ink"
          onClick={() => {
            if (id !== current) onSelect(id);
          }}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

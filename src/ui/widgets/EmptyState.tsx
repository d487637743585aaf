interface Props {
  readonly title: string;
  readonly hint: string;
}

/** What an empty panel says: what would stand here, and what to do next. */
export function EmptyState({ title, hint }: Props) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-1 p-6 text-center">
      <p className="font-strong text-ink">{title}</p>
      <p className="text-ink-2">{hint}</p>
    </div>
  );
}

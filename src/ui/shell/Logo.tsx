/** The mark: a way up, over and down again. */
export function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden className="shrink-0 text-ink">
      <path
        d="M4 16V8a4 4 0 0 1 4-4h4a4 4 0 0 1 4 4v8"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
      <circle cx="4" cy="16" r="2.5" fill="currentColor" />
      <circle cx="16" cy="16" r="2.5" fill="currentColor" />
    </svg>
  );
}

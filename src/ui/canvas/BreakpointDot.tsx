/** Marks where playing stops. */
export function BreakpointDot({ className }: { readonly className: string }) {
  return (
    <span
      aria-hidden="true"
      data-breakpoint=""
      className={`absolute size-2.5 rounded-full border border-canvas bg-stop ${className}`}
    />
  );
}

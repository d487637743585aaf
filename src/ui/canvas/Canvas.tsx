/** The drawing. */
export function Canvas() {
  return <div role="application" aria-label="Canvas" className="h-full" />;
}

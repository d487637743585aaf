/** Asks where a request would go, and why. */
export function QueryPanel() {
  return <div className="grow" />;
}

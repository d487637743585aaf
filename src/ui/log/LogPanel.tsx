/** The trace as a table. */
export function LogPanel() {
  return <div className="grow" />;
}

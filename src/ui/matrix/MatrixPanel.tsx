/** All pairs at once. */
export function MatrixPanel() {
  return <div className="grow" />;
}

/** One card per hop of the selected flow: what happened, by which rule, and what would change it. */
export function ExplainPanel() {
  return <div className="grow" />;
}

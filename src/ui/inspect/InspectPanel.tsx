/** The selected component or link as a form. */
export function InspectPanel() {
  return <div className="grow" />;
}

/** One lane per link direction over time. */
export function TimelinePanel() {
  return <div className="grow" />;
}

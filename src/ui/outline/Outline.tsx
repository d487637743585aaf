/** Filled below. */
export function Outline() {
  return <div className="grow" />;
}

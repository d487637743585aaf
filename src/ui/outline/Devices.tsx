/** Filled below. */
export function Devices() {
  return <div className="grow" />;
}

/** The address spaces side by side. */
export function AddressesPanel() {
  return <div className="grow" />;
}

/** The selected TLP as fields, header words and bytes. */
export function BytesPanel() {
  return <div className="grow" />;
}

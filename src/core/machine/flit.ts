/** The fastest link that is not in flit mode, GT/s. */
const FASTEST_NON_FLIT = 32;

/** Whether each TLP on a link has an LCRC of its own: in flit mode the flit has a CRC. @source PCIe Base §4.2.3 */
export function hasLcrc(speedGtps: number): boolean {
  return speedGtps <= FASTEST_NON_FLIT;
}

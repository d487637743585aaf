import { ACS_BIT } from '../scenario/acs.ts';

/*
 * The two register words of the ACS extended capability (ID 000Dh), +04h capability and +06h control.
 * Bits 0 to 6 mean the same in both.
 * @source PCIe Base §7.7.12; Linux include/uapi/linux/pci_regs.h
 */

/** Capability bit 7: the enhanced control bits exist. */
export const ACS_CAP_ENHANCED = 1 << 7;
/** Control bit 7: I/O request blocking. */
export const ACS_CTL_IORB = 1 << 7;
/** Control bits [9:8]: access to memory targets of downstream ports. */
export const ACS_CTL_DSP_MT_SHIFT = 8;
/** Control bits [11:10]: access to memory targets of the upstream port. */
export const ACS_CTL_USP_MT_SHIFT = 10;
/** Control bit 12: unclaimed request redirect. */
export const ACS_CTL_UNCLAIMED_RR = 1 << 12;

/**
 * What Linux enables at boot: SV, RR, CR and UF.
 * @source Linux drivers/pci/pci.c pci_std_enable_acs()
 */
export const ACS_USUAL_CONTROL = ACS_BIT.SV | ACS_BIT.RR | ACS_BIT.CR | ACS_BIT.UF;

/** Bits of the egress control vector: capability [15:8], where 0 means 256. */
export function egressVectorSize(capability: number): number {
  const size = (capability >> 8) & 0xff;
  return size === 0 ? 256 : size;
}

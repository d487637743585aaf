import type { RuleId } from '../rules/catalogue.ts';
import type { AcsChange } from './acs-parameter.ts';
import type { Kernel } from './kernels.ts';
import { ACS_ISOLATION, ACS_REDIRECT } from './tree.ts';
import { ACS_BIT } from '../scenario/acs.ts';

/** What pci_enable_acs() sees of one function when the kernel sets it up. */
export interface AcsBoot {
  readonly kernel: Kernel;
  /** arm64 stands for a device-tree boot. */
  readonly arch: 'x86' | 'arm64';
  /** An IOMMU driver is active. */
  readonly iommu: boolean;
  /** `pci=noats`. */
  readonly noAts: boolean;
  /** External facing or untrusted: TB is set as with `noats`. */
  readonly untrusted?: boolean;
  readonly capability: number;
  /** Control word that firmware left. */
  readonly firmware: number;
  /** What `disable_acs_redir=` says about this function; null: nothing. */
  readonly disableRedir: AcsChange | null;
  /** What `config_acs=` says about this function; null: nothing. */
  readonly configAcs: AcsChange | null;
  /** A device-specific enabler handles it (Intel PCH root ports): the standard control word stays. */
  readonly hasOwnEnabler?: boolean;
}

/** One step of pci_enable_acs() that changed the word to be written. */
export interface AcsBootStep {
  readonly rule: RuleId;
  readonly control: number;
}

/** Bits 7 to 12 exist only with the enhanced capability (bit 7). @source PCIe Base §7.7.12.2 */
const ENHANCED = 0x80;
const ENHANCED_CONTROL = 0x1f80;

/** The control bits that a capability lets be written; all others read back 0. @source linux-dma.md §6 */
export function writableControl(capability: number): number {
  return (capability & 0x7f) | ((capability & ENHANCED) === 0 ? 0 : ENHANCED_CONTROL);
}

const apply = (control: number, { mask, value }: AcsChange): number =>
  (control & ~mask) | (value & mask);

/**
 * pci_enable_acs(): the ACS control word after boot, before any setpci.
 *
 * @returns the word as it reads back, and the steps that made it, first to last.
 * @source linux-dma.md §6; Linux drivers/pci/pci.c pci_enable_acs(), pci_disable_acs_redir() (6.1)
 */
export function acsAfterBoot(boot: AcsBoot): {
  readonly control: number;
  readonly steps: readonly AcsBootStep[];
} {
  const { kernel, capability, firmware } = boot;
  const writable = writableControl(capability);
  const steps: AcsBootStep[] = [{ rule: 'ACS-BOOT-FIRMWARE', control: firmware & writable }];
  let control = firmware;
  const step = (rule: RuleId, to: number): void => {
    control = to;
    steps.push({ rule, control: to & writable });
  };
  const isOwn = boot.hasOwnEnabler === true;
  if ((boot.iommu || boot.arch === 'arm64') && !isOwn) {
    step('ACS-BOOT-ENABLE', control | (capability & ACS_ISOLATION));
    if (boot.noAts || boot.untrusted === true) {
      step('ACS-BOOT-NO-ATS', control | (capability & ACS_BIT.TB));
    }
  }
  if (boot.disableRedir !== null && !isOwn) {
    const from = kernel.disableAcsRedirKeeps === 'firmware' ? firmware : control;
    step('ACS-BOOT-DISABLE-REDIR', apply(from, { mask: ACS_REDIRECT, value: 0 }));
  }
  if (boot.configAcs !== null && kernel.hasConfigAcs && !isOwn) {
    step('ACS-BOOT-CONFIG', apply(firmware, boot.configAcs));
  }
  return { control: control & writable, steps };
}

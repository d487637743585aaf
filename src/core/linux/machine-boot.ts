import { acsAfterBoot } from './acs-boot.ts';
import type { AcsBootStep } from './acs-boot.ts';
import { hasShiftedControl, usableCapability } from './acs-quirks.ts';
import { acsParameterFor } from './acs-parameter.ts';
import type { AcsChange } from './acs-parameter.ts';
import type { BootParameters } from './boot-parameters.ts';
import type { Kernel } from './kernels.ts';
import type { LinuxFunction, LinuxTree } from './tree.ts';

/** What decides about the ACS bits of a whole machine at boot. */
export interface MachineBoot {
  readonly kernel: Kernel;
  readonly arch: 'x86' | 'arm64';
  readonly iommu: boolean;
  readonly parameters: BootParameters;
  /** The control word that firmware left in a function. */
  readonly firmwareOf: (fn: LinuxFunction) => number;
}

/** One function's ACS after boot. */
export interface BootedAcs {
  readonly control: number;
  readonly steps: readonly AcsBootStep[];
  /** What the kernel logged when it refused a parameter for this function. */
  readonly refusals: readonly string[];
}

/**
 * Boots a machine as far as ACS goes.
 *
 * @returns per function the control word with its steps; null where there is no ACS capability.
 * @source linux-dma.md §6; Linux drivers/pci/pci.c pci_enable_acs()
 */
export function controlsAfterBoot(tree: LinuxTree, boot: MachineBoot): (BootedAcs | null)[] {
  const { kernel, arch, iommu, parameters } = boot;
  return tree.functions.map((fn, index) => {
    if (fn.acs === null) return null;
    const refusals: string[] = [];
    const read = (
      name: 'config_acs' | 'disable_acs_redir',
      text: string | null,
    ): AcsChange | null => {
      if (text === null) return null;
      const change = acsParameterFor(name, text, tree, index);
      if (change.ok) return change.value;
      refusals.push(change.error);
      return null;
    };
    const { control, steps } = acsAfterBoot({
      kernel,
      arch,
      iommu,
      noAts: parameters.noAts,
      capability: usableCapability(kernel, fn),
      firmware: boot.firmwareOf(fn),
      disableRedir: read('disable_acs_redir', parameters.disableAcsRedir),
      configAcs: kernel.hasConfigAcs ? read('config_acs', parameters.configAcs) : null,
      hasOwnEnabler: hasShiftedControl(kernel, fn),
    });
    return { control, steps, refusals };
  });
}

import { defined } from '../base/assert.ts';
import type { Operand } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import { quirkVerdict, usableCapability } from './acs-quirks.ts';
import type { QuirkContext } from './acs-quirks.ts';
import { isPcie, pathOf } from './tree.ts';
import { ACS_BIT } from '../scenario/acs.ts';
import type { LinuxFunction, LinuxTree } from './tree.ts';

/** Whether a function isolates as far as `flags` ask, and the rule that says so. */
export interface AcsEnabled {
  readonly isEnabled: boolean;
  readonly rule: RuleId;
  readonly operands: readonly Operand[];
}

/** An ACS bit that the capability does not implement counts as satisfied; EC must always be set if asked for. */
function flagsEnabled(context: QuirkContext, fn: LinuxFunction, flags: number): AcsEnabled {
  if (fn.acs === null) {
    const operands = [{ name: fn.name, value: 'no ACS capability', decided: true }];
    return { isEnabled: false, rule: 'ACS-ENABLED-FLAGS', operands };
  }
  const need = flags & (usableCapability(context.kernel, fn) | ACS_BIT.EC);
  const operands: Operand[] = [
    { name: 'needed', value: `0x${need.toString(16)}` },
    { name: 'control', value: `0x${fn.acs.control.toString(16)}`, decided: true },
  ];
  return { isEnabled: (fn.acs.control & need) === need, rule: 'ACS-ENABLED-FLAGS', operands };
}

/**
 * pci_acs_enabled(): whether the function passes nothing on to a peer as far as `flags` ask.
 *
 * @source linux-dma.md §5.1; Linux drivers/pci/pci.c pci_acs_enabled()
 */
export function acsEnabled(context: QuirkContext, fn: LinuxFunction, flags: number): AcsEnabled {
  const quirk = quirkVerdict(context, fn, flags);
  if (quirk !== null) {
    const operands = [{ name: 'quirk', value: quirk.quirk.name, decided: true }];
    return { isEnabled: quirk.isEnabled, rule: 'ACS-ENABLED-QUIRK', operands };
  }
  const fixed = (isEnabled: boolean, value: string): AcsEnabled => ({
    isEnabled,
    rule: 'ACS-ENABLED-KIND',
    operands: [{ name: fn.name, value, decided: true }],
  });
  if (!isPcie(fn)) return fixed(false, 'conventional PCI: shared bus');
  switch (fn.kind) {
    case 'pci-to-pcie-bridge':
    case 'pcie-to-pci-bridge':
    case 'rc-event-collector':
      return fixed(false, fn.kind);
    case 'root-port':
    case 'switch-downstream':
      return flagsEnabled(context, fn, flags);
    case 'endpoint':
    case 'legacy-endpoint':
    case 'rc-integrated-endpoint':
    case 'switch-upstream':
      return fn.multifunction ? flagsEnabled(context, fn, flags) : fixed(true, 'single function');
    case 'conventional':
    case 'conventional-bridge':
      return fixed(true, fn.kind);
  }
}

/**
 * pci_acs_path_enabled(): whether every function from `start` up to the root bus isolates.
 *
 * @returns the first function that does not, with its reason; null when the whole path is clean.
 * @source linux-dma.md §5.2; Linux drivers/pci/pci.c pci_acs_path_enabled()
 */
export function leakOnPath(
  tree: LinuxTree,
  context: QuirkContext,
  start: number,
  flags: number,
): { readonly at: number; readonly because: AcsEnabled } | null {
  for (const at of pathOf(tree, start)) {
    const because = acsEnabled(context, defined(tree.functions[at], 'function'), flags);
    if (!because.isEnabled) return { at, because };
  }
  return null;
}

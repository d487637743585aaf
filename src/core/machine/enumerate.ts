import type { Scenario } from '../scenario/schema.ts';
import { buildMachine } from './build.ts';
import { numberBuses } from './buses.ts';
import { checkComponents } from './check-components.ts';
import { checkCredits } from './check-credits.ts';
import { checkFaults } from './check-faults.ts';
import { checkTransfers } from './check-transfers.ts';
import { numberDevices } from './devices.ts';
import { regionsOf } from './regions.ts';
import { Report } from './report.ts';
import { buildTree } from './tree.ts';
import type { Diagnostic, Machine } from './types.ts';
import { assignAddresses } from './windows.ts';

/** A numbered machine, or none; and everything that was found on the way. */
export interface Enumeration {
  /** null when a diagnostic is an error. */
  readonly machine: Machine | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Numbers and addresses a Scenario the way firmware does: device numbers, buses depth first, bridge
 * windows, BARs; what the document states is kept. Tolerates what real machines show (unconfigured
 * bridges, buses outside their parent, BARs without room) with a warning.
 *
 * @returns every problem found, not just the first; no machine when one of them is an error. What is
 *   connected to nothing is left out of the machine with a warning.
 */
export function enumerate(scenario: Scenario): Enumeration {
  const report = new Report();
  const tree = buildTree(scenario, report);
  checkComponents(scenario, tree, report);
  const regions = regionsOf(tree.hosts, report);
  numberDevices(tree, report);
  const rootBus = numberBuses(tree, report);
  const map = assignAddresses(tree, regions, report);
  const { diagnostics } = report;
  if (report.hasErrors) return { machine: null, diagnostics };
  const machine = buildMachine(scenario, tree, rootBus, map, report);
  checkTransfers(machine, report);
  checkCredits(machine, report);
  checkFaults(machine, report);
  return { machine: report.hasErrors ? null : machine, diagnostics };
}

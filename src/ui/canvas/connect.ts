import { newLink } from '../../core/scenario/defaults.ts';
import type { Edit } from '../../core/scenario/edit.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { isPluggable } from '../../store/outline.ts';

/** Why a device cannot go into a port. */
export type Refusal = 'occupied' | 'plugged' | 'notPluggable' | 'loop';

/** What a component is inside of or plugged into, or null. */
function above(scenario: Scenario, id: string): string | null {
  const component = scenario.components.find((one) => one.id === id);
  const parent = component && 'parent' in component ? component.parent : null;
  return parent ?? scenario.links.find((link) => link.to === id)?.from ?? null;
}

/**
 * Whether a device may be plugged into a port, so that the machine stays a tree.
 *
 * @returns null when it may; else the first reason why not.
 */
export function refusalOf(scenario: Scenario, portId: string, deviceId: string): Refusal | null {
  const device = scenario.components.find((one) => one.id === deviceId);
  if (!device || !isPluggable(device)) return 'notPluggable';
  if (scenario.links.some((link) => link.from === portId)) return 'occupied';
  if (scenario.links.some((link) => link.to === deviceId)) return 'plugged';
  const seen = new Set<string>();
  for (let id: string | null = portId; id !== null && !seen.has(id); id = above(scenario, id)) {
    if (id === deviceId) return 'loop';
    seen.add(id);
  }
  return null;
}

/** The edit that plugs a device into a port, x16 Gen5 until somebody says otherwise. */
export function plugIn(portId: string, deviceId: string): Edit {
  return { kind: 'connect', link: newLink({ from: portId, to: deviceId }) };
}

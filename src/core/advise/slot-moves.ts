import { defined } from '../base/assert.ts';
import { formatBdf } from '../base/bdf.ts';
import type { Machine, MachineFunction } from '../machine/types.ts';
import type { Edit } from '../scenario/edit.ts';
import type { FunctionComponent } from '../scenario/schema.ts';
import type { Change } from './changes.ts';
import type { Pair } from './probe.ts';

/** More empty slots than this are not tried: a person would not, either. */
const MOST_SLOTS = 8;

function componentOf(machine: Machine, id: string): FunctionComponent | null {
  const found = machine.scenario.components.find((component) => component.id === id);
  return found !== undefined && 'acs' in found ? found : null;
}

/** Ports with nothing in their slot. */
function emptyPorts(machine: Machine): MachineFunction[] {
  return machine.functions
    .filter(
      ({ kind, linkBelow, children }) =>
        (kind === 'root-port' || kind === 'switch-downstream') &&
        linkBelow === null &&
        children.length === 0,
    )
    .slice(0, MOST_SLOTS);
}

/** After the move firmware numbers and addresses anew: what the document states of windows and BARs is void. */
function renumber(machine: Machine): Edit[] {
  return machine.scenario.components.flatMap((component): Edit[] => {
    if (!('acs' in component)) return [];
    const hasBridge = component.bridge !== undefined;
    const hasAddress = component.bars.some(({ address }) => address !== undefined);
    if (!hasBridge && !hasAddress) return [];
    const bars = component.bars.map(({ address: _stated, ...bar }) => bar);
    const patch = { bars, ...(hasBridge ? { bridge: undefined } : {}) };
    return [{ kind: 'patchComponent', id: component.id, patch }];
  });
}

/** The device that `index` belongs to, if it is an endpoint on a link of its own. */
function linkOf(machine: Machine, index: number): { id: string; speed: string } | null {
  const fn = defined(machine.functions[index], 'function');
  const link = fn.linkAbove === null ? undefined : machine.links[fn.linkAbove];
  const isEndpoint = fn.kind === 'endpoint' || fn.kind === 'legacy-endpoint';
  if (link === undefined || !isEndpoint || fn.physicalFunction !== null) return null;
  return { id: link.id, speed: `${link.speedGtps} GT/s x${link.width}` };
}

/** Moving either device of a pair into an empty slot. */
export function slotMoves(machine: Machine, pair: Pair): Change[] {
  const ports = emptyPorts(machine);
  return [pair.from, pair.to].flatMap((index) => {
    const fn = defined(machine.functions[index], 'function');
    const link = linkOf(machine, index);
    if (link === null || componentOf(machine, fn.id) === null) return [];
    return ports.map((port): Change => {
      const move: Edit = { kind: 'patchLink', id: link.id, patch: { from: port.id } };
      return {
        id: `slot:${fn.id}>${port.id}`,
        kind: 'slot',
        title: `Move ${fn.name} (${formatBdf(fn.bdf)}) to the slot of ${port.name} (${formatBdf(port.bdf)})`,
        edit: { kind: 'batch', edits: [move, ...renumber(machine)] },
        touches: [link.id, port.id],
        setpci: [],
        parameters: [],
        caveats: [`The slot must take ${link.speed}; bus numbers and addresses change.`],
      };
    });
  });
}

import {
  acs,
  bar64,
  newFunction,
  newHostBridge,
  newLink,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
} from '../src/core/scenario/defaults.ts';
import type { Component, Link, Scenario } from '../src/core/scenario/schema.ts';

/** A small seeded generator: the same seed gives the same machine. */
function generator(seed: number): (below: number) => number {
  let state = (seed * 2654435761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

const CONTROLS = [0x00, 0x00, 0x1d, 0x1d, 0x0c, 0x04, 0x11];
const BRIDGES = ['09a2', '3c00', 'ffff'];

/** A machine of at most twelve functions: one or two root ports, perhaps a switch, two to four endpoints. */
export function randomMachine(seed: number): Scenario {
  const next = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T;
  const control = () => acs(0x5f, pick(CONTROLS));
  const components: Component[] = [
    newHostBridge({
      id: 'hb',
      name: 'HB',
      deviceId: pick(BRIDGES),
      rcP2P: pick(['none', 'writesOnly', 'full'] as const),
    }),
  ];
  const links: Link[] = [];
  const slots: string[] = [];
  const rootPorts = 1 + next(2);
  for (let n = 0; n < rootPorts; n++) {
    const id = `rp${n}`;
    components.push(newRootPort({ id, name: id.toUpperCase(), parent: 'hb', acs: control() }));
    slots.push(id);
  }
  if (next(3) > 0) {
    components.push(newSwitchUpstream({ id: 'usp', name: 'USP' }));
    links.push(newLink({ id: 'l-usp', from: 'rp0', to: 'usp' }));
    slots.shift();
    const ports = 2 + next(2);
    for (let n = 0; n < ports; n++) {
      const id = `dsp${n}`;
      components.push(
        newSwitchDownstream({ id, name: id.toUpperCase(), parent: 'usp', acs: control() }),
      );
      slots.push(id);
    }
  }
  const endpoints = Math.max(2, Math.min(slots.length, 2 + next(3)));
  for (let n = 0; n < endpoints; n++) {
    const id = `ep${n}`;
    const slot = slots[n];
    const bars = [bar64(0, 1 << 20)];
    if (slot === undefined) {
      const inside = { parent: 'ep0', fn: n, multifunction: true };
      components.push(newFunction({ id, name: id, kind: 'endpoint', bars, ...inside }));
    } else {
      components.push(newFunction({ id, name: id, kind: 'endpoint', bars }));
      links.push(newLink({ id: `l-${id}`, from: slot, to: id }));
    }
  }
  const system = {
    cpu: pick(['intel', 'amd-zen', 'arm', 'other'] as const),
    kernel: pick(['6.1', '6.12', '7.3']),
    iommu: pick(['on', 'off'] as const),
  };
  return newScenario({ title: `seed ${seed}`, system, components, links });
}

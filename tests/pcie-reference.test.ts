import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACS_BIT } from '../src/core/scenario/acs.ts';
import { route } from '../src/core/pcie/route.ts';
import type { Hop, Route } from '../src/core/pcie/types.ts';
import { ACS_RULES } from '../src/core/rules/acs.ts';
import {
  acs,
  bar64,
  newEndpoint,
  newHostBridge,
  newLink,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
} from '../src/core/scenario/defaults.ts';
import type { Component, Link, Scenario } from '../src/core/scenario/schema.ts';
import { machineOf, queryOf } from './pcie-fixture.ts';

/*
 * A second opinion about paths. The router works on windows and bus numbers; the reference below knows only
 * the tree that was drawn and the table of the specification. Both must tell the same story on any machine.
 */

/** A slot: an endpoint, or a switch with ports that each have a slot. */
type Slot = { readonly ports: readonly Port[] } | 'endpoint';
interface Port {
  readonly control: number;
  readonly vector: number;
  readonly slot: Slot;
}

const port = fc.letrec<{ slot: Slot; port: Port }>((tie) => ({
  slot: fc.oneof(
    { maxDepth: 2 },
    fc.constant('endpoint' as const),
    fc.record({ ports: fc.array(tie('port'), { minLength: 1, maxLength: 3 }) }),
  ),
  port: fc.record({
    control: fc.oneof(fc.constant(0), fc.constant(0x1d), fc.nat(0x7f)),
    vector: fc.nat(15),
    slot: tie('slot'),
  }),
})).port;

/** A port of the tree with what the reference needs of it. */
interface TreePort extends Port {
  readonly id: string;
  readonly number: number;
  readonly above: TreePort | null;
  readonly siblings: TreePort[];
  /** Ids of all endpoints below. */
  readonly below: string[];
}

interface Built {
  readonly scenario: Scenario;
  readonly portOf: ReadonlyMap<string, TreePort>;
  readonly endpoints: readonly string[];
}

function build(roots: readonly Port[], rcP2P: 'none' | 'writesOnly' | 'full'): Built {
  const components: Component[] = [newHostBridge({ id: 'RC', name: 'RC', rcP2P })];
  const links: Link[] = [];
  const portOf = new Map<string, TreePort>();
  let count = 0;
  const place = (ports: readonly Port[], parent: string, above: TreePort | null): string[] => {
    const siblings: TreePort[] = [];
    return ports.flatMap((given, number) => {
      const id = `P${count++}`;
      const registers = {
        id,
        name: id,
        parent,
        portNumber: number,
        acs: { ...acs(0x7f, given.control), egressVector: `0x${given.vector.toString(16)}` },
      };
      components.push(above === null ? newRootPort(registers) : newSwitchDownstream(registers));
      const own: TreePort = { ...given, id, number, above, siblings, below: [] };
      siblings.push(own);
      const child = `D${count++}`;
      links.push(newLink({ from: id, to: child }));
      if (given.slot === 'endpoint') {
        components.push(newEndpoint({ id: child, name: child, bars: [bar64(0, 1 << 20)] }));
        portOf.set(child, own);
        own.below.push(child);
      } else {
        components.push(newSwitchUpstream({ id: child, name: child }));
        own.below.push(...place(given.slot.ports, child, own));
      }
      return own.below;
    });
  };
  const endpoints = place(roots, 'RC', null);
  return { scenario: newScenario({ title: 'random', components, links }), portOf, endpoints };
}

interface Told {
  readonly hops: string[];
  readonly end: 'delivered' | 'rejected' | 'blocked' | 'lost';
  readonly isThroughRoot: boolean;
}

/** The table of pcie.md §3.3 and the walk up the tree; nothing else. */
function reference(
  { portOf }: Built,
  leg: { from: string; to: string; isCompletion: boolean; at: string; ro: boolean },
): Told {
  const hops: string[] = [];
  const has = (at: TreePort, bit: keyof typeof ACS_BIT): boolean =>
    (at.control & ACS_BIT[bit]) !== 0;
  let at = portOf.get(leg.from) ?? null;
  while (at !== null) {
    if (!leg.isCompletion && has(at, 'TB') && leg.at !== 'untranslated') {
      hops.push(`${at.id} block`);
      return { hops, end: 'blocked', isThroughRoot: false };
    }
    const isOwn = at.below.includes(leg.to);
    const peer = at.siblings.find((other) => other !== at && other.below.includes(leg.to));
    const isTop = at.above === null;
    const lifted = leg.isCompletion ? 'rc-ordered-delivery' : 'redirect-rrv';
    let isUp = true;
    if (isOwn) {
      if (!has(at, 'UF')) {
        hops.push(`${at.id} ${leg.isCompletion ? 'drop' : 'reject'}`);
        return { hops, end: leg.isCompletion ? 'lost' : 'rejected', isThroughRoot: false };
      }
      hops.push(`${at.id} ${isTop ? lifted : 'forward-upstream'}`);
    } else if (peer === undefined) {
      hops.push(`${at.id} forward-upstream`);
    } else {
      const isVetoed = ((at.vector >> peer.number) & 1) === 1;
      if (leg.isCompletion) isUp = has(at, 'CR') && !leg.ro;
      else if (leg.at === 'translated' && has(at, 'DT')) isUp = false;
      else if (has(at, 'EC') && !isVetoed) isUp = false;
      else if (has(at, 'EC') && !has(at, 'RR')) {
        hops.push(`${at.id} block`);
        return { hops, end: 'blocked', isThroughRoot: false };
      } else isUp = has(at, 'RR');
      const up = isTop ? lifted : 'redirect-upstream';
      hops.push(`${at.id} ${isUp ? up : 'direct'}`);
      if (!isUp && !isTop) return { hops, end: 'delivered', isThroughRoot: false };
    }
    at = at.above;
  }
  return { hops, end: 'delivered', isThroughRoot: true };
}

function acsSteps(names: ReadonlyMap<number, string>, hops: readonly Hop[]): string[] {
  return hops
    .filter(({ rule }) => Object.hasOwn(ACS_RULES, rule))
    .map(({ place, action }) => `${names.get(place.index)} ${action}`);
}

/** The outcome that the reference's two legs add up to. */
function expectedOutcome(
  kind: 'MRd' | 'MWr' | 'FetchAdd',
  rcP2P: string,
  request: Told,
  completion: Told,
): Route['outcome'] {
  const isPosted = kind === 'MWr';
  if (request.end === 'blocked') return isPosted ? 'dropped' : 'completerAbort';
  if (request.end === 'rejected') return 'unsupportedRequest';
  if (request.isThroughRoot && rcP2P === 'none') return 'unsupportedRequest';
  if (request.isThroughRoot && rcP2P === 'writesOnly' && kind === 'MRd') return 'allOnes';
  if (request.isThroughRoot && rcP2P === 'writesOnly' && kind === 'FetchAdd') {
    return 'unsupportedRequest';
  }
  return !isPosted && completion.end === 'lost' ? 'completionTimeout' : 'delivered';
}

const machines = fc.record({
  roots: fc.array(port, { minLength: 1, maxLength: 3 }),
  rcP2P: fc.constantFrom('none', 'writesOnly', 'full'),
  kind: fc.constantFrom('MRd', 'MWr', 'FetchAdd'),
  at: fc.constantFrom('untranslated', 'translated'),
  ro: fc.boolean(),
  pick: fc.tuple(fc.nat(), fc.nat()),
});

describe('the router and the reference', () => {
  test('tell the same path and outcome on any machine', () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(machines, ({ roots, rcP2P, kind, at, ro, pick }) => {
        const built = build(roots, rcP2P);
        const { endpoints } = built;
        const from = endpoints[pick[0] % endpoints.length] ?? '';
        const to = endpoints[pick[1] % endpoints.length] ?? '';
        if (from === to) return;
        const machine = machineOf(built.scenario);
        const names = new Map(machine.functions.map(({ index, id }) => [index, id]));
        const found = route(queryOf(machine, from, to, { kind, at, ro, bytes: 8 }));
        const request = reference(built, { from, to, isCompletion: false, at, ro });
        const back = { from: to, to: from, isCompletion: true, at: 'untranslated', ro };
        const completion = reference(built, back);
        expect(acsSteps(names, found.request)).toEqual(request.hops);
        expect(found.outcome).toBe(expectedOutcome(kind, rcP2P, request, completion));
        const isServed = found.request.at(-1)?.rule === 'ROUTE-BAR';
        if (isServed && kind !== 'MWr') {
          expect(acsSteps(names, found.completion)).toEqual(completion.hops);
        }
        outcomes.add(found.outcome);
      }),
      { numRuns: 600, seed: 20261124 },
    );
    // The random machines reach every end that the reference knows.
    expect([...outcomes].toSorted()).toEqual([
      'allOnes',
      'completerAbort',
      'completionTimeout',
      'delivered',
      'dropped',
      'unsupportedRequest',
    ]);
  });

  test('no TLP vanishes: what is not delivered has a rule, and an error logged where one is due', () => {
    fc.assert(
      fc.property(machines, ({ roots, rcP2P, kind, at, ro, pick }) => {
        const built = build(roots, rcP2P);
        const { endpoints } = built;
        const from = endpoints[pick[0] % endpoints.length] ?? '';
        const to = endpoints[pick[1] % endpoints.length] ?? '';
        if (from === to) return;
        const machine = machineOf(built.scenario);
        const found = route(queryOf(machine, from, to, { kind, at, ro, bytes: 8 }));
        const last = found.outcome === 'completionTimeout' ? found.completion : found.request;
        const isGood = found.outcome === 'delivered' || found.outcome === 'allOnes';
        expect(last.at(-1)?.aer === undefined).toBe(isGood);
        const links = [...found.request, ...found.completion].flatMap(({ leavesOn }) =>
          leavesOn === null ? [] : [leavesOn],
        );
        for (const link of links) expect(machine.links[link >> 1]).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
});

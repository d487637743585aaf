import { describe, expect, test } from 'vitest';
import { enumerate } from '../machine/enumerate.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Scenario } from '../scenario/schema.ts';
import { applyEdit } from '../scenario/edit.ts';
import type { Edit } from '../scenario/edit.ts';
import { givenTo, seenByGuest } from '../scenario/edit-actors.ts';
import { checkActors } from './check-actors.ts';

function scenarioOf(presetId: string): Scenario {
  const found = PRESETS.find(({ id }) => id === presetId);
  if (found === undefined) throw new Error(`no ${presetId}`);
  return found.scenario;
}

function edited(scenario: Scenario, edit: Edit): Scenario {
  const result = applyEdit(scenario, edit);
  if (!result.ok) throw new Error(result.error.code);
  return result.value.scenario;
}

function rulesOf(scenario: Scenario): string[] {
  const { machine } = enumerate(scenario);
  if (machine === null) throw new Error('no machine');
  return [...new Set(checkActors(machine).map(({ rule }) => rule))].toSorted();
}

function withSmmu(
  scenario: Scenario,
  change: (smmu: Extract<Scenario['components'][number], { kind: 'iommu' }>) => object,
): Scenario {
  const components = scenario.components.map((one) =>
    one.kind === 'iommu' ? { ...one, ...change(one) } : one,
  );
  return { ...scenario, components };
}

const REALM = scenarioOf('private-t1');
const actors = REALM.actors ?? [];

describe('software that keeps to the rules gets no remark', () => {
  test.each(['shared-ipa', 'private-t0', 'private-t1', 'redirected'])('%s', (id) =>
    expect(rulesOf(scenarioOf(id))).toEqual([]),
  );
});

describe('each broken rule is named', () => {
  const table = (id: string) =>
    withSmmu(REALM, (smmu) => ({
      streams: smmu.streams.map((one) => ({ ...one, table: id })),
    }));
  const give = (functionId: string, to: string | null) =>
    edited(REALM, { kind: 'setActors', actors: givenTo(actors, functionId, to) });
  test.each<[string, Scenario, string[]]>([
    ['Realm traffic through the hypervisor’s table', table('hypervisor'), ['SW-REALM-TABLE']],
    ['T=0 through the RMM’s table', table('realm'), ['SW-NS-TABLE']],
    ['a stale mirror', scenarioOf('stale-alias'), ['SW-STALE-MIRROR']],
    [
      'a private page marked Non-secure',
      withSmmu(REALM, (smmu) => ({
        tables: smmu.tables.map((one) => ({
          ...one,
          mappings: one.mappings.map((mapping) => ({ ...mapping, ns: true })),
        })),
      })),
      ['SW-RTT-HALF'],
    ],
    ['a running interface that nobody owns', give('acc0', null), ['SW-LOCKED-OWNER']],
    [
      'T=1 between two Realms',
      edited(REALM, {
        kind: 'setActors',
        actors: givenTo(
          [...actors, { id: 'realm1', name: 'Realm 1', kind: 'realm', functions: [], tables: [] }],
          'nic0',
          'realm1',
        ),
      }),
      ['SW-REALM-PEER'],
    ],
    [
      'a neighbour’s bus address as guest address',
      scenarioOf('identity-broken'),
      ['SW-I1', 'SW-I3'],
    ],
    ['RAM under a peer’s window', scenarioOf('iova-collision'), ['SW-I2']],
  ])('%s', (_what, scenario, rules) => expect(rulesOf(scenario)).toEqual(rules));

  test('two guests share an IOMMU group', () => {
    const plain = scenarioOf('one-group');
    const ids = plain.components.flatMap((one) =>
      'bars' in one && one.bars.length > 0 ? [one.id] : [],
    );
    const owned = ids.map((id) => ({
      id: `vm-${id}`,
      name: `VM of ${id}`,
      kind: 'vm' as const,
      functions: [id],
      tables: [],
    }));
    expect(rulesOf({ ...plain, actors: owned })).toContain('SW-GROUP-SPLIT');
  });

  test('I1 names the range that the guest uses and the one that the wires decode', () => {
    const { machine } = enumerate(scenarioOf('identity-broken'));
    if (machine === null) throw new Error('no machine');
    const broken = checkActors(machine).find(({ rule }) => rule === 'SW-I1');
    expect(broken?.ranges.map(({ base }) => base)).toEqual([0x60_0000_0000n, 0x40_0000_0000n]);
  });
});

describe('edits of software', () => {
  test('a device has one owner, and the way back leads back', () => {
    const result = applyEdit(REALM, {
      kind: 'setActors',
      actors: givenTo(actors, 'nic0', 'rmm'),
    });
    if (!result.ok) throw new Error('refused');
    const owners = (result.value.scenario.actors ?? []).filter(({ functions }) =>
      functions.includes('nic0'),
    );
    expect(owners.map(({ id }) => id)).toEqual(['rmm']);
    expect(edited(result.value.scenario, result.value.inverse)).toEqual(REALM);
  });

  test('a guest sees a BAR where it is told, and nowhere once that is taken back', () => {
    const actors = scenarioOf('identity-broken').actors ?? [];
    const seen = { actor: 'vm0', function: 'gpu0', bar: 2 };
    const right = seenByGuest(actors, seen, 0x40_0000_0000n);
    expect(rulesOf({ ...scenarioOf('identity-broken'), actors: [...right] })).toEqual(['SW-I3']);
    const none = seenByGuest(right, seen, null);
    expect(none.find(({ id }) => id === 'vm0')?.guest?.bars).toEqual([]);
  });

  test('a removed device is nobody’s, until it is back', () => {
    const result = applyEdit(REALM, { kind: 'removeComponent', id: 'nic0' });
    if (!result.ok) throw new Error('refused');
    const all = (result.value.scenario.actors ?? []).flatMap(({ functions }) => functions);
    expect(all).toEqual(['acc0']);
    expect(edited(result.value.scenario, result.value.inverse)).toEqual(REALM);
  });

  test('a function that does not exist belongs to nobody', () => {
    const [first] = actors;
    if (first === undefined) throw new Error('no actor');
    const bad = [{ ...first, functions: ['nothing'] }];
    expect(applyEdit(REALM, { kind: 'setActors', actors: bad })).toEqual({
      ok: false,
      error: { code: 'notFound', id: 'nothing' },
    });
  });
});

describe('what cannot be expressed is refused with a sentence', () => {
  const errorsOf = (scenario: Scenario): string[] =>
    enumerate(scenario)
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ message }) => message);

  test('T=1 from a device without TDISP', () => {
    const components = REALM.components.map((one) => {
      if (one.id !== 'nic0' || !('tdisp' in one)) return one;
      const { tdisp: _none, ...rest } = one;
      return rest;
    });
    expect(errorsOf({ ...REALM, components })).toEqual([
      expect.stringMatching(/T=1, but NIC0 has no TDISP/),
    ]);
  });

  test('an IPA wider than the Realm’s, in a transfer and in its table', () => {
    const transfers = REALM.transfers.map((one) => ({ ...one, address: '0x18010001000' }));
    expect(errorsOf({ ...REALM, transfers })).toEqual([
      expect.stringMatching(/addresses of its Realm have 40 bits/),
    ]);
    const wide = withSmmu(REALM, (smmu) => ({
      tables: smmu.tables.map((one) => ({
        ...one,
        mappings: one.mappings.map((mapping) => ({ ...mapping, from: '0x18010000000' })),
      })),
    }));
    expect(errorsOf(wide)).toEqual([expect.stringMatching(/maps 0x18010000000/)]);
  });
});

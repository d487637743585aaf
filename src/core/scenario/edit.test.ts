import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acs, newGpu, newLink, newNote, newTransfer, SWITCH_ACS_CAPABILITY } from './defaults.ts';
import { describeEditProblem } from './edit-problem.ts';
import { applyEdit } from './edit.ts';
import type { Edit } from './edit.ts';
import { parseScenario } from './parse.ts';
import { PRESETS } from './presets/index.ts';
import type { Scenario } from './schema.ts';

const base = PRESETS[0].scenario;

function apply(scenario: Scenario, edit: Edit): Scenario {
  const result = applyEdit(scenario, edit);
  if (!result.ok) throw new Error(describeEditProblem(result.error));
  return result.value.scenario;
}

function acsOf(scenario: Scenario, id: string): unknown {
  const component = scenario.components.find((one) => one.id === id);
  return component !== undefined && 'acs' in component ? component.acs : undefined;
}

describe('an edit', () => {
  test('removing a switch takes its downstream ports and their links, not the devices below', () => {
    const after = apply(base, { kind: 'removeComponent', id: 'sw0' });
    const ids = after.components.map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('sw0'))).toEqual([]);
    expect(ids).toContain('gpu0');
    expect(after.links.map(({ id }) => id)).toEqual(['rp1-nvme0']);
  });

  test('removing a GPU takes the transfers to it and what the IOMMU says about it', () => {
    const after = apply(base, { kind: 'removeComponent', id: 'gpu0' });
    expect(JSON.stringify(after)).not.toContain('"gpu0"');
    expect(after.transfers.map(({ id }) => id)).toEqual(['fetch']);
  });

  test('clearing RR clears that control bit alone', () => {
    const edit: Edit = { kind: 'setAcsControl', id: 'sw0-dsp2', field: 'RR', value: 0 };
    expect(acsOf(apply(base, edit), 'sw0-dsp2')).toEqual({
      capability: SWITCH_ACS_CAPABILITY,
      control: 0x19,
    });
  });

  test('a two-bit field of the enhanced control word keeps its neighbours', () => {
    const enhanced = apply(base, { kind: 'setAcs', id: 'sw0-dsp2', acs: acs(0xdf, 0x1fff) });
    const edit: Edit = { kind: 'setAcsControl', id: 'sw0-dsp2', field: 'USP_MT', value: 1 };
    expect(acsOf(apply(enhanced, edit), 'sw0-dsp2')).toEqual(acs(0xdf, 0x17ff));
  });

  const REFUSED: readonly [string, Edit, string][] = [
    [
      'an id that is taken',
      { kind: 'addComponent', component: newGpu({ id: 'gpu0', name: '' }) },
      'idTaken',
    ],
    [
      'a link id that a component has',
      { kind: 'connect', link: newLink({ id: 'gpu0', from: 'a', to: 'b' }) },
      'idTaken',
    ],
    ['a component that is not there', { kind: 'removeComponent', id: 'gpu9' }, 'notFound'],
    [
      'a move of something that is not there',
      { kind: 'move', positions: { gpu9: null } },
      'notFound',
    ],
    [
      'a value outside the schema',
      { kind: 'patchComponent', id: 'gpu0', patch: { device: 32 } },
      'invalidValue',
    ],
    [
      'a field of another kind',
      { kind: 'patchComponent', id: 'gpu0', patch: { rcP2P: 'none' } },
      'invalidValue',
    ],
    [
      'an ACS bit without capability',
      { kind: 'setAcsControl', id: 'rp0', field: 'DT', value: 1 },
      'noAcsBit',
    ],
    [
      'an ACS bit of a port without ACS',
      { kind: 'setAcsControl', id: 'rp1', field: 'RR', value: 1 },
      'noAcsBit',
    ],
    [
      'an enhanced field without the enhanced capability',
      { kind: 'setAcsControl', id: 'rp0', field: 'IORB', value: 1 },
      'noAcsBit',
    ],
    [
      'a batch whose last edit fails',
      {
        kind: 'batch',
        edits: [
          { kind: 'removeComponent', id: 'gpu0' },
          { kind: 'removeComponent', id: 'gpu0' },
        ],
      },
      'notFound',
    ],
  ];

  test.each(REFUSED)('refuses %s', (_name, edit, code) => {
    const before = JSON.stringify(base);
    const result = applyEdit(base, edit);
    expect(result.ok ? null : result.error.code).toBe(code);
    expect(result.ok ? '' : describeEditProblem(result.error)).toMatch(/^[^\n]+\.$/);
    expect(JSON.stringify(base)).toBe(before);
  });
});

const componentIds = base.components.map(({ id }) => id);
const anyId = fc.constantFrom(...componentIds);
const functionIds = base.components.filter((component) => 'acs' in component).map(({ id }) => id);
const at = fc.integer({ min: 0, max: 30 });

const simpleEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 5 }), at).map(([n, position]): Edit => {
    return {
      kind: 'addComponent',
      component: newGpu({ id: `new${n}`, name: 'new' }),
      at: position,
    };
  }),
  fc.string().map((text): Edit => ({ kind: 'addComponent', component: newNote('note', text) })),
  anyId.map((id): Edit => ({ kind: 'removeComponent', id })),
  fc.tuple(anyId, fc.string({ maxLength: 20 })).map(([id, name]): Edit => {
    return { kind: 'patchComponent', id, patch: { name } };
  }),
  fc.constantFrom(...functionIds).map((id): Edit => {
    return { kind: 'patchComponent', id, patch: { device: undefined, numaNode: 1 } };
  }),
  fc
    .tuple(
      fc.constantFrom(...functionIds),
      fc.constantFrom(0, 1),
      fc.constantFrom('RR', 'UF', 'DT' as const),
    )
    .map(([id, value, field]): Edit => ({ kind: 'setAcsControl', id, field, value })),
  fc.constantFrom(...functionIds).map((id): Edit => ({ kind: 'setAcs', id, acs: null })),
  fc
    .dictionary(anyId, fc.constantFrom(null, { x: 1, y: 2 }), { maxKeys: 3 })
    .map((positions): Edit => ({ kind: 'move', positions })),
  fc.tuple(fc.constantFrom('sw0-dsp4', 'sw0-dsp1'), at).map(([from, position]): Edit => {
    return { kind: 'connect', link: newLink({ from, to: 'new0' }), at: position };
  }),
  fc
    .constantFrom(...base.links.map(({ id }) => id))
    .map((id): Edit => ({ kind: 'disconnect', id })),
  fc.constantFrom(...base.links.map(({ id }) => id)).map((id): Edit => {
    return { kind: 'patchLink', id, patch: { width: 8, maxWidth: 16 } };
  }),
  at.map((position): Edit => {
    const to = { kind: 'bar', function: 'gpu1', bar: 2, offset: '0x0' } as const;
    return {
      kind: 'addTransfer',
      transfer: newTransfer({ id: 'x', name: 'x', from: 'gpu0', to }),
      at: position,
    };
  }),
  fc
    .constantFrom(...base.transfers.map(({ id }) => id))
    .map((id): Edit => ({ kind: 'removeTransfer', id })),
  fc.constantFrom(...base.transfers.map(({ id }) => id)).map((id): Edit => {
    return { kind: 'patchTransfer', id, patch: { op: 'MRd', pieceBytes: 64 } };
  }),
  fc.constant<Edit>({ kind: 'patchSystem', patch: { iommu: 'off', assumed: ['cpu'] } }),
  fc
    .option(fc.string(), { nil: undefined })
    .map((question): Edit => ({ kind: 'setTitle', title: 't', question })),
);

const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 3, arbitrary: simpleEdit },
  {
    weight: 1,
    arbitrary: fc
      .array(simpleEdit, { maxLength: 5 })
      .map((edits): Edit => ({ kind: 'batch', edits })),
  },
);

describe('what is done to devices', () => {
  const reset = { id: 'a1', kind: 'reset', function: 'gpu0', atPs: 5 } as const;
  const done = applyEdit(PRESETS[0].scenario, { kind: 'setActions', actions: [reset] });

  test('is kept in the document and goes with its device, and comes back with it', () => {
    if (!done.ok) throw new Error('refused');
    expect(done.value.scenario.actions).toEqual([reset]);
    const gone = applyEdit(done.value.scenario, { kind: 'removeComponent', id: 'gpu0' });
    if (!gone.ok) throw new Error('refused');
    expect(gone.value.scenario.actions).toBeUndefined();
    const back = applyEdit(gone.value.scenario, gone.value.inverse);
    expect(back.ok && back.value.scenario).toEqual(done.value.scenario);
  });

  test('to a device that is not there is refused', () => {
    const actions = [{ ...reset, function: 'nowhere' }];
    const result = applyEdit(PRESETS[0].scenario, { kind: 'setActions', actions });
    expect(result).toMatchObject({ ok: false, error: { code: 'notFound', id: 'nowhere' } });
  });
});

describe('bookmarks', () => {
  const bookmark = { id: 'b1', caption: 'RR sends it up', tPs: 5 };
  const set = applyEdit(PRESETS[0].scenario, { kind: 'setBookmarks', bookmarks: [bookmark] });

  test('stand in the document, in their order, and the inverse takes them away', () => {
    if (!set.ok) throw new Error('refused');
    expect(set.value.scenario.bookmarks).toEqual([bookmark]);
    expect(parseScenario(JSON.parse(JSON.stringify(set.value.scenario)))).toMatchObject({
      ok: true,
    });
    const back = applyEdit(set.value.scenario, set.value.inverse);
    expect(back.ok && back.value.scenario).toEqual(PRESETS[0].scenario);
  });

  test('of one id twice are refused', () => {
    const twice = [bookmark, { ...bookmark, caption: 'again' }];
    const result = applyEdit(PRESETS[0].scenario, { kind: 'setBookmarks', bookmarks: twice });
    expect(result).toMatchObject({ ok: false, error: { code: 'idTaken', id: 'b1' } });
  });
});

describe('undo', () => {
  test('the inverse of any edit leads back to the very same document, and its inverse forward again', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 6 }), anyEdit, (earlier, edit) => {
        let scenario = base;
        for (const one of earlier) {
          const result = applyEdit(scenario, one);
          if (result.ok) scenario = result.value.scenario;
        }
        const done = applyEdit(scenario, edit);
        fc.pre(done.ok);
        if (!done.ok) return;
        const undone = applyEdit(done.value.scenario, done.value.inverse);
        expect(undone.ok).toBe(true);
        if (!undone.ok) return;
        expect(undone.value.scenario).toEqual(scenario);
        const redone = applyEdit(undone.value.scenario, undone.value.inverse);
        expect(redone.ok ? redone.value.scenario : null).toEqual(done.value.scenario);
      }),
      { numRuns: 500 },
    );
  });
});

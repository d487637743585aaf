import { describe, expect, test } from 'vitest';
import { defined } from '../../core/base/assert.ts';
import { PRESETS } from '../../core/scenario/presets/index.ts';
import { foldParts } from './fold.ts';
import { boxesOf } from './structure.ts';

const PARTS = boxesOf(
  defined(
    PRESETS.find(({ id }) => id === 'redirected'),
    'the first example',
  ).scenario,
);
const ids = (wanted: readonly string[]) => foldParts(PARTS, new Set(wanted));

describe('folding', () => {
  test('shows a device with the port, switch and host that it hangs from, and counts the rest', () => {
    const { parts, folded } = ids(['gpu0']);
    expect(parts.map(({ kind }) => kind)).toEqual(['host', 'switch', 'device']);
    const box = parts.find(({ kind }) => kind === 'switch');
    expect(box?.kind === 'switch' && box.ports).toHaveLength(1);
    expect(folded.get(box?.id ?? '')).toBe(3);
  });

  test('shows hosts alone when nothing is asked for', () => {
    expect(ids([]).parts.map(({ kind }) => kind)).toEqual(['host']);
  });

  test('shows everything when everything is asked for', () => {
    const all = PARTS.flatMap((part) =>
      part.kind === 'host' || part.kind === 'switch'
        ? [
            part.id,
            ...part.ports.map(({ port }) => port.id),
            ...(part.kind === 'host' && part.iommu ? [part.iommu.id] : []),
          ]
        : [part.id],
    );
    expect(ids(all)).toEqual({ parts: PARTS, folded: new Map() });
  });

  test('does not mind what is not there', () => {
    expect(ids(['gone']).parts).toHaveLength(1);
  });
});

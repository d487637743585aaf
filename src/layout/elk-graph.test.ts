import ELK from 'elkjs/lib/elk.bundled.js';
import { expect, test } from 'vitest';
import { fromElk, toElk } from './elk-graph.ts';
import { layoutTree } from './tree.ts';
import type { LayoutInput } from './types.ts';

const INPUT: LayoutInput = {
  boxes: [
    {
      id: 'host',
      width: 200,
      height: 90,
      ports: [
        { id: 'rp0', width: 160, below: ['sw'] },
        { id: 'rp1', width: 160, below: ['nvme'] },
      ],
    },
    {
      id: 'sw',
      width: 200,
      height: 90,
      ports: [
        { id: 'd0', width: 160, below: ['gpu'] },
        { id: 'd1', width: 160, below: [] },
      ],
    },
    { id: 'nvme', width: 144, height: 56, ports: [], position: { x: 1000, y: 20 } },
    { id: 'gpu', width: 144, height: 56, ports: [] },
  ],
  gapX: 24,
  gapY: 64,
  padX: 8,
  portGap: 8,
  aspect: 2,
};

test('ELK stacks a hierarchy from the root down, twice the same, and leaves placed boxes alone', async () => {
  const run = async () => {
    const tree = layoutTree(INPUT);
    return fromElk(INPUT, tree, await new ELK().layout(toElk(INPUT, tree)));
  };
  const layout = await run();
  const y = (id: string) => layout.boxes.get(id)?.y ?? -1;
  expect(y('sw')).toBeGreaterThanOrEqual(y('host') + 90 + 64);
  expect(y('gpu')).toBeGreaterThanOrEqual(y('sw') + 90 + 64);
  expect(layout.boxes.get('nvme')).toMatchObject({ x: 1000, y: 20 });
  expect(await run()).toEqual(layout);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layoutTree } from './tree.ts';
import type { LayoutBox, LayoutInput } from './types.ts';

const leaf = (id: string, part: Partial<LayoutBox> = {}): LayoutBox => ({
  id,
  width: 144,
  height: 56,
  ports: [],
  ...part,
});

const withPorts = (id: string, below: readonly (readonly string[])[]): LayoutBox => ({
  id,
  width: 200,
  height: 90,
  ports: below.map((ids, index) => ({ id: `${id}.p${index}`, width: 160, below: ids })),
});

const input = (boxes: readonly LayoutBox[], part: Partial<LayoutInput> = {}): LayoutInput => ({
  boxes,
  gapX: 24,
  gapY: 64,
  padX: 8,
  portGap: 8,
  aspect: 2,
  ...part,
});

/** A random forest: each box hangs below a random port of an earlier box or is a root. */
const forest = fc
  .array(fc.record({ ports: fc.nat(4), parent: fc.nat(), port: fc.nat(), isRoot: fc.boolean() }), {
    minLength: 1,
    maxLength: 30,
  })
  .map((plans) => {
    const below = plans.map((plan) => Array.from({ length: plan.ports }, (): string[] => []));
    plans.forEach((plan, index) => {
      if (index === 0 || plan.isRoot) return;
      const ports = below[plan.parent % index] ?? [];
      ports[plan.port % Math.max(1, ports.length)]?.push(`b${index}`);
    });
    return below.map((ids, index) =>
      ids.length === 0 ? leaf(`b${index}`) : withPorts(`b${index}`, ids),
    );
  });

describe('the tidy tree', () => {
  test('a device stands centred below its port, so that its link is straight', () => {
    const boxes = [withPorts('host', [['sw'], ['nvme']]), withPorts('sw', [['a'], ['b'], []])];
    const layout = layoutTree(input([...boxes, leaf('nvme'), leaf('a'), leaf('b')]));
    const center = (id: string) => {
      const box = layout.boxes.get(id);
      return (box?.x ?? 0) + (box?.width ?? 0) / 2;
    };
    const port = (box: string, id: string) =>
      (layout.boxes.get(box)?.x ?? 0) + (layout.ports.get(id) ?? 0);
    for (const [child, box, id] of [
      ['sw', 'host', 'host.p0'],
      ['nvme', 'host', 'host.p1'],
      ['a', 'sw', 'sw.p0'],
      ['b', 'sw', 'sw.p1'],
    ] as const) {
      expect(Math.abs(center(child) - port(box, id))).toBeLessThanOrEqual(1);
    }
  });

  test('boxes of one machine never overlap', () => {
    fc.assert(
      fc.property(forest, (boxes) => {
        const layout = layoutTree(input(boxes));
        expect(layout.boxes.size).toBe(boxes.length);
        const placed = boxes.map((box) => {
          const at = layout.boxes.get(box.id) ?? { x: 0, y: 0, width: 0 };
          return { ...at, height: box.height };
        });
        placed.forEach((a, i) => {
          for (const b of placed.slice(i + 1)) {
            const apart =
              a.x + a.width <= b.x + 1 ||
              b.x + b.width <= a.x + 1 ||
              a.y + a.height <= b.y ||
              b.y + b.height <= a.y;
            expect(apart).toBe(true);
          }
        });
      }),
    );
  });

  test('ports keep their order and lie within their box', () => {
    fc.assert(
      fc.property(forest, (boxes) => {
        const layout = layoutTree(input(boxes));
        for (const box of boxes) {
          const xs = box.ports.map((port) => layout.ports.get(port.id) ?? -1);
          expect(xs).toEqual([...xs].sort((a, b) => a - b));
          const width = layout.boxes.get(box.id)?.width ?? 0;
          for (const x of xs) {
            expect(x).toBeGreaterThanOrEqual(80);
            expect(x).toBeLessThanOrEqual(width - 80);
          }
        }
      }),
    );
  });

  test('a placed box stays where it was put and takes what hangs below it along', () => {
    const free = [withPorts('host', [['sw']]), withPorts('sw', [['a']]), leaf('a')];
    const before = layoutTree(input(free));
    const moved = free.map((box) =>
      box.id === 'sw' ? { ...box, position: { x: 900, y: 700 } } : box,
    );
    const after = layoutTree(input(moved));
    expect(after.boxes.get('sw')).toMatchObject({ x: 900, y: 700 });
    expect(after.boxes.get('host')).toEqual(before.boxes.get('host'));
    const offset = (layout: typeof before) =>
      (layout.boxes.get('a')?.x ?? 0) - (layout.boxes.get('sw')?.x ?? 0);
    expect(offset(after)).toBe(offset(before));
  });

  test('two wide sockets stand below each other in a narrow window, side by side in a wide one', () => {
    const boxes = [withPorts('h0', [[], [], [], []]), withPorts('h1', [[], [], [], []])];
    const y = (aspect: number) => layoutTree(input(boxes, { aspect })).boxes.get('h1')?.y;
    expect(y(20)).toBe(0);
    expect(y(1)).toBeGreaterThan(90);
  });

  test('the same boxes give the same layout', () => {
    fc.assert(
      fc.property(forest, (boxes) => {
        expect(layoutTree(input(boxes))).toEqual(layoutTree(input(boxes)));
      }),
    );
  });

  test('nothing to lay out gives nothing', () => {
    expect(layoutTree(input([])).boxes.size).toBe(0);
  });
});

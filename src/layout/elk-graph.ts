import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Layout, LayoutInput, PlacedBox } from './types.ts';

/** What ELK is asked: top to bottom, ports where the tidy tree put them, straight links first. */
export function toElk(input: LayoutInput, tree: Layout): ElkNode {
  const upper = (id: string): string => `${id}#up`;
  return {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.aspectRatio': String(input.aspect),
      'elk.separateConnectedComponents': 'true',
      'elk.spacing.componentComponent': String(input.gapX),
      'elk.spacing.nodeNode': String(input.gapX),
      'elk.layered.spacing.nodeNodeBetweenLayers': String(input.gapY),
      'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
      'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.randomSeed': '1',
    },
    children: input.boxes.map((box) => {
      const width = tree.boxes.get(box.id)?.width ?? box.width;
      return {
        id: box.id,
        width,
        height: box.height,
        layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
        ports: [
          { id: upper(box.id), x: width / 2, y: 0, width: 0, height: 0 },
          ...box.ports.map((port) => ({
            id: port.id,
            x: tree.ports.get(port.id) ?? 0,
            y: box.height,
            width: 0,
            height: 0,
          })),
        ],
      };
    }),
    edges: input.boxes.flatMap((box) =>
      box.ports.flatMap((port) =>
        port.below.map((id) => ({
          id: `${port.id}-${id}`,
          sources: [port.id],
          targets: [upper(id)],
        })),
      ),
    ),
  };
}

/** Reads ELK's answer; a box that a person placed stays where it is. */
export function fromElk(input: LayoutInput, tree: Layout, answer: ElkNode): Layout {
  const answered = new Map(answer.children?.map((child) => [child.id, child]));
  const boxes = input.boxes.map((box): [string, PlacedBox] => {
    const at = answered.get(box.id);
    const x = box.position?.x ?? Math.round(at?.x ?? 0);
    const y = box.position?.y ?? Math.round(at?.y ?? 0);
    return [box.id, { x, y, width: tree.boxes.get(box.id)?.width ?? box.width }];
  });
  return { boxes: new Map(boxes), ports: tree.ports };
}

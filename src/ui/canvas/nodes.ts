import type { Edge, Node } from '@xyflow/react';
import type { Machine } from '../../core/machine/types.ts';
import type { Link } from '../../core/scenario/schema.ts';
import type { Folded } from './fold.ts';
import type { Rect, Scene, SceneBox } from './scene.ts';
import type { BoxPart } from './structure.ts';

interface Data<K extends BoxPart['kind']> extends Record<string, unknown> {
  readonly part: Extract<BoxPart, { kind: K }>;
  readonly rect: Rect;
  readonly centers: ReadonlyMap<string, number>;
  /** For BDFs; null while the document is no machine. */
  readonly machine: Machine | null;
  /** Ports that are not shown. */
  readonly foldedPorts: number;
}

export type HostFlowNode = Node<Data<'host'>, 'host'>;
export type SwitchFlowNode = Node<Data<'switch'>, 'switch'>;
export type DeviceFlowNode = Node<Data<'device'>, 'device'>;
export type NoteFlowNode = Node<Data<'note'>, 'note'>;
export type CanvasNode = HostFlowNode | SwitchFlowNode | DeviceFlowNode | NoteFlowNode;

/** A physical link on the canvas. */
export type WireEdge = Edge<
  { readonly link: Link; /** Two lanes of the path stand for it. */ readonly isHidden: boolean },
  'wire'
>;

function isSame(
  a: SceneBox,
  data: CanvasNode['data'],
  machine: Machine | null,
  foldedPorts: number,
): boolean {
  const { rect, centers } = data;
  return (
    a.part === data.part &&
    machine === data.machine &&
    foldedPorts === data.foldedPorts &&
    a.rect.x === rect.x &&
    a.rect.y === rect.y &&
    a.rect.width === rect.width &&
    a.centers.size === centers.size &&
    [...a.centers].every(([id, x]) => centers.get(id) === x)
  );
}

/**
 * React Flow's nodes for a scene, one a box.
 *
 * @param before the nodes drawn last: a box that did not change keeps its node, so that it is not drawn again.
 */
function flowNodes(
  scene: Scene,
  machine: Machine | null,
  folded: Folded,
  before: readonly CanvasNode[],
): CanvasNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return scene.boxes.map((box): CanvasNode => {
    const { part, rect, centers } = box;
    const kept = known.get(part.id);
    const foldedPorts = folded.get(part.id) ?? 0;
    if (kept && isSame(box, kept.data, machine, foldedPorts)) return kept;
    const common = {
      id: part.id,
      position: { x: rect.x, y: rect.y },
      width: rect.width,
      height: rect.height,
    };
    const data = { rect, centers, machine, foldedPorts };
    switch (part.kind) {
      case 'host':
        return { ...common, type: 'host', data: { ...data, part } };
      case 'switch':
        return { ...common, type: 'switch', data: { ...data, part } };
      case 'device':
        return { ...common, type: 'device', data: { ...data, part } };
      case 'note':
        return { ...common, type: 'note', data: { ...data, part } };
    }
  });
}

/** A maker of nodes that remembers what it made last, so that only boxes that changed are drawn again. */
export function keepNodes(): (
  scene: Scene,
  machine: Machine | null,
  folded: Folded,
) => CanvasNode[] {
  let before: CanvasNode[] = [];
  return (scene, machine, folded) => {
    before = flowNodes(scene, machine, folded, before);
    return before;
  };
}

/** React Flow's edges for a scene, one a link. */
export function flowEdges(
  scene: Scene,
  links: readonly Link[],
  hidden: readonly string[],
): WireEdge[] {
  return links.flatMap((link): WireEdge[] => {
    const from = scene.anchors.get(link.from);
    const to = scene.anchors.get(link.to);
    if (!from || !to) return [];
    return [
      {
        id: link.id,
        type: 'wire',
        source: from.boxId,
        sourceHandle: link.from,
        target: to.boxId,
        targetHandle: 'in',
        data: { link, isHidden: hidden.includes(link.id) },
      },
    ];
  });
}

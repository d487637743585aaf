import type { Edge, Node } from '@xyflow/react';
import type { Machine } from '../../core/machine/types.ts';
import type { Link } from '../../core/scenario/schema.ts';
import type { Rect, Scene } from './scene.ts';
import type { BoxPart } from './structure.ts';

interface Data<K extends BoxPart['kind']> extends Record<string, unknown> {
  readonly part: Extract<BoxPart, { kind: K }>;
  readonly rect: Rect;
  readonly centers: ReadonlyMap<string, number>;
  /** For BDFs; null while the document is no machine. */
  readonly machine: Machine | null;
}

export type HostFlowNode = Node<Data<'host'>, 'host'>;
export type SwitchFlowNode = Node<Data<'switch'>, 'switch'>;
export type DeviceFlowNode = Node<Data<'device'>, 'device'>;
export type NoteFlowNode = Node<Data<'note'>, 'note'>;
export type CanvasNode = HostFlowNode | SwitchFlowNode | DeviceFlowNode | NoteFlowNode;

/** A physical link on the canvas. */
export type WireEdge = Edge<{ readonly link: Link }, 'wire'>;

/** React Flow's nodes for a scene, one a box. */
export function flowNodes(scene: Scene, machine: Machine | null): CanvasNode[] {
  return scene.boxes.map(({ part, rect, centers }): CanvasNode => {
    const common = {
      id: part.id,
      position: { x: rect.x, y: rect.y },
      width: rect.width,
      height: rect.height,
    };
    const data = { rect, centers, machine };
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

/** React Flow's edges for a scene, one a link. */
export function flowEdges(scene: Scene, links: readonly Link[]): WireEdge[] {
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
        data: { link },
      },
    ];
  });
}

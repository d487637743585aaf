import { layoutNow } from '../../store/layout.ts';
import type { LayoutBox, LayoutInput, LayoutPort } from '../../store/layout.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { CARD, GAP, HOST, INNER, NOTE, PORT, SWITCH, TBU, USP } from './sizes.ts';
import { boxesOf } from './structure.ts';
import type { BoxPart } from './structure.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** A box with its place on the canvas. */
export interface SceneBox {
  readonly part: BoxPart;
  readonly rect: Rect;
  /** Centre of each port, memory, TCU or root-bus function from the left edge of its box, by component id. */
  readonly centers: ReadonlyMap<string, number>;
}

/** Where a component stands, in canvas coordinates, and which box it is part of. */
export interface Anchor {
  readonly kind: 'port' | 'usp' | 'card' | 'inner' | 'bar' | 'tcu';
  readonly rect: Rect;
  readonly boxId: string;
}

/** The whole drawing without any TLP in it: a pure function of the document. */
export interface Scene {
  readonly boxes: readonly SceneBox[];
  readonly anchors: ReadonlyMap<string, Anchor>;
  /** TBU in front of each root port of a host with an IOMMU, by the port's id. */
  readonly tbus: ReadonlyMap<string, Rect>;
  readonly bounds: Rect;
}

/** The TCU stands lower than memory, so that the dotted lines from the TBUs reach it from above. */
export const TCU_TOP = INNER.top + 14;

/** Where a memory or integrated endpoint meets the interconnect: straight up, or at its right end beside the bar. */
export function attachX({ x, width }: Rect, bar: Rect): number {
  const center = x + width / 2;
  return center < bar.x ? Math.min(x + width, bar.x) - 8 : center;
}

const leaf = (id: string, width: number): LayoutPort => ({ id, width, below: [] });

function layoutBox(part: BoxPart): LayoutBox {
  const at = (position: Point | undefined): Pick<LayoutBox, 'position'> =>
    position === undefined ? {} : { position };
  switch (part.kind) {
    case 'host': {
      const ports = part.ports.map(({ port, link }) => ({
        id: port.id,
        width: PORT.width,
        below: link === null ? [] : [link.to],
      }));
      const [first, ...rest] = ports;
      return {
        id: part.id,
        width: 360,
        height: HOST.height,
        ...at(part.host.position),
        ports: [
          ...part.memories.map(({ id }) => leaf(id, INNER.width)),
          ...(first ? [first] : []),
          ...(part.iommu && part.showsTcu ? [leaf(part.iommu.id, INNER.width)] : []),
          ...rest,
          ...part.functions.map((fn) => leaf(fn.id, CARD.width)),
        ],
      };
    }
    case 'switch':
      return {
        id: part.id,
        width: USP.width + 2 * 76,
        height: SWITCH.height,
        ...at(part.upstream.position),
        ports: part.ports.map(({ port, link }) => ({
          id: port.id,
          width: PORT.width,
          below: link === null ? [] : [link.to],
        })),
      };
    case 'device': {
      const count = part.functions.length;
      return {
        id: part.id,
        width: CARD.width,
        height: count * CARD.height + (count - 1) * CARD.gap,
        ...at(part.functions[0]?.position),
        ports:
          part.below.length === 0
            ? []
            : [{ id: `${part.id}:bus`, width: CARD.width, below: part.below }],
      };
    }
    case 'note':
      return {
        id: part.id,
        width: NOTE.width,
        height: NOTE.height,
        ports: [],
        ...at(part.note.position),
      };
  }
}

function around(center: number, top: number, size: { width: number; height: number }): Rect {
  return { x: center - size.width / 2, y: top, width: size.width, height: size.height };
}

function anchorsOf({ part, rect, centers }: SceneBox): [string, Anchor][] {
  const centerOf = (id: string): number => rect.x + (centers.get(id) ?? rect.width / 2);
  const anchor = (id: string, kind: Anchor['kind'], own: Rect): [string, Anchor] => [
    id,
    { kind, rect: own, boxId: part.id },
  ];
  const cellTop = rect.y + rect.height + PORT.below - PORT.height;
  switch (part.kind) {
    case 'host':
      return [
        anchor(part.id, 'bar', {
          x: rect.x + HOST.titleWidth,
          y: rect.y + HOST.barTop,
          width: rect.width - HOST.titleWidth - HOST.pad,
          height: HOST.barHeight,
        }),
        ...part.ports.map(({ port }) =>
          anchor(port.id, 'port', around(centerOf(port.id), cellTop, PORT)),
        ),
        ...part.memories.map(({ id }) =>
          anchor(id, 'inner', around(centerOf(id), rect.y + INNER.top, INNER)),
        ),
        ...(part.iommu
          ? [anchor(part.iommu.id, 'tcu', around(centerOf(part.iommu.id), rect.y + TCU_TOP, INNER))]
          : []),
        ...part.functions.map((fn) =>
          anchor(fn.id, 'card', around(centerOf(fn.id), rect.y + INNER.top, CARD)),
        ),
      ];
    case 'switch':
      return [
        anchor(part.id, 'usp', around(rect.x + rect.width / 2, rect.y - USP.height / 2, USP)),
        ...part.ports.map(({ port }) =>
          anchor(port.id, 'port', around(centerOf(port.id), cellTop, PORT)),
        ),
      ];
    case 'device':
      return part.functions.map((fn, i) =>
        anchor(fn.id, 'card', {
          x: rect.x,
          y: rect.y + i * (CARD.height + CARD.gap),
          width: CARD.width,
          height: CARD.height,
        }),
      );
    case 'note':
      return [anchor(part.id, 'card', rect)];
  }
}

function boundsOf(boxes: readonly SceneBox[]): Rect {
  const left = Math.min(0, ...boxes.map(({ rect }) => rect.x));
  const top = Math.min(0, ...boxes.map(({ rect }) => rect.y));
  const right = Math.max(...boxes.map(({ rect }) => rect.x + rect.width), left + 1);
  const bottom = Math.max(...boxes.map(({ rect }) => rect.y + rect.height), top + 1);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Centres of the parts of one box. */
function centersOf(part: BoxPart, all: ReadonlyMap<string, number>): Map<string, number> {
  const own = layoutBox(part).ports.map(({ id }) => id);
  return new Map(own.flatMap((id) => (all.has(id) ? [[id, all.get(id) ?? 0] as const] : [])));
}

/** What there is to lay out: sizes and hierarchy, and where boxes are held. Parameters as for `placeBoxes`. */
export function layoutInputOf(
  parts: readonly BoxPart[],
  held: Readonly<Record<string, Point>>,
  aspect: number,
): LayoutInput {
  return {
    boxes: parts.map((part) => {
      const at = Object.hasOwn(held, part.id) ? held[part.id] : undefined;
      return at ? { ...layoutBox(part), position: at } : layoutBox(part);
    }),
    gapX: GAP.x,
    gapY: GAP.y,
    padX: HOST.pad,
    portGap: PORT.gap,
    aspect,
  };
}

/**
 * Places every box of a document: where a person put it, else by the tidy tree.
 *
 * @param held where a drag holds boxes just now, by box id; what hangs below them moves along.
 * @param aspect width over height of the window, for the number of rows of hosts.
 */
export function placeBoxes(
  parts: readonly BoxPart[],
  held: Readonly<Record<string, Point>>,
  aspect: number,
): Scene {
  const layout = layoutNow(layoutInputOf(parts, held, aspect));
  const boxes = parts.flatMap((part): SceneBox[] => {
    const placed = layout.boxes.get(part.id);
    if (!placed) return [];
    const { height } = layoutBox(part);
    const { x, y, width } = placed;
    return [{ part, rect: { x, y, width, height }, centers: centersOf(part, layout.ports) }];
  });
  const anchors = new Map(boxes.flatMap(anchorsOf));
  const tbus = new Map<string, Rect>();
  for (const { part, rect } of boxes) {
    if (part.kind !== 'host' || part.iommu === null) continue;
    for (const { port } of part.ports) {
      const own = anchors.get(port.id);
      if (!own) continue;
      const center = own.rect.x + own.rect.width / 2 + TBU.shift;
      tbus.set(port.id, around(center, rect.y + TBU.top, TBU));
    }
  }
  return { boxes, anchors, tbus, bounds: boundsOf(boxes) };
}

/** The scene of a document at rest: every box where the document has it, else where the tidy tree puts it. */
export function sceneOf(scenario: Scenario, aspect: number): Scene {
  return placeBoxes(boxesOf(scenario), {}, aspect);
}

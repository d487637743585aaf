import type { SegmentReader } from '../../../store/frames.ts';
import type { FlowPaths } from './flow-paths.ts';
import { Marks } from './marks.ts';
import type { AnyContext } from './marks.ts';
import { Sprites } from './sprites.ts';
import type { SpriteColors } from './colors.ts';
import type { AnyCanvas } from './sprites.ts';
import type { Packet } from './places.ts';

export type { AnyCanvas } from './sprites.ts';

/** Where and how large the drawing is on the pane. */
export interface PaneView {
  readonly left: number;
  readonly top: number;
  readonly zoom: number;
  /** CSS px. */
  readonly width: number;
  readonly height: number;
  /** Device px to one CSS px. */
  readonly ratio: number;
}

/** What a painter is asked to draw. */
export interface Picture {
  readonly packets: readonly Packet[];
  readonly paths: FlowPaths;
  /** The selected TLP stands on a disc and in front. */
  readonly here: number | null;
  readonly view: PaneView;
  readonly colors: SpriteColors;
  /** So many are on wires at `tPs` that they are marks; `packets` are then only those that stand out. */
  readonly crowd: { readonly segments: SegmentReader; readonly tPs: number } | null;
}

/** Glyphs of this edge stay apart by at least 6 px, else they are one with a count. @source ux.md §4, design.md */
const BOX = 24;
const LEAST = 16;
const MOST = 28;
const GAP = 6;
/** From so many on, packets on the pane are marks: glyphs could not be told apart. */
export const CROWD = 500;
/** Edge of a mark, CSS px. */
const MARK = 4;

/** A cell of the plane and those around it. */
const NEIGHBOURS = [0, -1, 1].flatMap((dy) => [0, -1, 1].map((dx) => [dx, dy] as const));

interface Cluster {
  readonly first: Packet;
  count: number;
}

/**
 * Groups packets that would hide each other: of one class only, never a fault, never the selected one. Two
 * groups of a class are at least a glyph and its gap apart.
 */
function clustersOf({ packets, paths, here, view }: Picture, size: number): Cluster[] {
  const cell = (size + GAP) / view.zoom;
  const groups = new Map<string, Cluster>();
  const alone: Cluster[] = [];
  for (const packet of packets) {
    const look = paths.look(packet.flow, packet.hop);
    if (packet.tlpId === here || look?.class === 'fault') {
      alone.push({ first: packet, count: 1 });
      continue;
    }
    const [column, row] = [Math.floor(packet.x / cell), Math.floor(packet.y / cell)];
    const keyAt = (dx: number, dy: number): string => `${look?.class} ${column + dx} ${row + dy}`;
    const near = NEIGHBOURS.map(([dx, dy]) => groups.get(keyAt(dx, dy))).find(
      (group) =>
        group !== undefined &&
        Math.hypot(group.first.x - packet.x, group.first.y - packet.y) < cell,
    );
    if (near) near.count += 1;
    else groups.set(keyAt(0, 0), { first: packet, count: 1 });
  }
  return [...groups.values(), ...alone];
}

/** Draws on a canvas of the page or of a worker. */
export class Painter {
  private readonly canvas: AnyCanvas;
  private readonly context: AnyContext | null;
  private readonly marks = new Marks();
  private readonly spot = new Float64Array(2);
  private sprites: { readonly key: string; readonly of: Sprites } | null = null;

  constructor(canvas: AnyCanvas) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
  }

  readonly paint = (picture: Picture): void => {
    const { view } = picture;
    const { canvas, context } = this;
    if (context === null) return;
    const width = Math.max(1, Math.round(view.width * view.ratio));
    const height = Math.max(1, Math.round(view.height * view.ratio));
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (picture.crowd) this.paintMarks(context, picture, picture.crowd);
    else context.clearRect(0, 0, width, height);
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    const size = Math.min(MOST, Math.max(LEAST, BOX * view.zoom));
    for (const cluster of clustersOf(picture, size)) {
      this.paintCluster(context, picture, cluster, size);
    }
  };

  private spritesFor({ colors, view }: Picture, size: number): Sprites {
    const scale = (size / BOX) * view.ratio;
    const key = `${scale.toFixed(2)} ${Object.values(colors.classes).join()} ${colors.canvas}`;
    if (this.sprites?.key !== key) this.sprites = { key, of: new Sprites(colors, scale) };
    return this.sprites.of;
  }

  private paintCluster(
    context: AnyContext,
    picture: Picture,
    { first, count }: Cluster,
    size: number,
  ): void {
    const { paths, here, view, colors } = picture;
    const look = paths.look(first.flow, first.hop);
    if (!look) return;
    const x = first.x * view.zoom + view.left;
    const y = first.y * view.zoom + view.top;
    const sprite = this.spritesFor(picture, size).of(look, first.angle, first.tlpId === here);
    const edge = sprite.width / view.ratio;
    context.drawImage(sprite, x - edge / 2, y - edge / 2, edge, edge);
    if (count === 1) return;
    context.font = '600 13px system-ui, sans-serif';
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.lineWidth = 3;
    context.lineJoin = 'round';
    context.strokeStyle = colors.canvas;
    context.fillStyle = colors.classes[look.class];
    const text = `+${count - 1}`;
    context.strokeText(text, x + size / 2 + 3, y);
    context.fillText(text, x + size / 2 + 3, y);
  }

  private paintMarks(
    context: AnyContext,
    { paths, view, colors }: Picture,
    { segments, tPs }: NonNullable<Picture['crowd']>,
  ): void {
    const { marks, spot, canvas } = this;
    const pixels = new Map(
      Object.entries(colors.classes).map(([name, color]) => [name, marks.color(context, color)]),
    );
    marks.begin(canvas.width, canvas.height);
    const size = Math.round(MARK * view.ratio);
    for (let i = 0; i < segments.count; i++) {
      const startPs = segments.startPs(i);
      const arrivePs = segments.arrivePs(i);
      if (startPs > tPs || tPs >= arrivePs) continue;
      const flow = segments.flow(i);
      const hop = paths.hopOn(flow, segments.link(i));
      if (!paths.spotInto(spot, flow, hop, (tPs - startPs) / (arrivePs - startPs))) continue;
      const x = ((spot[0] ?? 0) * view.zoom + view.left) * view.ratio;
      const y = ((spot[1] ?? 0) * view.zoom + view.top) * view.ratio;
      marks.put(x, y, size, pixels.get(paths.look(flow, hop)?.class ?? 'message') ?? 0);
    }
    marks.show(context);
  }
}

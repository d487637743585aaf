import type { FlowPaths } from './flow-paths.ts';
import { Sprites } from './packet-sprites.ts';
import type { SpriteColors } from './packet-sprites.ts';
import type { Packet } from './packets.ts';

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
}

/** Draws packets; a painter in a worker of its own may take the place of this one. */
export interface PacketPainter {
  readonly paint: (picture: Picture) => void;
}

/** Glyphs of this edge stay apart by at least 6 px, else they are one with a count. @source ux.md §4, design.md */
const BOX = 24;
const LEAST = 16;
const MOST = 28;
const GAP = 6;
/** From so many on, packets on the pane are marks: glyphs could not be told apart. */
const CROWD = 500;
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

/** Draws on a canvas of the page. */
export class CanvasPainter implements PacketPainter {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private sprites: { readonly key: string; readonly of: Sprites } | null = null;

  constructor(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) {
    this.canvas = canvas;
    this.context = context;
  }

  readonly paint = (picture: Picture): void => {
    const { view, packets, here } = picture;
    const { canvas, context } = this;
    const width = Math.round(view.width * view.ratio);
    const height = Math.round(view.height * view.ratio);
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    const isCrowd = packets.length > CROWD;
    if (isCrowd) this.paintMarks(picture);
    const size = Math.min(MOST, Math.max(LEAST, BOX * view.zoom));
    const shown = isCrowd
      ? packets
          .filter((one) => one.tlpId === here || isFault(picture, one))
          .map((first) => ({ first, count: 1 }))
      : clustersOf(picture, size);
    for (const cluster of shown) this.paintCluster(picture, cluster, size);
  };

  private spritesFor({ colors, view }: Picture, size: number): Sprites {
    const scale = (size / BOX) * view.ratio;
    const key = `${scale.toFixed(2)} ${Object.values(colors.classes).join()} ${colors.canvas}`;
    if (this.sprites?.key !== key) this.sprites = { key, of: new Sprites(colors, scale) };
    return this.sprites.of;
  }

  private paintCluster(picture: Picture, { first, count }: Cluster, size: number): void {
    const { paths, here, view, colors } = picture;
    const look = paths.look(first.flow, first.hop);
    if (!look) return;
    const x = first.x * view.zoom + view.left;
    const y = first.y * view.zoom + view.top;
    const sprite = this.spritesFor(picture, size).of(look, first.angle, first.tlpId === here);
    const edge = sprite.width / view.ratio;
    this.context.drawImage(sprite, x - edge / 2, y - edge / 2, edge, edge);
    if (count === 1) return;
    this.context.font = '600 13px system-ui, sans-serif';
    this.context.textAlign = 'left';
    this.context.textBaseline = 'middle';
    this.context.lineWidth = 3;
    this.context.lineJoin = 'round';
    this.context.strokeStyle = colors.canvas;
    this.context.fillStyle = colors.classes[look.class];
    const text = `+${count - 1}`;
    this.context.strokeText(text, x + size / 2 + 3, y);
    this.context.fillText(text, x + size / 2 + 3, y);
  }

  private paintMarks({ packets, paths, view, colors }: Picture): void {
    for (const packet of packets) {
      const look = paths.look(packet.flow, packet.hop);
      if (!look) continue;
      this.context.fillStyle = colors.classes[look.class];
      const x = packet.x * view.zoom + view.left;
      const y = packet.y * view.zoom + view.top;
      this.context.fillRect(x - MARK / 2, y - MARK / 2, MARK, MARK);
    }
  }
}

function isFault({ paths }: Picture, { flow, hop }: Packet): boolean {
  return paths.look(flow, hop)?.class === 'fault';
}

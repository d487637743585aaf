import type { Machine } from '../../../core/machine/types.ts';
import type { FlowInfo, TraceEvent } from '../../../core/sim/types.ts';
import { NOTHING, readSegments } from '../../../store/frames.ts';
import type { SegmentReader } from '../../../store/frames.ts';
import { instantOf, wallOf } from '../../../store/time-map.ts';
import type { TimeMap } from '../../../store/time-map.ts';
import type { Scene } from '../scene.ts';
import { FlowPaths } from './flow-paths.ts';
import { CROWD, Painter } from './painter.ts';
import { wallNow } from './wall-now.ts';
import type { AnyCanvas, PaneView } from './painter.ts';
import { faultsAt, followedPacket, onWires, packetsAt } from './places.ts';
import type { SpriteColors } from './colors.ts';

/** How time goes on by itself: from `tPs` at the wall time `sentMs` along `map`, until `stopPs`. */
export interface Going {
  readonly map: TimeMap;
  /** Milliseconds since 1970 with fractions, as all threads count them. */
  readonly sentMs: number;
  readonly stopPs: number;
}

/** What a renderer is told; each kind replaces what was told of it before. */
export type ToRenderer =
  | {
      readonly kind: 'scene';
      readonly machine: Machine;
      readonly scene: Scene;
      readonly flows: readonly FlowInfo[];
    }
  /** A copy of the simulation's frame; null: no TLP is on a wire. */
  | { readonly kind: 'segments'; readonly buffer: ArrayBuffer | null }
  | {
      readonly kind: 'followed';
      readonly events: readonly TraceEvent[];
      readonly here: number | null;
    }
  | { readonly kind: 'view'; readonly view: PaneView }
  | { readonly kind: 'colors'; readonly colors: SpriteColors }
  /** `going` is null while time stands. */
  | { readonly kind: 'time'; readonly tPs: number; readonly going: Going | null };

/** Draws the packets of any instant on one canvas, on the page or in a worker. */
export class Renderer {
  private readonly painter: Painter;
  private paths: FlowPaths | null = null;
  private segments: SegmentReader = NOTHING;
  private followed: readonly TraceEvent[] = [];
  private here: number | null = null;
  private view: PaneView | null = null;
  private colors: SpriteColors | null = null;
  private tPs = 0;
  private going: Going | null = null;

  constructor(canvas: AnyCanvas) {
    this.painter = new Painter(canvas);
  }

  /** Whether time goes on by itself, so that the picture is to be drawn again. */
  get isGoing(): boolean {
    return this.going !== null;
  }

  tell(message: ToRenderer): void {
    switch (message.kind) {
      case 'scene':
        this.paths = new FlowPaths(message.machine, message.scene, message.flows);
        break;
      case 'segments':
        this.segments = message.buffer === null ? NOTHING : readSegments(message.buffer);
        break;
      case 'followed':
        this.followed = message.events;
        this.here = message.here;
        break;
      case 'view':
        this.view = message.view;
        break;
      case 'colors':
        this.colors = message.colors;
        break;
      case 'time':
        this.tPs = message.tPs;
        this.going = message.going;
    }
  }

  /** Draws the present instant; returns how many packets there are. */
  draw(): number {
    const { paths, segments, followed, here, view, colors } = this;
    if (!paths || !view || !colors) return 0;
    const tPs = this.present();
    const wired = onWires(segments, tPs);
    if (wired > CROWD) {
      const own = followedPacket(paths, followed, tPs);
      const packets = [...faultsAt(paths, segments, tPs), ...(own ? [own] : [])];
      this.painter.paint({ packets, paths, here, view, colors, crowd: { segments, tPs } });
      return wired;
    }
    const packets = packetsAt(paths, segments, followed, tPs);
    this.painter.paint({ packets, paths, here, view, colors, crowd: null });
    return packets.length;
  }

  private present(): number {
    const { going, tPs } = this;
    if (going === null) return tPs;
    const elapsedMs = Math.max(0, wallNow() - going.sentMs);
    return Math.min(going.stopPs, instantOf(going.map, wallOf(going.map, tPs) + elapsedMs));
  }
}

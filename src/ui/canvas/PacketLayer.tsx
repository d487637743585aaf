import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { onFrame, requestFrame } from '../../store/frames.ts';
import { useJourney } from '../../store/journey.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { hopsOf } from '../explain/explanation.ts';
import { tlpKindOf } from '../words/tlp-kind.ts';
import { FlowPaths, packetsAt } from './packets.ts';
import type { Packet } from './packets.ts';
import { drawSprite, readColors } from './packet-sprites.ts';
import type { Sprite } from './packet-sprites.ts';
import type { Scene } from './scene.ts';

interface Props {
  readonly scene: Scene;
}

const AT_DIGITS = {
  untranslated: '00',
  translationRequest: '01',
  translated: '10',
  reserved: '11',
} as const;

/** Packets closer than this are one mark with a count, CSS px. */
const CLUSTER_PX = 22;

/** Groups packets that would hide each other; the followed one always stands alone. */
function clusters(packets: readonly Packet[], zoom: number, followed: number | null): Packet[][] {
  const groups = new Map<string, Packet[]>();
  const cell = CLUSTER_PX / zoom;
  for (const packet of packets) {
    const key =
      packet.tlpId === followed
        ? 'followed'
        : `${packet.flow} ${Math.round(packet.x / cell)} ${Math.round(packet.y / cell)}`;
    const group = groups.get(key);
    if (group) group.push(packet);
    else groups.set(key, [packet]);
  }
  return [...groups.values()];
}

/** Draws the packets of every frame on one canvas over the drawing; React is not involved per frame. */
export function PacketLayer({ scene }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || !machine || !run) return undefined;
    const paths = new FlowPaths(machine, scene, run.flows);
    let drawn = { zoom: 0 };

    const stop = onFrame((segments, tPs) => {
      const [left, top, zoom] = store.getState().transform;
      drawn = { zoom };
      const ratio = window.devicePixelRatio || 1;
      const { clientWidth, clientHeight } = element;
      const width = Math.round(clientWidth * ratio);
      const height = Math.round(clientHeight * ratio);
      if (element.width !== width) element.width = width;
      if (element.height !== height) element.height = height;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, clientWidth, clientHeight);
      const { events, tlpId } = useJourney.getState();
      const packets = packetsAt(paths, segments, events, tPs);
      element.dataset['tlps'] = String(packets.length);
      const colors = readColors(element);
      const size = Math.min(28, Math.max(16, 24 * zoom));
      for (const group of clusters(packets, zoom, tlpId)) {
        const [first] = group;
        const info = first ? run.flows[first.flow] : undefined;
        if (!first || !info) continue;
        const hop = hopsOf(info)[first.hop];
        const sprite: Sprite = {
          kind: tlpKindOf(machine, info),
          at: hop ? AT_DIGITS[hop.at] : '00',
          t: hop?.t ?? 0,
          isHere: first.tlpId === useView.getState().tlpId,
          angle: first.angle,
        };
        const place = { x: first.x * zoom + left, y: first.y * zoom + top, size };
        drawSprite(context, sprite, place, colors);
        if (group.length > 1) {
          context.fillStyle = colors[sprite.kind.class];
          context.font = '600 13px system-ui, sans-serif';
          context.textAlign = 'left';
          context.fillText(`+${group.length - 1}`, place.x + size / 2 + 2, place.y - size / 2);
        }
      }
    });
    const unsubscribe = store.subscribe((state, before) => {
      if (state.transform !== before.transform) requestFrame();
    });
    const stopView = useView.subscribe(() => requestFrame());
    const observer = new ResizeObserver(() => requestFrame());
    observer.observe(element);
    requestFrame();
    return () => {
      stop();
      unsubscribe();
      stopView();
      observer.disconnect();
      context.clearRect(0, 0, drawn.zoom === 0 ? 0 : element.width, element.height);
    };
  }, [scene, machine, run, store]);

  return (
    <canvas
      ref={canvas}
      aria-hidden="true"
      data-testid="packets"
      className="pointer-events-none absolute inset-0 z-10 size-full"
    />
  );
}

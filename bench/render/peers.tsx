import { BaseEdge, ReactFlow } from '@xyflow/react';
import type { Edge, EdgeProps, Node } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { LENGTH_MS, movingTlps } from './picture.ts';
import type { Moving } from './picture.ts';
import { pointAlong } from '../../src/ui/canvas/path-geometry.ts';

/* The usual ways to move things along the edges of a graph, with the same TLPs on the same lines. */

const lineOf = ({ points }: Moving): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');

const ends: Node[] = [0, 1].map((i) => ({
  id: String(i),
  position: { x: 0, y: 600 * i },
  data: { label: '' },
  width: 100,
  height: 30,
}));

/** React Flow's own `animated` edges, one for each TLP. */
export function drawReactFlowAnimated(parent: HTMLElement, tlps: number): void {
  const edges: Edge[] = movingTlps(tlps).map((_, i) => ({
    id: String(i),
    source: '0',
    target: '1',
    animated: true,
  }));
  createRoot(parent).render(<ReactFlow nodes={ends} edges={edges} fitView />);
}

type MotionEdge = Edge<{ readonly tlps: readonly Moving[] }>;

function MotionLine({ id, data }: EdgeProps<MotionEdge>) {
  const [first] = data?.tlps ?? [];
  if (!data || !first) return null;
  return (
    <>
      <BaseEdge id={id} path={lineOf(first)} />
      {data.tlps.map((tlp, i) => (
        <circle key={i} r={2} fill="currentColor">
          <animateMotion
            dur={`${LENGTH_MS / (tlp.to - tlp.from)}ms`}
            begin={`-${(tlp.from * LENGTH_MS) / (tlp.to - tlp.from)}ms`}
            repeatCount="indefinite"
            path={lineOf(tlp)}
          />
        </circle>
      ))}
    </>
  );
}

const EDGE_TYPES = { motion: MotionLine };

/** Edges of React Flow with a circle on `animateMotion` for each TLP. */
export function drawAnimateMotion(parent: HTMLElement, tlps: number): void {
  const byLine = new Map<string, Moving[]>();
  for (const tlp of movingTlps(tlps)) {
    const line = lineOf(tlp);
    const list = byLine.get(line);
    if (list) list.push(tlp);
    else byLine.set(line, [tlp]);
  }
  const edges: MotionEdge[] = [...byLine].map(([line, list]) => ({
    id: line,
    source: '0',
    target: '1',
    type: 'motion',
    data: { tlps: list },
  }));
  createRoot(parent).render(
    <ReactFlow nodes={ends} edges={edges} edgeTypes={EDGE_TYPES} defaultViewport={VIEWPORT} />,
  );
}

const VIEWPORT = { x: 0, y: 0, zoom: 1 };

function Circles({ tlps, onFrame }: { readonly tlps: Moving[]; readonly onFrame: () => void }) {
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    const start = performance.now();
    let request = 0;
    const frame = (now: number): void => {
      setElapsed((now - start) / LENGTH_MS);
      onFrame();
      request = requestAnimationFrame(frame);
    };
    request = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(request);
  }, [onFrame]);
  return (
    <svg width="100%" height="100%">
      {tlps.map(({ points, from, to }, i) => {
        const at = pointAlong([points], Math.min(1, from + (to - from) * elapsed));
        return at && <circle key={i} cx={at.x} cy={at.y} r={2} />;
      })}
    </svg>
  );
}

/** SVG circles that React moves in every frame. */
export function drawReactSvg(parent: HTMLElement, tlps: number, onFrame: () => void): void {
  createRoot(parent).render(<Circles tlps={movingTlps(tlps)} onFrame={onFrame} />);
}

import { ReactFlow, ReactFlowProvider } from '@xyflow/react';
import type { Connection, NodeChange, XYPosition } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import './canvas.css';
import { useCallback, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { newLink } from '../../core/scenario/defaults.ts';
import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/canvas.ts';
import { DeviceNode } from './DeviceNode.tsx';
import { HostNode } from './HostNode.tsx';
import { NoteNode } from './NoteNode.tsx';
import { PacketLayer } from './PacketLayer.tsx';
import { PathLayer } from './PathLayer.tsx';
import { SwitchNode } from './SwitchNode.tsx';
import { WireEdge } from './WireEdge.tsx';
import { ZoomControl } from './ZoomControl.tsx';
import { moveFocus } from './move-focus.ts';
import { flowEdges, flowNodes } from './nodes.ts';
import type { CanvasNode } from './nodes.ts';
import { sceneOf } from './scene.ts';
import { useViewportRequests } from './use-viewport-requests.ts';

const NODE_TYPES = { host: HostNode, switch: SwitchNode, device: DeviceNode, note: NoteNode };
const EDGE_TYPES = { wire: WireEdge };

/** The drawing: the machine, the path of the selected flow, and the packets. */
export function Canvas() {
  const documentId = useDocument((state) => state.id);
  // Another document starts with a view of its own, fitted to it.
  return (
    <ReactFlowProvider key={documentId}>
      <Drawing />
    </ReactFlowProvider>
  );
}

function Drawing() {
  const scenario = useDocument((state) => state.scenario);
  const machine = useRun((state) => state.machine);
  const [aspect] = useState(() => Math.max(0.5, window.innerWidth / window.innerHeight));
  const [dragged, setDragged] = useState<Readonly<Record<string, XYPosition>>>({});
  useViewportRequests();

  const scene = useMemo(() => sceneOf(scenario, aspect), [scenario, aspect]);
  const nodes = useMemo(
    () =>
      flowNodes(scene, machine).map((node) => {
        const at = dragged[node.id];
        return at ? { ...node, position: at } : node;
      }),
    [scene, machine, dragged],
  );
  const edges = useMemo(() => flowEdges(scene, scenario.links), [scene, scenario.links]);

  const onNodesChange = useCallback((changes: NodeChange<CanvasNode>[]) => {
    const moved = changes.flatMap((change) =>
      change.type === 'position' && change.position && change.dragging === true
        ? [[change.id, change.position] as const]
        : [],
    );
    if (moved.length > 0) setDragged((now) => ({ ...now, ...Object.fromEntries(moved) }));
  }, []);
  const onDragStop = useCallback((_event: unknown, _node: unknown, stopped: CanvasNode[]) => {
    const positions = Object.fromEntries(
      stopped.map(({ id, position }) => [
        id,
        { x: Math.round(position.x / 8) * 8, y: Math.round(position.y / 8) * 8 },
      ]),
    );
    useDocument.getState().edit({ kind: 'move', positions }, 'move');
    setDragged({});
  }, []);

  return (
    <div className="canvas relative size-full">
      <p id="canvas-hint" className="sr-only">
        {strings.hint}
      </p>
      <ReactFlow
        role="application"
        aria-label={strings.label}
        aria-describedby="canvas-hint"
        onKeyDown={(event: KeyboardEvent) => {
          if (moveFocus(scene, event.key)) event.preventDefault();
        }}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onNodeDragStop={onDragStop}
        onConnect={connect}
        isValidConnection={(one) => isFreeSlot(one.sourceHandle ?? null, one.target)}
        onEdgeClick={(_event, edge) => useView.getState().select([edge.id])}
        onPaneClick={() => useView.getState().select([])}
        elementsSelectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        panOnScroll
        attributionPosition="bottom-center"
        zoomOnDoubleClick={false}
        minZoom={0.1}
        maxZoom={2}
        nodeDragThreshold={4}
        onlyRenderVisibleElements={nodes.length > 150}
        fitView
        fitViewOptions={{ padding: 0.06, maxZoom: 1.1 }}
      >
        <PathLayer scene={scene} />
        <PacketLayer scene={scene} />
      </ReactFlow>
      <ZoomControl />
    </div>
  );
}

/** Whether a port is free and the device is not plugged in yet. */
function isFreeSlot(port: string | null, deviceBox: string): boolean {
  const { links } = useDocument.getState().scenario;
  return port !== null && !links.some(({ from, to }) => from === port || to === deviceBox);
}

/** Plugs a device into a port. */
function connect({ sourceHandle, target }: Connection): void {
  if (!isFreeSlot(sourceHandle, target) || sourceHandle === null) return;
  const link = newLink({ id: `link-${sourceHandle}-${target}`, from: sourceHandle, to: target });
  useDocument.getState().edit({ kind: 'connect', link }, 'connect');
}

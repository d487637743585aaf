import { MiniMap, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import './canvas.css';
import { Suspense, lazy, useEffect, useMemo, useState } from 'react';
import { provideBoxes } from '../../store/boxes.ts';
import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { useStage } from '../../store/stage.ts';
import { useView } from '../../store/view.ts';
import { useWindowKind } from '../media.ts';
import { strings } from '../strings/canvas.ts';
import { DeviceNode } from './DeviceNode.tsx';
import { DrawingFrame } from './DrawingFrame.tsx';
import { GuideLayer } from './GuideLayer.tsx';
import { HostLabels } from './HostLabels.tsx';
import { HostNode } from './HostNode.tsx';
import { useMarquee } from './Marquee.tsx';
import { useCanvasMenu } from './use-canvas-menu.ts';
import { MovingHint } from './MovingHint.tsx';
import { NoteNode } from './NoteNode.tsx';
import { PacketLayer } from './packets/PacketLayer.tsx';
import { useExplainedPlan } from '../plan/use-plan.ts';
import { PathLayer } from './PathLayer.tsx';
import { RefusedMark } from './RefusedMark.tsx';
import { SwitchNode } from './SwitchNode.tsx';
import { WireEdge } from './WireEdge.tsx';
import { ZoomControl } from './ZoomControl.tsx';
import { useFocusFollowsSelection } from './focus.ts';
import { flowEdges } from './nodes.ts';
import { useConnect } from './use-connect.ts';
import { useDrop } from './use-drop.ts';
import { useScene } from './use-scene.ts';
import { useSelectedPath } from './use-selected-path.ts';
import { useViewportRequests } from './use-viewport-requests.ts';

// Neither is part of the first picture.
const CanvasMenu = lazy(async () => ({ default: (await import('./CanvasMenu.tsx')).CanvasMenu }));
const InjectedChip = lazy(async () => ({
  default: (await import('./InjectedChip.tsx')).InjectedChip,
}));
const HullLayer = lazy(async () => ({ default: (await import('./HullLayer.tsx')).HullLayer }));
const OwnerHulls = lazy(async () => ({
  default: (await import('../software/OwnerHulls.tsx')).OwnerHulls,
}));
const ActorShelf = lazy(async () => ({
  default: (await import('../software/ActorShelf.tsx')).ActorShelf,
}));
const Legend = lazy(async () => ({ default: (await import('../glyphs/Legend.tsx')).Legend }));

const NODE_TYPES = { host: HostNode, switch: SwitchNode, device: DeviceNode, note: NoteNode };
const EDGE_TYPES = { wire: WireEdge };
const NO_LINKS: readonly string[] = [];
/** More nodes than this are mounted only where they are seen. */
const CULL_FROM = 150;
/** A projected machine of more components is folded to its path. */
const PROJECTED_WHOLE = 32;

/** In somebody else's page the wheel scrolls that page, with Ctrl it zooms, and nothing can be changed. @source ux.md §8 */
const LOOKED_AT = {
  nodesDraggable: false,
  nodesConnectable: false,
  zoomOnScroll: false,
  preventScrolling: false,
  // Boxes that cannot be dragged let the pointer through unless somebody listens; a click selects (Part.tsx).
  onNodeClick: () => undefined,
} as const;

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
  const isPhone = useWindowKind() === 'phone';
  const [isWhole, setWhole] = useState(false);
  const stage = useStage((state) => state.stage);
  // Words that would be too small on the wall are the words of what is off the path.
  const isFolded =
    stage === 'present' ? scenario.components.length > PROJECTED_WHOLE : isPhone && !isWhole;
  const { scene, nodes, drag } = useScene(scenario, machine, isFolded);
  useEffect(
    () =>
      provideBoxes(() => ({
        boxes: scene.boxes.map(({ part, rect }) => ({ id: part.id, ...rect })),
        boxOf: (id) => scene.anchors.get(id)?.boxId ?? null,
      })),
    [scene],
  );
  const hasActors = useDocument((state) => (state.scenario.actors ?? []).length > 0);
  const hasHulls = useView((state) => state.hulls);
  const hasLegend = useView((state) => state.legend);
  const minimap = useView((state) => state.minimap);
  const path = useSelectedPath(machine, scene);
  const { plan } = useExplainedPlan();
  const hidden = path?.twoWayLinks ?? NO_LINKS;
  const edges = useMemo(
    () => flowEdges(scene, scenario.links, hidden),
    [scene, scenario.links, hidden],
  );
  const { marquee, handlers } = useMarquee(scene);
  const connect = useConnect();
  const drop = useDrop();
  const menu = useCanvasMenu();
  const isEmbedded = stage === 'embed';
  const onMoveStart = useViewportRequests(scene);
  useFocusFollowsSelection(scene.boxes[0]?.part.id ?? null);

  return (
    <DrawingFrame color={path?.color ?? 'var(--tlp-posted)'} {...handlers}>
      <p id="canvas-hint" className="sr-only">
        {strings.hint}
      </p>
      {hasActors && (
        <div className="flex h-9 shrink-0 items-center border-b border-line bg-panel px-3">
          <Suspense fallback={null}>
            <ActorShelf />
          </Suspense>
        </div>
      )}
      <ReactFlow
        role="application"
        aria-label={strings.label}
        aria-describedby="canvas-hint"
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={drag.onNodesChange}
        onNodeDragStart={drag.onDragStart}
        onNodeDragStop={drag.onDragStop}
        onMoveStart={onMoveStart}
        onConnect={connect.onConnect}
        onConnectStart={connect.onConnectStart}
        onConnectEnd={connect.onConnectEnd}
        isValidConnection={connect.isValidConnection}
        onDragOver={drop.onDragOver}
        onDrop={drop.onDrop}
        {...(isEmbedded ? LOOKED_AT : { onContextMenu: menu.onContextMenu, panOnScroll: true })}
        onEdgeClick={(_event, edge) => useView.getState().select([edge.id])}
        onPaneClick={(event) => {
          // With Shift it is the end of a marquee.
          if (!event.shiftKey) useView.getState().select([]);
        }}
        elementsSelectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        // The shelf of actors stands at the edge: a device is dropped there.
        autoPanOnNodeDrag={!hasActors}
        attributionPosition="bottom-right"
        zoomOnDoubleClick={false}
        minZoom={0.1}
        maxZoom={2}
        nodeDragThreshold={4}
        onlyRenderVisibleElements={nodes.length > CULL_FROM}
      >
        {path && <PathLayer bounds={scene.bounds} color={path.color} here={path.here} />}
        {plan !== null && path === null && <RefusedMark scene={scene} plan={plan} />}
        {machine && hasHulls && (
          <Suspense fallback={null}>
            <HullLayer scene={scene} machine={machine} />
          </Suspense>
        )}
        {hasActors && (
          <Suspense fallback={null}>
            <OwnerHulls scene={scene} />
          </Suspense>
        )}
        <HostLabels scene={scene} />
        <PacketLayer scene={scene} />
        <GuideLayer guides={drag.guides} />
        {minimap && (
          <MiniMap
            position="bottom-left"
            pannable
            ariaLabel={strings.minimap}
            bgColor="var(--panel)"
            maskColor="var(--hull)"
            maskStrokeColor="var(--here)"
            maskStrokeWidth={2}
            style={{ width: 176, height: 110 }}
            nodeColor="var(--line-strong)"
            nodeBorderRadius={4}
            className="minimap"
          />
        )}
      </ReactFlow>
      {stage === 'app' && <ZoomControl {...(isPhone ? { isWhole, onWhole: setWhole } : {})} />}
      {hasLegend && (
        <Suspense fallback={null}>
          <Legend />
        </Suspense>
      )}
      <MovingHint />
      <Suspense fallback={null}>
        <InjectedChip />
      </Suspense>
      {menu.at && (
        <Suspense fallback={null}>
          <CanvasMenu at={menu.at} close={menu.close} />
        </Suspense>
      )}
      {marquee}
      <p
        role="status"
        className={
          connect.refused
            ? 'pointer-events-none fixed z-40 max-w-72 rounded-card border border-stop bg-overlay px-2.5 py-1.5 text-stop shadow-pop'
            : 'sr-only'
        }
        style={connect.refused ? { left: connect.refused.x + 12, top: connect.refused.y + 12 } : {}}
      >
        {connect.refused?.text}
      </p>
    </DrawingFrame>
  );
}

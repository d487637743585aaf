import { Background, ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

/* What any React Flow page has to load and do: one node, nothing of ours. */

const NODES = [{ id: 'a', position: { x: 100, y: 100 }, data: { label: 'A' } }];

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ReactFlow defaultNodes={NODES} defaultEdges={[]} fitView>
        <Background />
      </ReactFlow>
    </StrictMode>,
  );
}

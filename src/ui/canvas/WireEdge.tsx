import { BaseEdge, EdgeLabelRenderer } from '@xyflow/react';
import type { EdgeProps } from '@xyflow/react';
import { useHasBreakpoint } from '../../store/breakpoints.ts';
import { useView } from '../../store/view.ts';
import { linkText } from '../words/link-text.ts';
import { BreakpointDot } from './BreakpointDot.tsx';
import type { WireEdge as WireEdgeType } from './nodes.ts';

const HANDLE_RADIUS = 6;

/** A link: orthogonal, its width and generation beside the vertical run, never on the line. */
export function WireEdge({ id, sourceX, targetX, data, ...ends }: EdgeProps<WireEdgeType>) {
  const hasBreakpoint = useHasBreakpoint('link', id);
  const isSelected = useView((state) => state.selection.includes(id));
  // React Flow ends an edge at the outer side of the handle; the wire ends at the card.
  const sourceY = ends.sourceY - HANDLE_RADIUS;
  const targetY = ends.targetY + HANDLE_RADIUS;
  const middle = Math.round((sourceY + targetY) / 2);
  const path =
    Math.abs(sourceX - targetX) < 1
      ? `M${sourceX} ${sourceY}V${targetY}`
      : `M${sourceX} ${sourceY}V${middle}H${targetX}V${targetY}`;
  const isDown = data?.link.width === 0;
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={20}
        style={{
          stroke: isSelected ? 'var(--here)' : 'var(--link)',
          opacity: data?.isHidden === true && !isSelected ? 0 : 1,
          strokeWidth: 2,
          ...(isDown ? { strokeDasharray: '4 4' } : {}),
        }}
      />
      <EdgeLabelRenderer>
        <span
          className="canvas-wire nodrag nopan pointer-events-none absolute font-mono whitespace-nowrap text-ink-3"
          style={{ transform: `translate(${targetX + 26}px, ${middle - 9}px)` }}
        >
          {hasBreakpoint && <BreakpointDot className="top-1 -left-3.5" />}
          {data ? linkText(data.link) : ''}
        </span>
      </EdgeLabelRenderer>
    </>
  );
}

import type { NodeProps } from '@xyflow/react';
import { Part } from './Part.tsx';
import type { NoteFlowNode } from './nodes.ts';

/** A person's own words on the canvas. */
export function NoteNode({ data }: NodeProps<NoteFlowNode>) {
  const { note } = data.part;
  return (
    <Part
      id={note.id}
      name={note.text}
      className="rounded-card bg-sunken px-3 py-2"
      style={{ inset: 0 }}
    >
      <span className="line-clamp-3 text-ink-2">{note.text}</span>
    </Part>
  );
}

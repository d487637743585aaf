import { ViewportPortal } from '@xyflow/react';
import type { Guide } from './guides.ts';

interface Props {
  readonly guides: readonly Guide[];
}

/** The lines along which a dragged box lines up with others. */
export function GuideLayer({ guides }: Props) {
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <span
          key={axis}
          aria-hidden="true"
          className="pointer-events-none absolute bg-here"
          style={
            axis === 'x'
              ? { left: at, top: from - 12, width: 1, height: to - from + 24 }
              : { left: from - 12, top: at, width: to - from + 24, height: 1 }
          }
        />
      ))}
    </ViewportPortal>
  );
}

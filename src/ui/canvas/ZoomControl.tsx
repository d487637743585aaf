import { Maximize, Minus, Plus } from 'lucide-react';
import { requestViewport } from '../../store/viewport.ts';
import { strings } from '../strings/canvas.ts';
import { Button, IconButton } from '../widgets/Button.tsx';

/** Zoom and fit, in the lower right corner. */
export function ZoomControl() {
  return (
    <div className="absolute right-3 bottom-3 z-20 flex items-center gap-0.5 rounded-control border border-line bg-overlay p-0.5">
      <IconButton
        label={strings.zoomOut}
        onClick={() => requestViewport({ kind: 'zoom', factor: 0.8 })}
      >
        <Minus size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <Button onClick={() => requestViewport({ kind: 'fit' })}>
        <Maximize size={14} strokeWidth={1.75} aria-hidden />
        {strings.fit}
      </Button>
      <IconButton
        label={strings.zoomIn}
        onClick={() => requestViewport({ kind: 'zoom', factor: 1.25 })}
      >
        <Plus size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}

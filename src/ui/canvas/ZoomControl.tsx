import { Maximize, Minimize2, Minus, Network, Plus } from 'lucide-react';
import { requestViewport } from '../../store/viewport.ts';
import { strings } from '../strings/canvas.ts';
import { Button, IconButton } from '../widgets/Button.tsx';

interface Props {
  /** The whole machine is shown on a small screen, not only the path; absent where it always is. */
  readonly isWhole?: boolean;
  readonly onWhole?: (isWhole: boolean) => void;
}

const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** Zoom and fit, in the lower right corner. */
export function ZoomControl({ isWhole = false, onWhole }: Props) {
  return (
    <div className="absolute right-3 bottom-3 z-20 flex items-center gap-0.5 rounded-card border border-line bg-overlay p-0.5">
      {onWhole && (
        <IconButton
          label={isWhole ? strings.onlyPath : strings.wholeMachine}
          className="pointer-coarse:size-11"
          onClick={() => onWhole(!isWhole)}
        >
          {isWhole ? <Minimize2 {...ICON} /> : <Network {...ICON} />}
        </IconButton>
      )}
      <IconButton
        label={strings.zoomOut}
        className="pointer-coarse:size-11"
        onClick={() => requestViewport({ kind: 'zoom', factor: 0.8 })}
      >
        <Minus {...ICON} />
      </IconButton>
      <Button className="pointer-coarse:h-11" onClick={() => requestViewport({ kind: 'fit' })}>
        <Maximize size={14} strokeWidth={1.75} aria-hidden />
        {strings.fit}
      </Button>
      <IconButton
        label={strings.zoomIn}
        className="pointer-coarse:size-11"
        onClick={() => requestViewport({ kind: 'zoom', factor: 1.25 })}
      >
        <Plus {...ICON} />
      </IconButton>
    </div>
  );
}

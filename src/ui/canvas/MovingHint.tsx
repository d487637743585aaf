import { useView } from '../../store/view.ts';
import { strings } from '../strings/canvas.ts';

/** Says which keys move the selection, while they do. */
export function MovingHint() {
  const isMoving = useView((state) => state.isMoving);
  return (
    <p
      role="status"
      className={
        isMoving
          ? 'pointer-events-none absolute bottom-3 left-1/2 z-20 -translate-x-1/2 rounded-card border border-line bg-overlay px-2.5 py-1.5 whitespace-nowrap'
          : 'sr-only'
      }
    >
      {isMoving ? strings.moving : ''}
    </p>
  );
}

import { useEffect, useRef } from 'react';
import { useStage } from '../../store/stage.ts';

/** The cursor is hidden after it stood still for so long, ms. @source ux.md §8 */
const STILL_MS = 3_000;

/** The laser point and the spotlight; both follow the pointer without drawing anything else anew. */
export function Pointer() {
  const laser = useStage((state) => state.laser);
  const isSpotlit = useStage((state) => state.isSpotlit);
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { dataset } = document.documentElement;
    const hide = (): void => {
      dataset['cursor'] = 'hidden';
    };
    let timer = setTimeout(hide, STILL_MS);
    const onMove = ({ clientX, clientY }: PointerEvent): void => {
      delete dataset['cursor'];
      clearTimeout(timer);
      timer = setTimeout(hide, STILL_MS);
      layer.current?.style.setProperty('--pointer-x', `${clientX}px`);
      layer.current?.style.setProperty('--pointer-y', `${clientY}px`);
    };
    window.addEventListener('pointermove', onMove);
    return () => {
      clearTimeout(timer);
      delete dataset['cursor'];
      window.removeEventListener('pointermove', onMove);
    };
  }, []);
  return (
    <div ref={layer} aria-hidden className="pointer-layer">
      {isSpotlit ? <div data-testid="spotlight" className="spotlight" /> : null}
      {laser === null ? null : (
        <div data-testid="laser" className="laser" style={{ color: `var(--laser-${laser})` }} />
      )}
    </div>
  );
}

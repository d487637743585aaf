import { useEffect, useRef } from 'react';
import { strings } from '../strings/en.ts';
import { LeftDock } from './LeftDock.tsx';

/** The left dock as a drawer over the canvas; Escape and a tap beside it close it. */
export function DeviceDrawer({ onClose }: { readonly onClose: () => void }) {
  const drawer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onClose]);
  useEffect(() => {
    const before = document.activeElement;
    drawer.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <div className="absolute inset-0 z-40 flex">
      <div ref={drawer} className="flex w-72 max-w-[85vw] border-r border-line bg-panel shadow-pop">
        <LeftDock onCollapse={onClose} />
      </div>
      <button
        type="button"
        aria-label={strings.shell.close}
        onClick={onClose}
        className="grow bg-scrim"
      />
    </div>
  );
}

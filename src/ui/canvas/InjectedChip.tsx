import { X } from 'lucide-react';
import { CommandButton } from '../shell/CommandButton.tsx';
import { useInjected } from '../query/use-injected.ts';
import { tlpStrings } from '../strings/tlp.ts';

/** Says that the canvas shows the way of a re-injected TLP instead of the selected flow. */
export function InjectedChip() {
  const path = useInjected();
  if (path === null || path.port === null || !path.isOnCanvas) return null;
  return (
    <p
      role="status"
      className="absolute bottom-3 left-1/2 z-5 m-0 flex -translate-x-1/2 items-center gap-1 rounded-card border border-here bg-overlay py-0.5 pr-0.5 pl-2.5 text-s shadow-pop"
    >
      {tlpStrings.chip(path.machine.functions[path.port]?.name ?? '')}
      <CommandButton id="tlp.onCanvas" icon={<X size={14} strokeWidth={1.75} aria-hidden />} />
    </p>
  );
}

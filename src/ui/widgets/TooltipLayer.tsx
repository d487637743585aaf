import { useEffect, useRef, useState } from 'react';

interface Tip {
  readonly text: string;
  readonly keys: string | null;
  readonly anchor: DOMRect;
}

const DELAY_MS = 400;

function tipOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
}

/**
 * Shows the `data-tip` of whatever is hovered or focused. One layer for the whole page. It can be hovered
 * itself, Escape dismisses it, and it stays until pointer and focus leave (WCAG 1.4.13).
 */
export function TooltipLayer() {
  const [tip, setTip] = useState<Tip | null>(null);
  const timer = useRef(0);
  const layer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const show = (element: HTMLElement, delay: number) => {
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        const text = element.dataset['tip'];
        if (text === undefined || !element.isConnected) return;
        const keys = element.dataset['tipKeys'] ?? null;
        setTip({ text, keys, anchor: element.getBoundingClientRect() });
      }, delay);
    };
    const hide = () => {
      window.clearTimeout(timer.current);
      setTip(null);
    };
    const onOver = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return;
      if (layer.current?.contains(event.target instanceof Node ? event.target : null)) return;
      const element = tipOf(event.target);
      if (element) show(element, DELAY_MS);
      else hide();
    };
    const onFocus = (event: FocusEvent) => {
      const element = tipOf(event.target);
      if (element?.matches(':focus-visible')) show(element, 0);
      else hide();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide();
    };
    document.addEventListener('pointerover', onOver);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('keydown', onKey, true);
    return () => {
      hide();
      document.removeEventListener('pointerover', onOver);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('keydown', onKey, true);
    };
  }, []);

  useEffect(() => {
    const element = layer.current;
    if (!element || !tip) return;
    element.showPopover();
    const room = element.getBoundingClientRect();
    const center = tip.anchor.left + tip.anchor.width / 2 - room.width / 2;
    const left = Math.max(4, Math.min(center, window.innerWidth - room.width - 4));
    const below = tip.anchor.bottom + 4;
    const top = below + room.height > window.innerHeight ? tip.anchor.top - room.height - 4 : below;
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  }, [tip]);

  if (!tip) return null;
  return (
    <div
      ref={layer}
      role="tooltip"
      popover="manual"
      className="fixed m-0 max-w-96 rounded-control border border-line bg-overlay px-2 py-1 text-s wrap-anywhere text-ink shadow-pop"
    >
      {tip.text}
      {tip.keys === null ? null : <kbd className="pl-2 text-ink-3">{tip.keys}</kbd>}
    </div>
  );
}

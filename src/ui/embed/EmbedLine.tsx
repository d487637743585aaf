import { ExternalLink } from 'lucide-react';
import { Suspense, lazy, useEffect, useRef } from 'react';
import type { SyntheticEvent } from 'react';
import type * as Sharing from '../../store/sharing.ts';
import { embedStrings as words } from '../strings/embed.ts';

// The words of the rules are long: the picture comes first.
const EmbedHop = lazy(async () => ({ default: (await import('./EmbedHop.tsx')).EmbedHop }));

/** The hop at this instant, and the way out. */
export function EmbedLine() {
  return (
    <div className="flex h-9 shrink-0 items-center gap-2 overflow-hidden border-t border-line bg-panel pl-3">
      <Suspense fallback={<span className="grow" />}>
        <EmbedHop />
      </Suspense>
      <OpenLink />
    </div>
  );
}

/** Opens this document at this instant, with this selection, in a page of its own. */
function OpenLink() {
  const sharing = useRef<typeof Sharing>(null);
  useEffect(() => {
    const load = async (): Promise<void> => {
      sharing.current = await import('../../store/sharing.ts');
    };
    void load();
  }, []);
  // The address is made when it is wanted: packing the document for every frame would cost more than drawing it.
  const takeAddress = ({ currentTarget }: SyntheticEvent<HTMLAnchorElement>): void => {
    if (sharing.current !== null) currentTarget.href = sharing.current.presentLink().url;
  };
  return (
    <a
      href={window.location.pathname}
      target="_blank"
      rel="noopener"
      data-tip={words.openTip}
      aria-label={words.openTip}
      onPointerDown={takeAddress}
      onFocus={takeAddress}
      onClick={takeAddress}
      className="mr-1 flex h-7 shrink-0 items-center gap-1.5 rounded-control px-2 font-strong text-ink hover:bg-hover pointer-coarse:h-11"
    >
      {words.open}
      <ExternalLink size={14} strokeWidth={1.75} aria-hidden />
    </a>
  );
}

import { LONG_LINK_LENGTH, encodeShareLink } from '../formats/share-link.ts';
import { useDocument } from './document.ts';
import { usePlayback } from './playback.ts';
import { useView } from './view.ts';

export interface ShareLink {
  readonly url: string;
  /** So long that mail and chat programs may cut it: a file is safer. */
  readonly isLong: boolean;
}

/** The link that opens exactly what is seen now: document, instant, selection, followed TLP. */
export function presentLink(): ShareLink {
  const { scenario } = useDocument.getState();
  const { selection, tlpId } = useView.getState();
  const tPs = Math.round(usePlayback.getState().tPs);
  const hash = encodeShareLink(scenario, { tPs, selection, tlpId });
  const { origin, pathname } = window.location;
  return { url: `${origin}${pathname}${hash}`, isLong: hash.length > LONG_LINK_LENGTH };
}

import type { Preset } from '../core/scenario/presets/preset.ts';
import type { Scenario } from '../core/scenario/schema.ts';
import { useDocument } from './document.ts';
import type { DocumentOrigin } from './document.ts';
import { usePlayback } from './playback.ts';
import { useView } from './view.ts';

/** Where to stand in a document that is opened. */
export interface OpenAt {
  readonly tPs: number;
  readonly selection: readonly string[];
  readonly tlpId: number | null;
}

/** Opens a document and stands where its sender stood; the run seeks there once it is known. */
export function openAt(
  scenario: Scenario,
  origin: DocumentOrigin,
  here: OpenAt,
  id?: string,
): void {
  usePlayback.getState().pause();
  usePlayback.setState({ tPs: 0, pendingPs: here.tPs });
  const ids = new Set([...scenario.components, ...scenario.links].map((one) => one.id));
  useView.getState().goTo({ flow: null, hop: null, tlpId: here.tlpId });
  useView.getState().select(here.selection.filter((one) => ids.has(one)));
  useView.getState().set({ query: null, baseline: null });
  useDocument.getState().open(scenario, origin, id);
}

/** Opens an example of the gallery. */
export function openPreset({ scenario }: Preset): void {
  openAt(scenario, 'example', { tPs: 0, selection: [], tlpId: null });
}

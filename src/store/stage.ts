import { create } from 'zustand';

/** What the page is: the whole program, a presentation of the open document, or a picture in somebody else's page. */
export type Stage = 'app' | 'present' | 'embed';

/** The stage that an address asks for. */
export function stageOf(search: string): Stage {
  const parameters = new URLSearchParams(search);
  if (parameters.get('embed') === '1') return 'embed';
  return parameters.get('present') === '1' ? 'present' : 'app';
}

/** The laser pointer's colours, by number; null: it is off. */
export type Laser = 1 | 2 | 3 | null;

export interface StageState {
  readonly stage: Stage;
  readonly laser: Laser;
  /** All but what is around the pointer is dimmed. */
  readonly isSpotlit: boolean;
}

export const useStage = create<StageState>()(() => ({
  stage: stageOf(globalThis.location?.search ?? ''),
  laser: null,
  isSpotlit: false,
}));

/** The address keeps what the page is, so that a reload or a bookmark of the browser opens the same. */
function setAddress(parameter: string | null): void {
  const url = new URL(window.location.href);
  url.searchParams.delete('present');
  if (parameter !== null) url.searchParams.set(parameter, '1');
  window.history.replaceState(null, '', url);
}

/** Shows the canvas alone, with bookmarks as steps. */
export function startPresenting(): void {
  setAddress('present');
  useStage.setState({ stage: 'present', laser: null, isSpotlit: false });
}

export function stopPresenting(): void {
  setAddress(null);
  useStage.setState({ stage: 'app', laser: null, isSpotlit: false });
}

const NEXT: Readonly<Record<string, Laser>> = { null: 1, 1: 2, 2: 3, 3: null };

/** Off, then each colour in turn, then off. */
export function turnLaser(): void {
  useStage.setState({ laser: NEXT[String(useStage.getState().laser)] ?? null });
}

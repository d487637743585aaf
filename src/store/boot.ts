import { describeScenarioProblem, parseScenario } from '../core/scenario/parse.ts';
import { REDIRECTED } from '../core/scenario/presets/redirected.ts';
import { startAutosave } from './autosave.ts';
import { startCamera } from './camera.ts';
import { playIntro, startClock } from './clock.ts';
import { useDocument } from './document.ts';
import { startLessons } from './lessons.ts';
import { notify } from './notices.ts';
import { openAt } from './open.ts';
import { startSimulation } from './simulation.ts';
import { startSoftwareChecks } from './software.ts';
import { useStage } from './stage.ts';
import { listRecent, loadDocument } from './storage.ts';
import { connectWalk } from './walk.ts';

/** The link has done its work: a reload must not open it over later changes. */
function forgetFragment(): void {
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
}

/**
 * Opens the document that the address carries, as a new document.
 *
 * @returns false when the address carries none, or none that can be opened: then the reason is told, the raw
 *   text can be saved, and whatever was open stays.
 */
async function openLink(): Promise<boolean> {
  const { hash } = window.location;
  if (hash === '') return false;
  if (hash.startsWith('#example=')) {
    const { openExampleLink } = await import('./example-link.ts');
    forgetFragment();
    return openExampleLink(hash);
  }
  if (hash.startsWith('#lesson=')) {
    const { openLessonLink } = await import('./lesson-files.ts');
    forgetFragment();
    return openLessonLink(hash);
  }
  // Most pages are opened without a link; what unpacks one comes with the first.
  const { decodeShareLink, describeShareLinkProblem } = await import('../formats/share-link.ts');
  const decoded = decodeShareLink(hash);
  if (decoded === null) return false;
  forgetFragment();
  if (!decoded.ok) {
    const text = describeShareLinkProblem(decoded.error);
    notify({ kind: 'unopened', text, raw: hash });
    return false;
  }
  const parsed = parseScenario(decoded.value.scenario);
  if (!parsed.ok) {
    const raw = JSON.stringify(decoded.value.scenario, null, 2);
    notify({ kind: 'unopened', text: describeScenarioProblem(parsed.error), raw });
    return false;
  }
  const { tPs, selection, tlpId } = decoded.value;
  openAt(parsed.value, 'link', { tPs, selection, tlpId });
  return true;
}

/** Opens what this browser saved last; false when there is nothing, or nothing that can be read. */
async function openLast(): Promise<boolean> {
  const [last] = await listRecent();
  return last === undefined ? false : openStored(last.id);
}

/** Opens a saved document; false when it cannot be read. */
export async function openStored(id: string): Promise<boolean> {
  const stored = await loadDocument(id);
  if (stored === null) return false;
  const parsed = parseScenario(stored.scenario);
  if (!parsed.ok) {
    const raw = JSON.stringify(stored.scenario, null, 2);
    notify({ kind: 'unopened', text: describeScenarioProblem(parsed.error), raw });
    return false;
  }
  const here = { tPs: stored.tPs, selection: [], tlpId: null };
  openAt(parsed.value, 'stored', here, id);
  return true;
}

/**
 * Starts the document's life on this page: what the address carries, else what was saved last, else the
 * first example. The first example is open at once, so that nothing waits for storage.
 */
export async function boot(): Promise<void> {
  useDocument.getState().open(REDIRECTED.scenario, 'example');
  void startSimulation();
  connectWalk();
  startSoftwareChecks();
  startClock();
  startCamera();
  if (useStage.getState().stage === 'embed') {
    // Nothing that this browser saved is opened here: the page around this one would see it.
    const [{ startEmbed }] = await Promise.all([import('./embed.ts'), openLink()]);
    await startEmbed();
    return;
  }
  startAutosave();
  startLessons();
  window.addEventListener('hashchange', () => void openLink());
  const isOwn = (await openLink()) || (await openLast());
  if (!isOwn) await playIntro();
}

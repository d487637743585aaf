import { assertUnreachable } from '../core/base/assert.ts';
import { componentAt } from '../core/pcie/component-at.ts';
import { hopsOf } from '../core/pcie/hops-of.ts';
import { describeScenarioProblem, parseScenario } from '../core/scenario/parse.ts';
import {
  EMBED_VERSION,
  describeEmbedProblem,
  parseEmbedMessage,
} from '../formats/embed-message.ts';
import type { EmbedMessage } from '../formats/embed-message.ts';
import { decodeShareLink, describeShareLinkProblem } from '../formats/share-link.ts';
import type { SharedState } from '../formats/share-link.ts';
import { useDocument } from './document.ts';
import { EMBED_OPTIONS } from './embed-options.ts';
import type { EmbedOptions } from './embed-options.ts';
import { openAt } from './open.ts';
import { usePlayback } from './playback.ts';
import { usePreferences } from './preferences.ts';
import { useRun } from './run.ts';
import { settled } from './settled.ts';
import { stepBy } from './step.ts';
import { useView } from './view.ts';

/*
 * An embedded playground and the page around it. Only the page that frames this one is heard, and only if its origin
 * is in the address; nobody else is answered. What is asked is checked whole before any of it is done.
 */

/** While time runs, the host is told where it stands at most once in this time, ms. */
const STATE_EVERY_MS = 100;

/** What the host is told whenever it changes. Instants are ps of the run. */
interface EmbedState {
  readonly title: string;
  /** How far the run of the document is. */
  readonly status: 'idle' | 'running' | 'ready' | 'failed' | 'cancelled';
  readonly tPs: number;
  readonly endPs: number;
  readonly isPlaying: boolean;
  readonly selection: readonly string[];
  /** The hop that is explained; null: there is none. */
  readonly hop: {
    /** From 1. */
    readonly number: number;
    readonly count: number;
    readonly component: string | null;
    readonly verdict: string;
    readonly rule: string;
  } | null;
}

function hopNow(): EmbedState['hop'] {
  const { machine, run } = useRun.getState();
  const { flow, hop } = useView.getState();
  const info = run?.flows[flow ?? -1];
  if (!machine || !info || hop === null) return null;
  const hops = hopsOf(info);
  const here = hops[hop];
  if (here === undefined) return null;
  const component = componentAt(machine, here.place);
  const { verdict, rule } = here;
  return { number: hop + 1, count: hops.length, component, verdict, rule };
}

function stateNow(): EmbedState {
  const { tPs, isPlaying } = usePlayback.getState();
  const { status, run } = useRun.getState();
  return {
    title: useDocument.getState().scenario.title,
    status,
    tPs: Math.round(tPs),
    endPs: run?.endPs ?? 0,
    isPlaying,
    selection: useView.getState().selection,
    hop: hopNow(),
  };
}

/** Opens the document of a message; what is wrong with it, in one sentence, else null. */
async function load(message: EmbedMessage & { readonly type: 'load' }): Promise<string | null> {
  const { tPs, selection } = message;
  let opened: SharedState = { scenario: message.document, tPs: 0, selection: [], tlpId: null };
  if (message.link !== undefined) {
    const decoded = decodeShareLink(message.link);
    if (decoded === null) return '"link" must be the fragment of a link, from #s= on.';
    if (!decoded.ok) return describeShareLinkProblem(decoded.error);
    opened = decoded.value;
  }
  const parsed = parseScenario(opened.scenario);
  if (!parsed.ok) return describeScenarioProblem(parsed.error);
  const here = { tPs: tPs ?? opened.tPs, selection: selection ?? opened.selection };
  openAt(parsed.value, 'link', { ...here, tlpId: opened.tlpId });
  await settled();
  return null;
}

/** Does what a message asks; why it cannot, in one sentence, else null. */
async function obey(message: EmbedMessage): Promise<string | null> {
  const { play, pause, seek } = usePlayback.getState();
  switch (message.type) {
    case 'ping':
      return null;
    case 'load':
      return load(message);
    case 'play':
      play();
      return null;
    case 'pause':
      pause();
      return null;
    case 'seek':
      seek(message.tPs);
      return null;
    case 'step':
      await stepBy(message.unit, message.direction);
      return null;
    case 'select': {
      const { components, links } = useDocument.getState().scenario;
      const known = new Set([...components, ...links].map((one) => one.id));
      const unknown = message.ids.find((id) => !known.has(id));
      if (unknown !== undefined) return `The document has nothing of the id "${unknown}".`;
      useView.getState().select(message.ids);
      return null;
    }
    default:
      return assertUnreachable(message);
  }
}

/** Why a message is not heard, in one sentence; null: it is. */
function whyIgnored(event: MessageEvent, { origins }: EmbedOptions): string | null {
  if (event.source !== window.parent || window.parent === window) {
    return `A message from ${event.origin} was ignored: only the page that frames the playground is heard.`;
  }
  if (origins.includes(event.origin)) return null;
  return `A message from ${event.origin} was ignored: its origin is not listed. Add origin=${event.origin} to the address of the frame.`;
}

/** The origin of the page around this one, as far as the browser tells; null: it does not. */
function parentOrigin(): string | null {
  const { ancestorOrigins } = window.location;
  if (ancestorOrigins !== undefined) return ancestorOrigins[0] ?? null;
  return document.referrer === '' ? null : new URL(document.referrer).origin;
}

/** Hears and answers the host from now on. */
function listen(options: EmbedOptions): void {
  const around = parentOrigin();
  let host = around !== null && options.origins.includes(around) ? around : null;
  const warned = new Set<string>();

  const send = (message: Readonly<Record<string, unknown>>): void => {
    if (host === null || window.parent === window) return;
    window.parent.postMessage({ playground: EMBED_VERSION, ...message }, host);
  };
  const answer = (id: string | number | undefined, reason: string | null): void => {
    const named = id === undefined ? {} : { id };
    if (reason === null) send({ type: 'done', ...named, state: stateNow() });
    else send({ type: 'refused', ...named, reason });
  };

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const parsed = parseEmbedMessage(event.data);
    if (parsed === null) return;
    const why = whyIgnored(event, options);
    if (why !== null) {
      // Once an origin: a hostile page must not be able to flood the console.
      if (!warned.has(event.origin)) console.warn(why);
      warned.add(event.origin);
      return;
    }
    host = event.origin;
    if (!parsed.ok) {
      answer(undefined, describeEmbedProblem(parsed.error));
      return;
    }
    const { value } = parsed;
    if (value.type === 'ping') send({ type: 'ready', state: stateNow() });
    else void obey(value).then((reason) => answer(value.id, reason));
  });

  let timer: ReturnType<typeof setTimeout> | null = null;
  let told = '';
  const tell = (): void => {
    if (timer !== null) return;
    const wait = usePlayback.getState().isPlaying ? STATE_EVERY_MS : 0;
    timer = setTimeout(() => {
      timer = null;
      const state = stateNow();
      const text = JSON.stringify(state);
      if (text === told) return;
      told = text;
      send({ type: 'event', name: 'state', state });
    }, wait);
  };
  for (const store of [useRun, usePlayback, useView, useDocument]) store.subscribe(tell);
  send({ type: 'ready', state: stateNow() });
}

/** Stands where the address says, plays if it says so, and hears the host. Call it once the document is open. */
export async function startEmbed(): Promise<void> {
  const options = EMBED_OPTIONS;
  // Not `set`: that would be kept in the browser.
  usePreferences.setState({ theme: options.theme });
  if (options.nsPerSecond !== null) usePlayback.getState().setSpeed(options.nsPerSecond);
  if (options.selection !== null) {
    const { components, links } = useDocument.getState().scenario;
    const known = new Set([...components, ...links].map((one) => one.id));
    useView.getState().select(options.selection.filter((id) => known.has(id)));
  }
  listen(options);
  await settled();
  if (options.tPs !== null) usePlayback.getState().seek(options.tPs);
  if (options.doesAutoplay) usePlayback.getState().play();
}

import { refusedStep } from '../core/linux/refused-step.ts';
import type { TraceEvent } from '../core/sim/types.ts';
import type { SimClient } from '../worker/client.ts';
import type { RunInfo } from '../worker/protocol.ts';
import { eventAt, useJourney } from './journey.ts';
import { usePlayback } from './playback.ts';
import { useRun } from './run.ts';
import { useTraceSource } from './trace.ts';
import { useView } from './view.ts';

/*
 * What is followed: one TLP with its transaction. Time and the "here" hop are two views of the same thing: when
 * time moves, the hop follows; when somebody picks a hop, time goes there.
 */

/** Rows of the trace looked through for the first TLP of a flow, at most. */
const SEARCH_ROWS = 200_000;
const PAGE_ROWS = 5_000;

let source: SimClient | null = null;
/** True while this module moves time or the hop itself. */
let isSyncing = false;

function syncing(change: () => void): void {
  isSyncing = true;
  try {
    change();
  } finally {
    isSyncing = false;
  }
}

/** Makes the hop at the present instant the "here" hop. */
function hopFollowsTime(): void {
  const { events } = useJourney.getState();
  const event = eventAt(events, usePlayback.getState().tPs);
  const { flow, hop, tlpId, goTo } = useView.getState();
  if (event === null || isHere(event, { flow, hop })) return;
  syncing(() => goTo({ flow: event.flow, hop: event.hop, tlpId }));
}

const isHere = (
  event: TraceEvent,
  here: { readonly flow: number | null; readonly hop: number | null },
): boolean => event.flow === here.flow && event.hop === here.hop;

/** Goes to the instant of the "here" hop, unless it is the hop of the present instant already. */
function timeFollowsHop(): void {
  const { events } = useJourney.getState();
  const here = useView.getState();
  const now = eventAt(events, usePlayback.getState().tPs);
  if (now !== null && isHere(now, here)) return;
  const event = events.find((one) => isHere(one, here));
  if (event === undefined) return;
  syncing(() => {
    usePlayback.getState().pause();
    usePlayback.getState().seek(event.tPs);
  });
}

/** The first event of a flow; of the whole run when `flow` is null. */
async function firstEventOf(flow: number | null): Promise<TraceEvent | null> {
  const trace = useTraceSource.getState().source;
  if (trace === null) return null;
  const rows = Math.min(trace.eventCount, SEARCH_ROWS);
  for (let from = 0; from < rows; from += PAGE_ROWS) {
    const page = await trace.events(from, PAGE_ROWS);
    const found = flow === null ? page[0] : page.find((event) => event.flow === flow);
    if (found !== undefined) return found;
    if (page.length === 0) return null;
  }
  return null;
}

/** Loads the transaction of a TLP; null clears it. */
async function loadJourney(tlpId: number | null): Promise<void> {
  if (tlpId === null || source === null) {
    useJourney.setState({ tlpId: null, events: [] });
    return;
  }
  const events = await source.transaction(tlpId);
  if (events === null || useView.getState().tlpId !== tlpId) return;
  useJourney.setState({ tlpId, events });
}

/** Follows the first TLP of the flow that was chosen without one. */
async function chooseTlp(flow: number | null): Promise<void> {
  const event = await firstEventOf(flow);
  const now = useView.getState();
  if (now.flow !== flow || now.tlpId !== null) return;
  if (event === null) {
    useJourney.setState({ tlpId: null, events: [] });
    return;
  }
  const hop = now.flow === null ? event.hop : (now.hop ?? event.hop);
  syncing(() => now.goTo({ flow: flow ?? event.flow, hop, tlpId: event.tlpId }));
  await loadJourney(event.tlpId);
  timeFollowsHop();
}

/** Keeps journey, time and hop together from now on. */
export function connectJourney(client: SimClient): void {
  source = client;
  usePlayback.subscribe((state, before) => {
    if (!isSyncing && state.tPs !== before.tPs) hopFollowsTime();
  });
  useView.subscribe((state, before) => {
    if (isSyncing) return;
    const isOther = state.tlpId !== before.tlpId || state.flow !== before.flow;
    if (isOther && state.tlpId === null) void chooseTlp(state.flow);
    else if (state.tlpId !== before.tlpId) void loadJourney(state.tlpId).then(timeFollowsHop);
    else if (isOther || state.hop !== before.hop) timeFollowsHop();
  });
}

/** Index of the flow of the same transfer and leg in another run, or null. */
function sameFlow(before: RunInfo | null, run: RunInfo, flow: number | null): number | null {
  const old = flow === null ? undefined : before?.flows[flow];
  if (old === undefined) return null;
  const found = run.flows.findIndex(
    (one) => one.transferId === old.transferId && one.piece === old.piece && one.leg === old.leg,
  );
  return found < 0 ? null : found;
}

/** Goes on following the same transfer in a new run; the first TLP of the run when there is none. */
export async function followAfterRun(before: RunInfo | null, run: RunInfo | null): Promise<void> {
  const view = useView.getState();
  if (run === null || run.flows.length === 0) {
    syncing(() => view.goTo({ flow: null, hop: null, tlpId: null }));
    await loadJourney(null);
    return;
  }
  const isKnown = view.tlpId !== null && view.tlpId < run.tlpCount;
  const flow = sameFlow(before, run, view.flow);
  if (isKnown && (flow === view.flow || view.flow === null)) {
    await loadJourney(view.tlpId);
  } else {
    const event = await firstEventOf(flow);
    const here = { flow: event?.flow ?? flow ?? 0, hop: event?.hop ?? 0 };
    syncing(() => view.goTo({ ...here, tlpId: event?.tlpId ?? null }));
    await loadJourney(event?.tlpId ?? null);
  }
  hopFollowsTime();
}

/** The step at which a plan is opened: where Linux refused the transfer, else the first. */
function openedStep(transferId: string): number {
  const plan = useRun.getState().run?.plans.find(({ transfer }) => transfer.id === transferId);
  return plan === undefined ? 0 : Math.max(0, refusedStep(plan));
}

/** Selects the request of a transfer, or the plan of one that sends none; the picture and the cards show its path from here on. */
export function followTransfer(transferId: string): void {
  const flows = useRun.getState().run?.flows ?? [];
  const flow = flows.findIndex((one) => one.transferId === transferId && one.leg === 'request');
  if (flow >= 0) useView.getState().goTo({ flow, hop: 0, tlpId: null });
  else useView.getState().set({ plan: { transferId, step: openedStep(transferId) } });
}

/** Follows one TLP, at an instant of its journey; a TLP that the run has not is not followed. */
export async function followTlp(tlpId: number, tPs: number): Promise<void> {
  if (tlpId >= (useRun.getState().run?.tlpCount ?? 0)) return;
  syncing(() => {
    useView.getState().goTo({ flow: null, hop: null, tlpId });
    usePlayback.getState().seek(tPs);
  });
  await loadJourney(tlpId);
  hopFollowsTime();
}

/** Makes one hop of a transfer's leg the one explained. */
export function showHopOf(transferId: string, leg: 'request' | 'completion', hop: number): void {
  const flows = useRun.getState().run?.flows ?? [];
  const flow = flows.findIndex((one) => one.transferId === transferId && one.leg === leg);
  if (flow >= 0) useView.getState().goTo({ flow, hop, tlpId: null });
}

/** Goes to one event and makes its hop the one explained. */
export async function showEvent(event: TraceEvent): Promise<void> {
  const { flow, hop, tlpId, tPs } = event;
  syncing(() => {
    usePlayback.getState().pause();
    useView.getState().goTo({ flow, hop, tlpId });
    usePlayback.getState().seek(tPs);
  });
  await loadJourney(tlpId);
}

/** Goes to one row of the trace. */
export async function goToEvent(seq: number): Promise<void> {
  const events = await useTraceSource.getState().source?.events(seq, 1);
  const event = events?.[0];
  if (event !== undefined) await showEvent(event);
}

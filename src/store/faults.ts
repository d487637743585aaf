import { ACS_BIT } from '../core/scenario/acs.ts';
import type { AcsBitName } from '../core/scenario/acs.ts';
import { freeId } from '../core/scenario/free-name.ts';
import type { Fault } from '../core/scenario/schema-faults.ts';
import { useDocument } from './document.ts';
import { useJourney } from './journey.ts';
import { usePlayback } from './playback.ts';
import { useRun } from './run.ts';
import { useView } from './view.ts';

/* Faults are part of the document: they are undone, saved and shared, and the run is made anew with them. */

type NewFault = Fault extends infer F ? (F extends Fault ? Omit<F, 'id'> : never) : never;

/** Puts a fault into the run; one step to undo. */
export function addFault(fault: NewFault): void {
  const { scenario, edit } = useDocument.getState();
  const before = scenario.faults ?? [];
  const faults = [...before, { ...fault, id: freeId('fault', before) }];
  edit({ kind: 'setFaults', faults }, 'addFault');
}

/** Takes one fault back out of the document. */
export function dropFault(id: string): void {
  const { scenario, edit } = useDocument.getState();
  const faults = (scenario.faults ?? []).filter((one) => one.id !== id);
  edit({ kind: 'setFaults', faults }, 'dropFault');
}

const now = (): number => Math.round(usePlayback.getState().tPs);

/** The link that is selected, or that the selected component hangs on; null: none. */
export function faultLink(): string | null {
  const { links } = useDocument.getState().scenario;
  const id = useView.getState().selection.at(-1);
  const found = links.find((link) => link.id === id || link.to === id);
  return found?.id ?? null;
}

/** The device that is selected and hangs on a link; null: none. */
export function faultDevice(): string | null {
  const { links } = useDocument.getState().scenario;
  const id = useView.getState().selection.at(-1);
  return links.find((link) => link.to === id)?.to ?? null;
}

/** A link goes down at the instant that is shown. */
export function linkDownNow(link: string): void {
  addFault({ kind: 'linkDown', link, atPs: now() });
}

/** A device is pulled out at the instant that is shown. */
export function removeNow(device: string): void {
  addFault({ kind: 'removal', function: device, atPs: now() });
}

/** Software flips one ACS control bit of a port at the instant that is shown. */
export function flipAcsNow(port: string, bit: AcsBitName): void {
  const { components, faults = [] } = {
    ...useDocument.getState().scenario,
  };
  const found = components.find(({ id }) => id === port);
  const acs = found !== undefined && 'acs' in found ? found.acs : null;
  if (acs === null) return;
  const atPs = now();
  // What was written to it before this instant is what is flipped.
  const written = faults
    .filter((one) => one.kind === 'acsControl' && one.function === port && one.atPs <= atPs)
    .at(-1);
  const control = written?.kind === 'acsControl' ? written.control : (acs.control ?? 0);
  addFault({ kind: 'acsControl', function: port, control: control ^ ACS_BIT[bit], atPs });
}

/** The request that is followed: its transfer, and its first byte; null: nothing is followed. */
export function followedRequest(): {
  readonly transfer: string;
  readonly offsetBytes: number;
} | null {
  const run = useRun.getState().run;
  const event = useJourney.getState().events.find((one) => run?.flows[one.flow]?.leg === 'request');
  const info = event && run?.flows[event.flow];
  if (!event || !info) return null;
  // What a device asks about an address moves no byte of its transfer.
  if (info.sent.at === 'translationRequest') return null;
  const before = run.flows.slice(0, event.flow).filter(({ transferId, leg, sent }) => {
    return transferId === info.transferId && leg === 'request' && sent.at === info.sent.at;
  });
  const base = before.reduce((sum, { sent }) => sum + sent.bytes, 0);
  return { transfer: info.transferId, offsetBytes: base + event.offsetBytes };
}

/** The followed request's completion is lost, or its payload goes bad. */
export function breakFollowed(kind: 'dropCompletion' | 'poison'): void {
  const request = followedRequest();
  if (request !== null) addFault({ kind, ...request });
}

/** The link that the followed TLP is on, or takes next; null: nothing is followed, or it takes none. */
export function followedLink(): {
  readonly link: string;
  readonly leg: 'request' | 'completion';
} | null {
  const { machine, run } = useRun.getState();
  const { flow, hop } = useView.getState();
  const info = run?.flows[flow ?? -1];
  if (!info) return null;
  const found = info.route[info.leg].find((one, at) => one.leavesOn !== null && at >= (hop ?? 0));
  const link = machine?.links[(found?.leavesOn ?? -2) >> 1]?.id;
  return link === undefined ? null : { link, leg: info.leg };
}

/** A bit of the followed TLP flips on its link, so many times in a row. */
export function corruptFollowed(times: number): void {
  const request = followedRequest();
  const found = followedLink();
  if (request === null || found === null) return;
  addFault({ kind: 'corrupt', ...request, ...found, ...(times > 1 && { times }) });
}

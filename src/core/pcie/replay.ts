import { formatTime } from '../base/units.ts';
import { hasLcrc } from '../machine/flit.ts';
import type { MachineLink } from '../machine/types.ts';
import type { OnItsWay } from './broken-route.ts';
import { nakPs, replayTimerPs, resendPs, wireTiming } from './timing.ts';
import type { Hop, Route } from './types.ts';

/*
 * The link layer carries a TLP again whose LCRC was bad. The receiver asks for it once, by a Nak; when the replay is
 * bad too it says nothing more, and the replay timer of the transmitter has to run out. REPLAY_NUM counts the replays
 * in two bits. @source PCIe Base §3.6.2, §3.6.3
 */

/** What is bad, where and how often. */
export interface Corruption {
  readonly leg: 'request' | 'completion';
  /** Index of the link. */
  readonly link: number;
  /** Times in a row that it arrives with a bad LCRC. */
  readonly times: number;
  /** The TLP before framing, bytes. */
  readonly tlpBytes: number;
}

/** REPLAY_NUM has two bits: the fourth replay in a row rolls it over. */
const REPLAYS = 4;

/** What the link layer does at one end of a link; the TLP itself is not looked at. */
function linkLayerHop(
  like: Hop,
  place: Hop['place'],
  does: Pick<Hop, 'action' | 'rule' | 'operands'> & { readonly aer: Hop['aer'] & string },
  replayPs: number,
): Hop {
  const { address, at, t } = like;
  return {
    place,
    verdict: 'fault',
    instead: [],
    address,
    at,
    t,
    leavesOn: null,
    replayPs,
    ...does,
  };
}

/** The hops of all bad arrivals, from the first until the TLP has arrived in one piece. */
function replayHops(
  { machine }: OnItsWay,
  { wire, sender, receiver }: { wire: MachineLink; sender: Hop; receiver: Hop },
  { times, tlpBytes }: Corruption,
): Hop[] {
  const againPs = resendPs(machine, wire, tlpBytes);
  const timerPs = replayTimerPs(machine, wire);
  // The timer started when the last bit left, which was so much before it arrived.
  const waitPs = Math.max(0, timerPs - wireTiming(machine, wire).delayPs);
  const hops: Hop[] = [];
  for (let replay = 1; replay <= times; replay++) {
    const isAsked = replay === 1;
    const lcrc = { name: 'LCRC', value: 'bad', decided: true };
    const after = isAsked ? nakPs(machine, wire) : waitPs;
    const answer = { name: isAsked ? 'Nak after' : 'no second Nak', value: formatTime(after) };
    const isRollover = replay % REPLAYS === 0;
    const spent = isAsked ? nakPs(machine, wire) + againPs : waitPs;
    const bad = { action: 'nak', rule: 'DLL-BAD-TLP', aer: 'badTlp' } as const;
    hops.push(linkLayerHop(sender, receiver.place, { ...bad, operands: [lcrc, answer] }, spent));
    if (isAsked) continue;
    const timeout = { action: 'replay', rule: 'DLL-REPLAY-TIMEOUT', aer: 'replayTimeout' } as const;
    const timer = { name: 'REPLAY_TIMER', value: formatTime(timerPs), decided: true };
    const rest = isRollover ? 0 : againPs;
    hops.push(linkLayerHop(sender, sender.place, { ...timeout, operands: [timer] }, rest));
    if (!isRollover) continue;
    const roll = { action: 'retrain', rule: 'DLL-REPLAY-ROLLOVER', aer: 'replayRollover' } as const;
    const count = { name: 'REPLAY_NUM', value: '11b to 00b', decided: true };
    hops.push(linkLayerHop(sender, sender.place, { ...roll, operands: [count] }, againPs));
  }
  return hops;
}

/**
 * The way of a request that, or whose completions, arrive with a bad LCRC on a link and are sent again. A leg that
 * never takes the link is not touched, nor is one in flit mode.
 *
 * @simplified what the transmitter has sent meanwhile is thrown away and sent again too; only the time of that is
 *   simulated. The next switch of a cut-through way stores the TLP, and what it had begun to forward is not shown.
 *   Where a request has several completions, each of them is bad. The link retrains in no time.
 * @source PCIe Base §3.6.2, §3.6.3
 */
export function corrupted(way: OnItsWay, corruption: Corruption): Route {
  const { machine, route } = way;
  const { leg, link } = corruption;
  const wire = machine.links[link];
  const hops = route[leg];
  const at = hops.findIndex(({ leavesOn }) => leavesOn !== null && leavesOn >> 1 === link);
  const sender = hops[at];
  const receiver = hops[at + 1];
  if (wire === undefined || sender === undefined || receiver === undefined) return route;
  if (!hasLcrc(wire.speedGtps)) return route;
  const again = replayHops(way, { wire, sender, receiver }, corruption);
  return { ...route, [leg]: hops.toSpliced(at + 1, 0, ...again) };
}

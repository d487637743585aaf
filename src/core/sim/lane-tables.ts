import {
  MAX_FLOWS,
  MAX_LINKS,
  MAX_ROWS,
  POSTED,
  flowClass,
  linkSource,
  rowCame,
  rowFlow,
  rowLink,
  sourceFlow,
} from './tables.ts';
import type { Program } from './types.ts';

/*
 * Lanes of the full discipline (lanes.ts): the lanes of a link follow one another, first those of the
 * links that feed it in order of their number, then those of the flows that start there.
 */

export const MAX_LANES = MAX_FLOWS + MAX_LINKS;

/** Lanes of a link: linkLane[l] up to linkLane[l + 1]. */
export const linkLane = new Int32Array(MAX_LINKS + 1);
export const laneLink = new Int32Array(MAX_LANES);
/** Flow that starts there; -1: the lane of an input link. */
export const laneFlow = new Int32Array(MAX_LANES);
/** TLPs that the lane may send per turn. */
export const laneWeight = new Int32Array(MAX_LANES);
/** Lane in which a TLP waits for the link of the row. */
export const rowLane = new Int32Array(MAX_ROWS);
export const flowLane = new Int32Array(MAX_FLOWS);

export const MAY_NOT_PASS = 0;
export const MAY_PASS = 1;
/** Only one of another requester (IDO). */
export const MAY_PASS_OTHERS = 2;
export const flowPassing = new Uint8Array(MAX_FLOWS);
export const flowRequester = new Int32Array(MAX_FLOWS);

/**
 * Fills the lane tables after the tables of rows.
 *
 * @returns the number of lanes.
 * @throws Error when there are more lanes than fit.
 */
export function fillLanes(program: Program, rows: number): number {
  const feeders = program.links.map(() => new Map<number, number>());
  for (let row = 0; row < rows; row++) {
    if ((rowCame[row] ?? -1) >= 0) feeders[rowLink[row] ?? 0]?.set(rowCame[row] ?? 0, 0);
  }
  let lane = 0;
  feeders.forEach((inputs, link) => {
    linkLane[link] = lane;
    for (const came of [...inputs.keys()].sort((a, b) => a - b)) {
      inputs.set(came, lane);
      laneFlow[lane] = -1;
      laneWeight[lane] = program.links[link]?.weights?.get(came) ?? 1;
      laneLink[lane++] = link;
    }
    for (let at = linkSource[link] ?? 0; at < (linkSource[link + 1] ?? 0); at++) {
      const flow = sourceFlow[at] ?? 0;
      flowLane[flow] = lane;
      laneFlow[lane] = flow;
      laneWeight[lane] = 1;
      laneLink[lane++] = link;
    }
  });
  linkLane[program.links.length] = lane;
  for (let row = 0; row < rows; row++) {
    const came = rowCame[row] ?? -1;
    const waits = came < 0 ? flowLane[rowFlow[row] ?? 0] : feeders[rowLink[row] ?? 0]?.get(came);
    rowLane[row] = waits ?? 0;
  }
  program.flows.forEach((flow, index) => {
    const passing = { never: MAY_NOT_PASS, always: MAY_PASS, otherRequester: MAY_PASS_OTHERS };
    flowPassing[index] = flowClass[index] === POSTED ? MAY_NOT_PASS : passing[flow.passesPosted];
    flowRequester[index] = flow.requester;
  });
  return lane;
}

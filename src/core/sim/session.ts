import { findDeadlock } from './deadlock.ts';
import { advance, isDone, load } from './engine.ts';
import type { Loaded } from './engine.ts';
import { overflows } from './overflow.ts';
import type { Overflow } from './overflow.ts';
import { readResults } from './results.ts';
import type { Results } from './results.ts';
import { restoreSnapshot, takeSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import { issuedTlps } from './slots.ts';
import type { Program } from './types.ts';

/** Events between snapshots at first, and snapshots kept at most: then every second one goes. */
const SNAPSHOT_EVENTS = 50_000;
const MAX_SNAPSHOTS = 64;

/** The engine is one; who has its program loaded. */
const engine: { owner: Session | null } = { owner: null };

/** What can be asked of the engine at one instant. */
export interface EngineState {
  readonly tPs: number;
  readonly issuedTlps: number;
  readonly results: Results;
}

/**
 * A program in the engine, with snapshots on the way: it can go to any instant, backwards too. Several
 * sessions may exist; whoever moves loads its program again.
 */
export class Session {
  private readonly program: Program;
  private readonly isTracing: boolean;
  private snapshots: Snapshot[] = [];
  private spacing = SNAPSHOT_EVENTS;
  private sinceSnapshot = 0;
  private tPs = -1;
  readonly loaded: Loaded;

  constructor(program: Program, isTracing: boolean) {
    this.program = program;
    this.isTracing = isTracing;
    this.loaded = load(program, isTracing);
    engine.owner = this;
    this.keepSnapshot();
  }

  /**
   * Serves events up to and including `toPs`, at most about `maxEvents` of them.
   *
   * @returns whether nothing can happen any more.
   */
  run(toPs: number, maxEvents = Infinity): boolean {
    this.own();
    let left = maxEvents;
    while (left > 0) {
      const slice = Math.min(left, this.spacing - this.sinceSnapshot);
      const served = advance(toPs, slice);
      left -= served;
      this.sinceSnapshot += served;
      if (served < slice) {
        this.tPs = Math.max(this.tPs, toPs);
        return isDone();
      }
      if (this.sinceSnapshot >= this.spacing) this.keepSnapshot();
    }
    return isDone();
  }

  /** Everything up to and including this instant has happened, ps. */
  get reachedPs(): number {
    return this.tPs;
  }

  /** Goes to the state after everything up to and including `tPs`, forwards or backwards. */
  seek(tPs: number): EngineState {
    this.own();
    this.jump(tPs);
    this.run(tPs);
    return { tPs, issuedTlps: issuedTlps(), results: readResults(this.loaded) };
  }

  /** Directed links that wait for each other in a ring, if nothing moves and some do; else null. */
  deadlock(): readonly number[] | null {
    this.own();
    return isDone() && this.loaded.lanes > 0 ? findDeadlock(this.loaded.lanes, this.tPs) : null;
  }

  /** TLPs for which a receiver had no room so far. */
  overflows(): readonly Overflow[] {
    this.own();
    return overflows();
  }

  /** What has been added up so far. */
  results(): Results {
    this.own();
    return readResults(this.loaded);
  }

  private keepSnapshot(): void {
    this.sinceSnapshot = 0;
    const last = this.snapshots.at(-1);
    const snapshot = takeSnapshot(this.loaded);
    if (last !== undefined && snapshot.tPs <= last.tPs) return;
    this.snapshots.push(snapshot);
    if (this.snapshots.length < MAX_SNAPSHOTS) return;
    this.snapshots = this.snapshots.filter((_, index) => index % 2 === 0);
    this.spacing *= 2;
  }

  /** Restores the last snapshot before `tPs`, unless running on from here is as near. */
  private jump(tPs: number): void {
    const snapshot = this.snapshots.findLast((kept) => kept.tPs <= tPs);
    const isAhead = tPs >= this.tPs;
    if (snapshot === undefined || (isAhead && snapshot.tPs <= this.tPs)) return;
    restoreSnapshot(this.loaded, snapshot);
    this.tPs = snapshot.tPs;
    this.sinceSnapshot = 0;
  }

  /** Takes the engine back from another session; a recorded run is not recorded again. */
  private own(): void {
    if (engine.owner === this) return;
    load(this.program, this.isTracing && this.tPs < 0);
    engine.owner = this;
    const at = this.tPs;
    this.tPs = Infinity;
    this.jump(at);
    if (at >= 0) this.run(at);
  }
}

import { lifeAfter, openingLife, revocationOf } from '../linux/dma-buf-moments.ts';
import type { BufferLife } from '../linux/dma-buf-moments.ts';
import { isSince } from '../linux/kernels.ts';
import type { Kernel } from '../linux/kernels.ts';
import type { Plan } from '../linux/map-p2p.ts';
import type { Machine } from '../machine/types.ts';
import type { DeviceAction, Transfer } from '../scenario/schema.ts';
import type { DecidedTransfer } from './compile.ts';
import { bytesMoved, pieceFrom, inPlaceOf, sightingsOf } from './pieces.ts';
import type { Sent } from './pieces.ts';
import type { Run } from './run.ts';

/*
 * Resets and memory decode in the middle of a run. Until an action nothing differs, so the run without it says which
 * requests had been issued and which had arrived by then; what comes later is decided again and runs as pieces of the
 * same transfer. Every action is one more run.
 */

/** A transfer, or a piece of one, on its way. */
interface Piece {
  readonly decided: DecidedTransfer;
  /** The target did not decode its BARs when it arrived. */
  readonly isLost: boolean;
}

/** What actions need of the rest of the simulation. */
export interface ActionContext {
  readonly machine: Machine;
  readonly kernel: Kernel;
  readonly plans: readonly Plan[];
  readonly run: (decided: readonly DecidedTransfer[]) => Run;
  /** Where a transfer goes while its target does or does not decode its BARs. */
  readonly decide: (transfer: Transfer, isDecoding: boolean) => DecidedTransfer | null;
}

/** What is sent once all actions have taken effect, and the life of every buffer. */
export interface Acted {
  readonly decided: readonly DecidedTransfer[];
  readonly lives: readonly BufferLife[];
}

class Actions {
  private pieces: Piece[];
  /** Pieces that an importer did not issue after it was told to stop, by transfer. */
  private held: Transfer[] = [];
  private lives: Map<string, BufferLife>;
  private readonly context: ActionContext;

  constructor(context: ActionContext, decided: readonly DecidedTransfer[]) {
    this.context = context;
    this.pieces = decided.map((one) => ({ decided: one, isLost: false }));
    this.lives = new Map();
    for (const plan of context.plans) {
      const life = openingLife(context.kernel, plan, this.importerOf(plan));
      if (life !== null) this.lives.set(plan.transfer.id, life);
    }
  }

  get result(): Acted {
    return { decided: this.pieces.map(({ decided }) => decided), lives: [...this.lives.values()] };
  }

  private importerOf(plan: Plan): string {
    return this.context.machine.functions[plan.client]?.name ?? '';
  }

  private isMapped(transfer: Transfer): boolean {
    return this.lives.get(transfer.id)?.moments.at(-1)?.phase === 'mapped';
  }

  private live(plan: Plan, tPs: number, event: Parameters<typeof lifeAfter>[3]): void {
    const life = this.lives.get(plan.transfer.id);
    if (life === undefined) return;
    this.lives.set(plan.transfer.id, lifeAfter(this.context.kernel, life, tPs, event));
  }

  private cut(
    piece: Piece,
    sent: readonly Sent[],
    from: number,
    end: number,
    isLost = piece.isLost,
  ): Piece[] {
    if (from === 0 && end === sent.length && isLost === piece.isLost) return [piece];
    const transfer = pieceFrom(piece.decided, sent, from, end);
    const decided = transfer === null ? null : this.context.decide(transfer, !isLost);
    if (decided === null) return [];
    return [{ decided: inPlaceOf(piece.decided, decided, end === sent.length), isLost }];
  }

  /** The device stops to decode its BARs at `atPs`, or, where the kernel waits for importers, once they are done. */
  takeAway({
    kind,
    atPs,
    function: id,
  }: DeviceAction & { readonly kind: 'reset' | 'clearMemoryDecode' | 'close' }): void {
    const requests = sightingsOf(this.context.run(this.pieces.map(({ decided }) => decided)));
    const waits = isSince(this.context.kernel, '7.1');
    const concerned = this.pieces.map(({ decided, isLost }) => {
      const { transfer, route } = decided;
      const isThere = transfer.to.kind === 'bar' && transfer.to.function === id;
      return isThere && !isLost && bytesMoved(decided) > 0 && route.outcome === 'delivered';
    });
    let offPs = atPs;
    const drained = new Map<string, number>();
    this.pieces.forEach(({ decided: { transfer } }, n) => {
      if (!concerned[n] || !this.isMapped(transfer)) return;
      const issued = (requests[n] ?? []).filter(({ issuePs }) => issuePs < atPs);
      const lastPs = Math.max(atPs, ...issued.map(({ arrivePs }) => arrivePs));
      drained.set(transfer.id, Math.max(lastPs, drained.get(transfer.id) ?? 0));
      if (waits) offPs = Math.max(offPs, lastPs);
    });
    this.pieces = this.pieces.flatMap((piece, n): Piece[] => {
      if (!concerned[n]) return [piece];
      const sent = requests[n] ?? [];
      const arrived = sent.filter(({ arrivePs }) => arrivePs < offPs).length;
      if (!this.isMapped(piece.decided.transfer)) {
        return [
          ...this.cut(piece, sent, 0, arrived),
          ...this.cut(piece, sent, arrived, sent.length, true),
        ];
      }
      const issued = sent.filter(({ issuePs }) => issuePs < atPs).length;
      const rest = pieceFrom(piece.decided, sent, issued, sent.length);
      if (rest !== null) this.held.push(rest);
      const good = waits ? issued : Math.min(arrived, issued);
      return [...this.cut(piece, sent, 0, good), ...this.cut(piece, sent, good, issued, true)];
    });
    for (const plan of this.context.plans) {
      const { to } = plan.transfer;
      if (to.kind !== 'bar' || to.function !== id) continue;
      const state = this.lives.get(plan.transfer.id)?.moments.at(-1)?.state;
      if (state?.isRevoked === true && (kind !== 'close' || state.isOrphan)) continue;
      const wasMapped = this.isMapped(plan.transfer);
      this.live(plan, atPs, revocationOf(kind));
      const importer = this.importerOf(plan);
      const donePs = drained.get(plan.transfer.id) ?? atPs;
      if (wasMapped) this.live(plan, donePs, { kind: 'unmap', importer });
    }
  }

  /** The device decodes its BARs again: what arrives from now on is served, importers map again and go on. */
  giveBack({ atPs, function: id }: DeviceAction): void {
    const requests = sightingsOf(this.context.run(this.pieces.map(({ decided }) => decided)));
    this.pieces = this.pieces.flatMap((piece, n): Piece[] => {
      const { to } = piece.decided.transfer;
      if (!piece.isLost || to.kind !== 'bar' || to.function !== id) return [piece];
      const sent = requests[n] ?? [];
      const lost = sent.filter(({ arrivePs }) => arrivePs < atPs).length;
      return [
        ...this.cut(piece, sent, 0, lost),
        ...this.cut(piece, sent, lost, sent.length, false),
      ];
    });
    for (const plan of this.context.plans) {
      const { to } = plan.transfer;
      const isRevoked = this.lives.get(plan.transfer.id)?.moments.at(-1)?.state.isRevoked ?? false;
      if (to.kind !== 'bar' || to.function !== id || !isRevoked) continue;
      this.live(plan, atPs, { kind: 'restore' });
      if (this.lives.get(plan.transfer.id)?.moments.at(-1)?.errno !== 0) continue;
      this.live(plan, atPs, { kind: 'map', importer: this.importerOf(plan), errno: plan.errno });
    }
    const resumed = this.held.filter((transfer) => this.isMapped(transfer));
    this.held = this.held.filter((transfer) => !this.isMapped(transfer));
    for (const transfer of resumed) {
      const startPs = Math.max(atPs, transfer.startPs);
      const decided = this.context.decide({ ...transfer, startPs }, true);
      if (decided !== null) this.pieces.push({ decided, isLost: false });
    }
  }
}

/**
 * Lets the actions of the document happen, in order of time: requests that arrive while a device does not decode its
 * BARs meet Unsupported Request. A dma-buf is revoked: its importer issues nothing more until it may map again, and
 * from Linux 7.1 on the action waits until the importer has unmapped, so that nothing is lost.
 *
 * @simplified A reset lasts until `setMemoryDecode`; the importer learns of a revocation at once; what it did not send
 *   goes on as a piece of its own, with its own limit of requests in flight.
 * @source linux-dma.md §3.4
 */
export function withActions(
  context: ActionContext,
  decided: readonly DecidedTransfer[],
  actions: readonly DeviceAction[],
): Acted {
  const acted = new Actions(context, decided);
  for (const action of actions.toSorted((a, b) => a.atPs - b.atPs)) {
    const { kind } = action;
    if (kind === 'setMemoryDecode') acted.giveBack(action);
    else acted.takeAway({ ...action, kind });
  }
  return acted.result;
}

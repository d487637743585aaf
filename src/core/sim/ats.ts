import { busAddr, hex } from '../base/address.ts';
import type { Machine } from '../machine/types.ts';
import { emptyAtc, fillAtc, lookUpAtc } from '../pcie/ats/cache.ts';
import type { Atc } from '../pcie/ats/cache.ts';
import { routeWithAts } from '../pcie/ats/exchange.ts';
import { functionAt } from '../pcie/claims.ts';
import { route } from '../pcie/route.ts';
import type { AtsAnswer, RequestTlp, Translator } from '../pcie/types.ts';
import type { Transfer } from '../scenario/schema.ts';
import type { DecidedTransfer } from './compile.ts';

/*
 * Transfers of devices that use ATS. What the device's cache (ATC) does not hold it asks for with a
 * translation request; the part of the transfer that the answer covers goes with AT=10 once the answer has
 * come. A device asks for the next range when it has the answer about the last one (assumption).
 */

/** Translations that a device holds where the document does not say. */
const ATC_ENTRIES = 64;
/** One entry of a translation completion, bytes. @source PCIe Base §10.2.3 */
const ENTRY_BYTES = 8;
const SMALLEST_PAGE = 4096n;
/** Ranges that are asked for at most, shared by all transfers with ATS; what lies behind them is not sent. */
const MAX_RANGES = 4096;

/** Ranges of one of these transfers at most. */
function rangesEach(transfers: readonly Transfer[]): number {
  const count = transfers.filter(({ at }) => at === 'ats').length;
  return Math.max(1, Math.floor(MAX_RANGES / Math.max(1, count)));
}

/** Ranges that the transfers with ATS among these are asked for in at most: each is a request and what follows it. */
export function mostRanges(transfers: readonly Transfer[]): number {
  const each = rangesEach(transfers);
  const most = transfers.map(({ at, bytes, linux }) =>
    at === 'ats'
      ? Math.min(each, Math.ceil(bytes / Number(SMALLEST_PAGE)) + (linux?.ranges ?? 1))
      : 0,
  );
  return most.reduce((sum, one) => sum + one, 0);
}

/** What is known about ATS while transfers are decided in order of their start. */
export class AtsDevices {
  readonly #machine: Machine;
  readonly #translators: ReadonlyMap<number, Translator>;
  readonly #caches = new Map<number, Atc>();
  /** Which translation request brought the translated page at an address to a requester. */
  readonly #asked = new Map<string, string>();
  readonly #rangesEach: number;
  #isCut = false;

  /** @param transfers all of the run: they share the ranges. */
  constructor(
    machine: Machine,
    translators: ReadonlyMap<number, Translator>,
    transfers: readonly Transfer[],
  ) {
    this.#machine = machine;
    this.#translators = translators;
    this.#rangesEach = rangesEach(transfers);
  }

  /** A transfer had more ranges than its share, so its end is not sent. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /**
   * The pieces of an access that its device makes by ATS: translation requests and, where they are granted,
   * what they cover with AT=10. Nothing follows a request that is denied or lost.
   */
  pieces(whole: Omit<DecidedTransfer, 'route'>): DecidedTransfer[] {
    const pieces: DecidedTransfer[] = [];
    const { transfer, request } = whole;
    let token: string | undefined;
    let at = 0;
    for (let range = 0; at < transfer.bytes && range < this.#rangesEach; range++) {
      const from = BigInt(request.address) + BigInt(at);
      let found = this.#lookUp(whole, from);
      if (found === null) {
        const asked = this.#ask(whole, from, `${transfer.id}/${range}`);
        pieces.push(token === undefined ? asked : { ...asked, after: token });
        token = asked.token;
        found = this.#lookUp(whole, from);
        if (found === null) return pieces;
      }
      const bytes = Math.min(transfer.bytes - at, found.left);
      pieces.push(this.#translated(whole, bytes, found));
      at += bytes;
    }
    if (at < transfer.bytes) this.#isCut = true;
    return pieces;
  }

  #cacheOf({ requester }: Pick<DecidedTransfer, 'requester'>): Atc {
    const { id } = functionAt(this.#machine, requester);
    const drawn = this.#machine.scenario.components.find((one) => one.id === id);
    const entries = drawn !== undefined && 'ats' in drawn ? drawn.ats?.entries : undefined;
    return this.#caches.get(requester) ?? emptyAtc(entries ?? ATC_ENTRIES);
  }

  /** What the ATC gives for an address, how far that reaches, and which request brought it. */
  #lookUp(
    whole: Omit<DecidedTransfer, 'route'>,
    address: bigint,
  ): { readonly address: bigint; readonly left: number; readonly token: string } | null {
    const { requester, request } = whole;
    const isWrite = request.kind !== 'MRd';
    const { atc, address: to } = lookUpAtc(this.#cacheOf(whole), { pasid: null, address, isWrite });
    this.#caches.set(requester, atc);
    const entry = atc.entries.at(-1);
    if (to === null || entry === undefined) return null;
    const left = Number(entry.from + entry.translation.sizeBytes - address);
    return { address: to, left, token: this.#asked.get(`${requester}/${entry.from}`) ?? '' };
  }

  /** The translation request about an address; what it grants goes into the ATC. */
  #ask(whole: Omit<DecidedTransfer, 'route'>, address: bigint, token: string): DecidedTransfer {
    const { requester, request, transfer } = whole;
    const query = { machine: this.#machine, translators: this.#translators, requester };
    const exchange = routeWithAts({
      ...query,
      request: { ...request, address: busAddr(address) },
      intended: null,
    });
    if (exchange.answer !== null && exchange.translation.completionStatus === 'SC') {
      this.#keep(whole, address, exchange.answer, token);
    }
    const page = address & ~(SMALLEST_PAGE - 1n);
    const { pieceBytes: _piece, ...rest } = transfer;
    const asked: RequestTlp = {
      ...request,
      kind: 'MRd',
      at: 'translationRequest',
      address: busAddr(page),
      bytes: ENTRY_BYTES,
    };
    return {
      transfer: {
        ...rest,
        op: 'MRd',
        at: 'translationRequest',
        address: hex(page),
        bytes: ENTRY_BYTES,
      },
      requester,
      request: asked,
      route: exchange.translation,
      token,
    };
  }

  #keep(
    whole: Omit<DecidedTransfer, 'route'>,
    address: bigint,
    answer: AtsAnswer,
    token: string,
  ): void {
    if (answer.address === null) return;
    const { requester } = whole;
    const { busOffset = 0n } =
      this.#machine.hostBridges[functionAt(this.#machine, requester).hostBridge] ?? {};
    const sizeBytes = BigInt(answer.sizeBytes);
    const to = (answer.address & ~(sizeBytes - 1n)) - busOffset;
    const { read, write } = answer;
    const translation = {
      address: to,
      sizeBytes,
      read,
      write,
      execute: false,
      privileged: false,
      global: false,
      untranslatedOnly: false,
      noSnoop: false,
    };
    this.#caches.set(
      requester,
      fillAtc(this.#cacheOf(whole), { pasid: null, address, translation }),
    );
    this.#asked.set(`${requester}/${address & ~(sizeBytes - 1n)}`, token);
  }

  #translated(
    whole: Omit<DecidedTransfer, 'route'>,
    bytes: number,
    found: { readonly address: bigint; readonly token: string },
  ): DecidedTransfer {
    const { requester, request, transfer, intended = null } = whole;
    const piece: Transfer = { ...transfer, at: 'translated', address: hex(found.address), bytes };
    const translated: RequestTlp = {
      ...request,
      at: 'translated',
      address: busAddr(found.address),
      bytes: Math.min(request.bytes, bytes),
      ...(request.burstBytes === undefined ? {} : { burstBytes: bytes }),
    };
    const query = { machine: this.#machine, translators: this.#translators, requester };
    return {
      transfer: piece,
      requester,
      request: translated,
      route: route({ ...query, request: translated, intended }),
      after: found.token,
    };
  }
}

import { describe, expect, test } from 'vitest';
import { defined } from '../../src/core/base/assert.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { creditsOn } from '../../src/core/pcie/credits.ts';
import { errorJournal } from '../../src/core/pcie/error-journal.ts';
import { DEFAULT_LATENCIES, wireTiming } from '../../src/core/pcie/timing.ts';
import type { AerError } from '../../src/core/pcie/types.ts';
import { RECEIVER_OVERFLOW } from '../../src/core/scenario/presets/broken.ts';
import type { LinkCredits } from '../../src/core/scenario/schema-credits.ts';
import type { Scenario, Transfer } from '../../src/core/scenario/schema.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import type { Segment } from '../../src/core/sim/types.ts';

const { scenario } = RECEIVER_OVERFLOW;
const LINK = 'sw0-dsp2-nic0';

function played(given: Scenario) {
  const machine = defined(enumerate(given).machine ?? undefined, 'a machine');
  const run = createRun(machine);
  const link = machine.links.findIndex(({ id }) => id === LINK);
  const journal = errorJournal(machine, run);
  return { machine, run, link, journal };
}

/** The example with other transfers, or other credits at the port that overflows. */
function changed(transfer: Partial<Transfer>, up: LinkCredits['up'] = {}): Scenario {
  const transfers = scenario.transfers.map((one) => ({ ...one, ...transfer }));
  const links = scenario.links.map((one) => (one.id === LINK ? { ...one, credits: { up } } : one));
  return { ...scenario, transfers, links };
}

/** Requests by what became of them, and their bytes. */
function endsOf({ run }: ReturnType<typeof played>): Record<string, number> {
  const found: Record<string, Set<number>> = {};
  for (const event of run.events(0, run.eventCount)) {
    const info = run.flows[event.flow];
    if (info?.leg === 'request') (found[info.route.outcome] ??= new Set()).add(event.txnId);
  }
  return Object.fromEntries(Object.entries(found).map(([key, ids]) => [key, ids.size]));
}

/** TLPs that met an error. */
function countOf({ journal }: ReturnType<typeof played>, error: AerError): number {
  return journal.filter((one) => one.error === error).reduce((sum, { count }) => sum + count, 0);
}

describe('a transmitter that ignores its credits', () => {
  const bad = played(scenario);
  const good = played({ ...scenario, faults: [] });

  test('ends as Receiver Overflow in AER of the receiving port: fatal, ERR_FATAL, header log', () => {
    expect(new Set(bad.journal.map(({ error }) => error))).toEqual(new Set(['receiverOverflow']));
    const [record] = bad.journal;
    expect(record).toMatchObject({
      error: 'receiverOverflow',
      bit: 17,
      severity: 'fatal',
      message: 'ERR_FATAL',
    });
    const idOf = (index: number | null | undefined) => bad.machine.functions[index ?? -1]?.id;
    expect(idOf(record?.function)).toBe('sw0-dsp2');
    expect(idOf(record?.rootPort)).toBe('rp0');
    // MWr64 of 256 bytes.
    expect(record?.headerLog?.[0]).toBe(0x60000040);
    expect(good.journal).toEqual([]);
  });

  test('loses exactly what finds the buffer full: every request ends once', () => {
    const ends = endsOf(bad);
    expect(ends['dropped']).toBeGreaterThan(0);
    expect(ends['delivered']).toBeGreaterThan(0);
    expect((ends['dropped'] ?? 0) + (ends['delivered'] ?? 0)).toBe(endsOf(good)['delivered']);
    expect(countOf(bad, 'receiverOverflow')).toBe(ends['dropped']);
    expect(bad.run.transfers[0]?.bytesDelivered).toBe((ends['delivered'] ?? 0) * 256);
  });

  test('never holds more in the buffer than was advertised, and is full when the first is lost', () => {
    const { machine, run, link } = bad;
    const wire = defined(machine.links[link], 'the link');
    const [{ headers }] = creditsOn(machine, wire, true);
    const egress = 2 * machine.links.findIndex(({ id }) => id === 'sw0-dsp1-gpu0') + 1;
    const segments = run.segmentsBetween(0, run.endPs);
    const left = new Map(
      segments.filter((one) => one.link === egress).map((one) => [one.tlpId, one.startPs]),
    );
    const came = segments.filter((one) => one.link === 2 * link);
    const kept = came.filter(({ tlpId }) => left.has(tlpId));
    // A TLP of a switch that cuts through is in the buffer once its head is across.
    const inPs = wireTiming(machine, wire).delayPs + DEFAULT_LATENCIES.switchPs;
    const heldBefore = ({ startPs }: Segment): number =>
      kept.filter((one) => one.startPs < startPs && (left.get(one.tlpId) ?? 0) >= startPs + inPs)
        .length;
    const lost = defined(
      came.find(({ tlpId }) => !left.has(tlpId)),
      'a lost one',
    );
    expect(heldBefore(lost)).toBe(headers);
    expect(Math.max(...came.map(heldBefore))).toBe(headers);
  });

  test('fewer data credits are the first that run out', () => {
    const few = played(changed({}, { pd: 64 }));
    const lost = countOf(few, 'receiverOverflow');
    expect(lost).toBeGreaterThan(countOf(bad, 'receiverOverflow'));
    expect(few.run.transfers[0]?.bytesDelivered).toBe(131_072 - lost * 256);
  });

  test('infinite ones are never too few', () => {
    const many = played(changed({}, { ph: 0, pd: 0 }));
    expect(many.journal).toEqual([]);
    expect(many.run.transfers).toMatchObject([{ bytesDelivered: 131_072 }]);
  });

  test('a read that is lost ends in a Completion Timeout', () => {
    const reads = played(changed({ op: 'MRd', bytes: 65_536, outstanding: 64 }, { nph: 1 }));
    const lost = countOf(reads, 'receiverOverflow');
    expect(lost).toBeGreaterThan(0);
    expect(countOf(reads, 'completionTimeout')).toBe(lost);
    const ends = endsOf(reads);
    expect(ends['completionTimeout']).toBe(lost);
    expect((ends['completionTimeout'] ?? 0) + (ends['delivered'] ?? 0)).toBe(65_536 / 512);
  });

  test('the same at any instant, forwards and backwards', () => {
    const { run } = played(scenario);
    const at = run.endPs / 2;
    const first = run.seek(at).results.digest32;
    run.seek(run.endPs);
    expect(run.seek(at).results.digest32).toBe(first);
  });
});

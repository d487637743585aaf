import { describe, expect, test } from 'vitest';
import { defined } from '../../src/core/base/assert.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { parseScenario } from '../../src/core/scenario/parse.ts';
import { PRESETS } from '../../src/core/scenario/presets/index.ts';
import type { LinkCredits } from '../../src/core/scenario/schema-credits.ts';
import type { Scenario } from '../../src/core/scenario/schema.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import { creditsOn } from '../../src/core/pcie/credits.ts';
import { wireTiming } from '../../src/core/pcie/timing.ts';

const { scenario } = defined(
  PRESETS.find(({ id }) => id === 'switch-local'),
  'the example',
);
const LINK = 'sw0-dsp1-gpu0';
const BYTES = 65_536;

/** The same writes, with what the receivers on the last link advertise. */
function withCredits(credits: LinkCredits): Scenario {
  const links = scenario.links.map((one) => (one.id === LINK ? { ...one, credits } : one));
  const [first] = scenario.transfers;
  return { ...scenario, links, transfers: [{ ...defined(first, 'a write'), bytes: BYTES }] };
}

function played(credits: LinkCredits) {
  const machine = defined(enumerate(withCredits(credits)).machine ?? undefined, 'a machine');
  const run = createRun(machine);
  const link = defined(
    machine.links.find(({ id }) => id === LINK),
    'the link',
  );
  const segments = run
    .segmentsBetween(0, run.endPs)
    .filter((one) => one.link === 2 * link.index + 1)
    .toSorted((a, b) => a.startPs - b.startPs);
  return { machine, run, link, segments };
}

/** Posted headers that are counted downwards on the link. */
function headersOf(credits: LinkCredits): number {
  const { machine, link } = played(credits);
  return creditsOn(machine, link, false)[0].headers;
}

describe('what a receiver advertises', () => {
  test('one header: a write goes when the news of the last one has come back', () => {
    const { machine, link, segments } = played({ down: { ph: 1 } });
    const { delayPs } = wireTiming(machine, link);
    const gaps = segments.slice(1).map((one, at) => one.startPs - (segments[at]?.arrivePs ?? 0));
    expect(segments).toHaveLength(BYTES / 256);
    expect(new Set(gaps)).toEqual(new Set([delayPs]));
  });

  test('zero is infinitely many, as on the wire', () => {
    const many = played({ down: { ph: 127 * 16, pd: 2047 * 16 } });
    const none = played({ down: { ph: 0, pd: 0 } });
    expect(none.run.endPs).toBe(many.run.endPs);
    expect(none.run.transfers).toMatchObject([{ bytesDelivered: BYTES }]);
    const [some, all] = [0, 127 * 16].map((ph) => played({ down: { ph, pd: 16 } }).run.endPs);
    expect(some).toBe(all);
    expect(some).toBeGreaterThan(none.run.endPs);
    expect(headersOf({ down: { ph: 0 } })).toBe(Infinity);
    expect(headersOf({ down: { ph: 3 } })).toBe(3);
    expect(none.run.endPs).toBeLessThan(played({ down: { ph: 1 } }).run.endPs);
  });

  test('too few data credits for one TLP are refused', () => {
    const { machine, diagnostics } = enumerate(withCredits({ down: { pd: 15 } }));
    expect(machine).toBeNull();
    expect(diagnostics.map(({ code, subject }) => [code, subject])).toEqual([
      ['credits-too-few', LINK],
    ]);
    expect(enumerate(withCredits({ down: { pd: 16 } })).diagnostics).toEqual([]);
  });

  test('negative ones, and more than the field holds, are no document', () => {
    for (const ph of [-1, 0.5, 127 * 16 + 1]) {
      expect(parseScenario(JSON.parse(JSON.stringify(withCredits({ down: { ph } })))).ok).toBe(
        false,
      );
    }
    expect(parseScenario(JSON.parse(JSON.stringify(withCredits({ up: { ph: 0 } })))).ok).toBe(true);
  });
});

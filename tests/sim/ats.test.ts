import { describe, expect, test } from 'vitest';
import { hex } from '../../src/core/base/address.ts';
import { defined } from '../../src/core/base/assert.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { acsWord } from '../../src/core/scenario/acs.ts';
import { ACS_LINUX } from '../../src/core/scenario/defaults.ts';
import { ATS_END_TO_END } from '../../src/core/scenario/presets/translations.ts';
import type { Scenario } from '../../src/core/scenario/schema.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import { sizeProblem } from '../../src/core/sim/run.ts';
import type { Run } from '../../src/core/sim/run.ts';

function runOf(scenario: Scenario): Run {
  return createRun(defined(enumerate(scenario).machine ?? undefined, 'a machine'));
}

/** Each flow of a transfer: what it is, and when its first and last TLP came to its first and last hop. */
function story(run: Run, transferId: string): { what: string; fromPs: number; toPs: number }[] {
  const events = run.events(0, run.eventCount);
  return run.flows.flatMap((info, flow) => {
    if (info.transferId !== transferId) return [];
    const times = events.filter((event) => event.flow === flow).map(({ tPs }) => tPs);
    const what = `${info.sent.at} ${info.leg}`;
    return [{ what, fromPs: Math.min(...times), toPs: Math.max(...times) }];
  });
}

const { scenario } = ATS_END_TO_END;
const run = runOf(scenario);

describe('a device with ATS', () => {
  test('asks, and writes each page once its answer has come, straight to the peer', () => {
    const [ask, answer, write, askNext, answerNext, writeNext] = story(run, 'asks');
    expect([ask, answer, write, askNext, answerNext, writeNext].map((one) => one?.what)).toEqual([
      'translationRequest request',
      'translationRequest completion',
      'translated request',
      'translationRequest request',
      'translationRequest completion',
      'translated request',
    ]);
    expect(answer?.fromPs).toBeGreaterThanOrEqual(ask?.toPs ?? Infinity);
    expect(write?.fromPs).toBe(answer?.toPs);
    expect(writeNext?.fromPs).toBeGreaterThanOrEqual(answerNext?.toPs ?? Infinity);
    const written = run.flows.filter(
      ({ transferId, sent }) => transferId === 'asks' && sent.at === 'translated',
    );
    for (const { route } of written)
      expect(route.request.map(({ rule }) => rule)).toContain('ACS-DT');
    expect(run.transfers[0]).toMatchObject({ bytesDelivered: 8192, errors: 0 });
  });

  test('asks nothing about a page that its ATC holds', () => {
    expect(story(run, 'knows').map(({ what }) => what)).toEqual(['translated request']);
  });

  test('sends nothing to a page that the answer denies', () => {
    expect(story(run, 'denied').map(({ what }) => what)).toEqual([
      'translationRequest request',
      'translationRequest completion',
    ]);
    expect(run.transfers[2]).toMatchObject({ bytesDelivered: 0, errors: 0 });
  });

  test('an ATC of one entry has forgotten the first page', () => {
    const small = scenario.components.map((one) =>
      one.id === 'nic0' ? { ...one, ats: { enabled: true, stu: 0, entries: 1 } } : one,
    );
    const transfers = scenario.transfers.map((one) =>
      one.id === 'knows' ? { ...one, address: '0x9000000000' } : one,
    );
    const asked = (entries: Scenario['components']): number =>
      story(runOf({ ...scenario, transfers, components: entries }), 'knows').length;
    expect([asked(scenario.components), asked(small)]).toEqual([1, 3]);
  });

  test('the SMMU walks for the requests only: translated writes never reach it', () => {
    const kinds = run.lookUps(0, run.endPs).map(({ kind }) => kind);
    expect(kinds).toEqual(['miss', 'miss', 'miss']);
  });

  test('a stream without ATS in its table entry gets UR, and nothing is written', () => {
    const components = scenario.components.map((one) =>
      one.kind === 'iommu'
        ? { ...one, streams: one.streams.map((stream) => ({ ...stream, ats: 'none' as const })) }
        : one,
    );
    const refused = runOf({ ...scenario, components });
    expect(refused.flows[0]?.route.completionStatus).toBe('UR');
    expect(refused.transfers[0]?.bytesDelivered).toBe(0);
  });

  test('a fault strikes the byte of the transfer that it names, whatever was asked before it', () => {
    const fault = { id: 'f', kind: 'poison', transfer: 'asks', offsetBytes: 5000 } as const;
    const poisonedRun = runOf({ ...scenario, faults: [fault] });
    expect(poisonedRun.transfers[0]).toMatchObject({ bytesDelivered: 8192 - 256, errors: 1 });
  });

  test('nothing is written where the link breaks before the answer, and all is where it breaks later', () => {
    const answered = defined(story(run, 'asks')[1], 'an answer');
    const bytesWith = (atPs: number): number | undefined =>
      runOf({
        ...scenario,
        faults: [{ id: 'f', kind: 'linkDown', link: 'rp0-sw0', atPs }],
      }).transfers[0]?.bytesDelivered;
    expect(bytesWith(answered.fromPs)).toBe(0);
    // The second page is asked for when the link is down.
    expect(bytesWith(answered.toPs)).toBe(4096);
  });

  test('waits for answers to requests that were decided again', () => {
    const control = ACS_LINUX | acsWord('DT');
    const fault = { id: 'f', kind: 'acsControl', function: 'sw0-dsp2', control, atPs: 0 } as const;
    const changed = runOf({ ...scenario, faults: [fault] });
    expect(changed.transfers[0]).toMatchObject({ bytesDelivered: 8192, errors: 0 });
  });

  test('needs ATS: a function that has it off is reported', () => {
    const components = scenario.components.map((one) =>
      one.id === 'nic0' ? { ...one, ats: { enabled: false, stu: 0 } } : one,
    );
    const codes = enumerate({ ...scenario, components }).diagnostics.map(({ code }) => code);
    expect(codes).toContain('transfer-no-ats');
  });
});

describe('transfers of many pages', () => {
  const IOVA = 0x90_0000_0000;
  const PAGE = 4096;

  /** Copies of the first transfer over pages of which no two neighbours lie beside each other. */
  function scattered(count: number, bytes: number): Scenario {
    const components = scenario.components.map((one) => {
      if (one.kind !== 'iommu') return one;
      const [table] = one.tables;
      const mapping = defined(table?.mappings[0], 'a mapping');
      const mappings = Array.from({ length: 1024 }, (_, page) => ({
        ...mapping,
        from: hex(IOVA + page * PAGE),
        to: { function: 'gpu0', bar: 2, offset: hex(((page * 7) % 1024) * PAGE) },
        sizeBytes: PAGE,
      }));
      return { ...one, tables: [{ ...defined(table, 'a table'), mappings }] };
    });
    const first = defined(scenario.transfers[0], 'a transfer');
    const transfers = Array.from({ length: count }, (_, index) => {
      return { ...first, id: `x${index}`, address: hex(IOVA), bytes };
    });
    return { ...scenario, components, transfers };
  }

  test('one of 512 pages is written to its end', () => {
    const whole = runOf(scattered(1, 512 * PAGE));
    expect(whole.transfers[0]).toMatchObject({ bytesDelivered: 512 * PAGE, errors: 0 });
    expect(whole.isTruncated).toBe(false);
  });

  test('200 share what is simulated: each is cut at its share, and the run says so', () => {
    const many = runOf(scattered(200, 256 * PAGE));
    const share = Math.floor(4096 / 200);
    expect(new Set(many.transfers.map(({ bytesDelivered }) => bytesDelivered))).toEqual(
      new Set([share * PAGE]),
    );
    expect(many.transfers).toHaveLength(200);
    expect(many.isTruncated).toBe(true);
  });

  test('leave less room for links than transfers without ATS do', () => {
    const machine = defined(
      enumerate(scattered(200, 256 * PAGE)).machine ?? undefined,
      'a machine',
    );
    const [link] = machine.links;
    const links = Array.from({ length: 9000 }, () => defined(link, 'a link'));
    expect(sizeProblem({ ...machine, links })).toMatch(/^9000 links are more than the \d+ /);
    const plain = scattered(200, PAGE).transfers.map((one) => ({
      ...one,
      at: 'untranslated' as const,
    }));
    const without = { ...machine, links, scenario: { ...machine.scenario, transfers: plain } };
    expect(sizeProblem(without)).toBeNull();
  });
});

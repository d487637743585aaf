import { describe, expect, test } from 'vitest';
import { defined } from '../base/assert.ts';
import { enumerate } from '../machine/enumerate.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Breakpoint } from './breakpoints.ts';
import { createRun } from './create-run.ts';
import type { TraceEvent } from './types.ts';

const { scenario } = defined(
  PRESETS.find(({ id }) => id === 'redirected'),
  'the example',
);
const machine = defined(enumerate(scenario).machine ?? undefined, 'the example is a machine');
const run = createRun(machine);

function stops(...breakpoints: readonly Breakpoint[]): TraceEvent[] {
  const found: TraceEvent[] = [];
  for (let fromPs = -1; ;) {
    const event = run.step({ fromPs, direction: 1, unit: 'event', tlpId: null, breakpoints });
    if (event === null) return found;
    found.push(event);
    fromPs = event.tPs;
  }
}

const hopOf = ({ flow, hop }: TraceEvent) => {
  const info = run.flows[flow];
  return (info?.leg === 'completion' ? info.route.completion : info?.route.request)?.[hop];
};

describe('a breakpoint', () => {
  test('on a rule stops only where that rule decided', () => {
    const events = stops({ kind: 'rule', rule: 'ACS-RR' });
    expect(events.length).toBeGreaterThan(0);
    expect(new Set(events.map((event) => hopOf(event)?.rule))).toEqual(new Set(['ACS-RR']));
  });

  test('on a device stops only there', () => {
    const gpu = machine.functions.findIndex(({ id }) => id === 'gpu0');
    const events = stops({ kind: 'component', id: 'gpu0' });
    expect(events.length).toBeGreaterThan(0);
    for (const event of events)
      expect(hopOf(event)?.place).toEqual({ kind: 'function', index: gpu });
  });

  test('on a link stops where a TLP goes onto it', () => {
    const link = machine.links.findIndex(({ id }) => id === 'sw0-dsp1-gpu0');
    const events = stops({ kind: 'link', id: 'sw0-dsp1-gpu0' });
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) {
      expect(Math.floor((hopOf(event)?.leavesOn ?? -1) / 2)).toBe(link);
    }
  });

  test('on an address range stops at the TLPs that touch it, not at others of the same transfer', () => {
    const transfer = run.events(0, run.eventCount).filter(({ offsetBytes }) => offsetBytes > 0);
    const event = defined(transfer[0], 'a transfer of several TLPs');
    const address = defined(hopOf(event), 'its hop').address + BigInt(event.offsetBytes);
    const events = stops({ kind: 'address', from: address, to: address });
    expect(events.length).toBeGreaterThan(0);
    expect(new Set(events.map(({ offsetBytes }) => offsetBytes))).toEqual(
      new Set([event.offsetBytes]),
    );
  });

  test('on an address range that nothing uses, or with no fault to stop at, never stops', () => {
    expect(stops({ kind: 'address', from: 1n, to: 2n })).toEqual([]);
    expect(stops({ kind: 'fault' })).toEqual([]);
  });
});

test('a step over transactions goes from request to request', () => {
  const first = defined(
    run.step({ fromPs: -1, direction: 1, unit: 'transaction', tlpId: null, breakpoints: null }) ??
      undefined,
    'a request',
  );
  expect(run.flows[first.flow]?.leg).toBe('request');
  expect(first.hop).toBe(0);
});

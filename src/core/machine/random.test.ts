import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseScenario } from '../scenario/parse.ts';
import { randomScenario } from '../scenario/random.ts';
import { enumerate } from './enumerate.ts';
import type { Machine, MachineFunction, Window } from './types.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

function machineOf(seed: number): Machine {
  const { machine, diagnostics } = enumerate(randomScenario(seed));
  if (machine === null) throw new Error(JSON.stringify(diagnostics));
  return machine;
}

function contains(outer: Window | null | undefined, inner: Window): boolean {
  return (
    outer !== null && outer !== undefined && outer.base <= inner.base && inner.limit <= outer.limit
  );
}

function overlaps(a: Window, b: Window): boolean {
  return a.base <= b.limit && b.base <= a.limit;
}

function bridgesAbove(machine: Machine, fn: MachineFunction): MachineFunction[] {
  const found: MachineFunction[] = [];
  for (let at = fn.parent; at !== null;) {
    const bridge = machine.functions[at];
    if (bridge === undefined) break;
    found.push(bridge);
    at = bridge.parent;
  }
  return found;
}

test('random documents are valid and enumerate', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const scenario = randomScenario(seed);
      expect(parseScenario(scenario).ok).toBe(true);
      expect(
        enumerate(scenario).diagnostics.filter(({ severity }) => severity === 'error'),
      ).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('every BAR lies in one window of every bridge above it, and BARs of one machine do not overlap', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const machine = machineOf(seed);
      const all: Window[] = [];
      for (const fn of machine.functions) {
        for (const { window, space } of fn.bars) {
          if (window === null || space !== 'mem') continue;
          expect(window.base % (window.limit - window.base + 1n)).toBe(0n);
          for (const { bridge } of bridgesAbove(machine, fn)) {
            expect(contains(bridge?.memory, window) || contains(bridge?.prefetchable, window)).toBe(
              true,
            );
          }
          expect(all.filter((other) => overlaps(other, window))).toEqual([]);
          all.push(window);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('windows of the bridges on one bus do not overlap, nor do their bus ranges', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const machine = machineOf(seed);
      for (const a of machine.functions) {
        for (const b of machine.functions) {
          if (a.index >= b.index || a.parent !== b.parent || a.hostBridge !== b.hostBridge)
            continue;
          if (a.bridge === null || b.bridge === null) continue;
          expect(a.bridge.subordinate < b.bridge.secondary).toBe(true);
          for (const kind of ['memory', 'prefetchable', 'io'] as const) {
            const [one, other] = [a.bridge[kind], b.bridge[kind]];
            if (one !== null && other !== null) expect(overlaps(one, other)).toBe(false);
          }
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('every bus is inside the range of every bridge above it, and BDFs are unique and sorted', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const machine = machineOf(seed);
      const keys = machine.functions.map(
        ({ bdf, requesterId }) => bdf.segment * 65536 + requesterId,
      );
      expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b));
      for (const fn of machine.functions) {
        for (const { bridge } of bridgesAbove(machine, fn)) {
          expect(fn.bdf.bus).toBeGreaterThanOrEqual(bridge?.secondary ?? 256);
          expect(fn.bdf.bus).toBeLessThanOrEqual(bridge?.subordinate ?? -1);
        }
        for (const child of fn.children) expect(machine.functions[child]?.parent).toBe(fn.index);
      }
    }),
    { numRuns: 200 },
  );
});

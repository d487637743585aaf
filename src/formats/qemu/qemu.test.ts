import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { formatBdf } from '../../core/base/bdf.ts';
import { enumerate } from '../../core/machine/enumerate.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { importFiles } from '../import.ts';
import { qemuOptions } from './command-line.ts';

const FOLDER = join(SHARED, 'data', 'linux-oracle');
const FILES = hasShared() ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];

interface Oracle {
  qemu: { args: string[] };
  functions: {
    bdf: string;
    parent: string | null;
    vendor: string;
    device: string;
    class: string;
    physfn?: string;
    pcie: { type: string } | null;
    bars: { index: number; type: string; size: number }[];
  }[];
  config_overlay: unknown[];
}

function machineOf(scenario: Scenario): Machine {
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) throw new Error(JSON.stringify(diagnostics));
  return machine;
}

function read(text: string): Scenario {
  const result = importFiles([{ name: 'x', text }]);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.scenario;
}

const quoted = (words: readonly string[]): string =>
  ['qemu-system-x86_64', ...words.map((word) => `'${word}'`)].join(' \\\n  ');

describe.skipIf(!hasShared())('a command line of a recorded guest', () => {
  test.each(FILES)('%s gives the tree that the guest saw', (file) => {
    const oracle = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Oracle;
    const machine = machineOf(read(quoted(oracle.qemu.args)));
    const hasOverlay = oracle.config_overlay.length > 0;
    const seen = machine.functions.map((fn) => ({
      bdf: formatBdf(fn.bdf),
      parent: fn.parent === null ? null : formatBdf(machine.functions[fn.parent]?.bdf ?? fn.bdf),
      kind: fn.kind.startsWith('conventional') ? null : fn.kind,
      ids: hasOverlay ? null : [fn.vendorId, fn.deviceId],
      bars: fn.bars.filter(({ space }) => space === 'mem').map(({ index }) => index),
    }));
    const expected = oracle.functions
      .filter(({ physfn }) => physfn === undefined || physfn === null)
      .map((fn) => ({
        bdf: fn.bdf,
        parent: fn.parent,
        kind: fn.pcie?.type ?? null,
        ids: hasOverlay ? null : [fn.vendor, fn.device],
        bars: fn.bars.filter(({ type }) => type === 'mem').map(({ index }) => index),
      }));
    expect(seen).toEqual(expected);
  });
});

describe('a QEMU command line', () => {
  test('is split as a shell splits it, with JSON devices, continued lines and comments', () => {
    const { options } = qemuOptions(
      `qemu-system-x86_64 -M q35,iommu=off \\\n # a comment\n -device '{"driver":"nvme","bus":"rp1"}' -device "edu,addr=0x2.0" -append 'a -device b'`,
    );
    expect(options.map(({ option, kind, line }) => [option, kind, line])).toEqual([
      ['M', 'q35', 1],
      ['device', 'nvme', 3],
      ['device', 'edu', 3],
      ['append', 'a -device b', 3],
    ]);
  });

  test('reports by line what it does not know', () => {
    const result = importFiles([
      {
        name: 'x',
        text: '-device pcie-root-port,id=a\n-device warp-drive\n-device nvme,bus=nowhere',
      },
    ]);
    expect(result.ok && result.value.ignored.map(({ line }) => line)).toEqual([2, 3]);
  });
});

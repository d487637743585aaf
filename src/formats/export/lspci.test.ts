import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { enumerate } from '../../core/machine/enumerate.ts';
import type { Machine } from '../../core/machine/types.ts';
import { PRESETS } from '../../core/scenario/presets/index.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { importFiles } from '../import.ts';
import { exportLspci } from './lspci.ts';

function machineOf(scenario: Scenario): Machine {
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) throw new Error(JSON.stringify(diagnostics));
  return machine;
}

function again(machine: Machine): Machine {
  const result = importFiles([{ name: 'x', text: exportLspci(machine).text }]);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  expect(result.value.ignored).toEqual([]);
  return machineOf(result.value.scenario);
}

/** What a listing holds of a machine. */
function told(machine: Machine) {
  return machine.functions.map((fn) => {
    const link = fn.linkAbove ?? fn.linkBelow;
    const wire = link === null ? null : machine.links[link];
    return {
      bdf: fn.bdf,
      parent: fn.parent,
      isVf: fn.physicalFunction !== null,
      kind: fn.kind,
      ids: [fn.vendorId, fn.deviceId],
      acs: fn.acs && [fn.acs.capability & 0x7f, fn.acs.control & fn.acs.capability & 0x7f],
      bars: fn.bars.map((bar) => [bar.index, bar.is64, bar.prefetchable, bar.window]),
      bridge: fn.bridge,
      sizes: TYPED.has(fn.kind) ? [fn.mps, fn.mrrs] : [],
      decode: [fn.memoryDecode, fn.busMaster],
      link: wire ? [wire.speedGtps, wire.width] : null,
      numaNode: fn.numaNode,
    };
  });
}

const TYPED = new Set<string>(['root-port', 'switch-upstream', 'switch-downstream', 'endpoint']);

describe('a machine written as lspci prints it', () => {
  test.each(PRESETS.map(({ id, scenario }) => [id, scenario] as const))(
    'is read back the same: %s',
    (_id, scenario) => {
      const machine = machineOf(scenario);
      expect(told(again(machine))).toEqual(told(machine));
    },
  );

  const FOLDER = join(SHARED, 'data', 'linux-oracle');
  const FILES = hasShared() ? readdirSync(FOLDER).filter((name) => /-a-.*json$/.test(name)) : [];
  test.skipIf(!hasShared()).each(FILES)('is read back the same: %s', (name) => {
    const { lspci_vvv } = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as {
      lspci_vvv: string;
    };
    const result = importFiles([{ name, text: lspci_vvv }]);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const machine = machineOf(result.value.scenario);
    expect(told(again(machine))).toEqual(told(machine));
  });

  test('says what a listing cannot hold', () => {
    const withTransfers = PRESETS.find(({ scenario }) => scenario.transfers.length > 0);
    const { lost } = exportLspci(machineOf(withTransfers?.scenario ?? PRESETS[0].scenario));
    expect(lost.join()).toContain('transfers');
  });
});

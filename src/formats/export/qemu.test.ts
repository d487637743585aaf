import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { enumerate } from '../../core/machine/enumerate.ts';
import type { Machine, MachineFunction } from '../../core/machine/types.ts';
import { PRESETS } from '../../core/scenario/presets/index.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { importFiles } from '../import.ts';
import { STAND_IN, exportQemu, qemuId } from './qemu.ts';

function machineOf(scenario: Scenario): Machine {
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) throw new Error(JSON.stringify(diagnostics));
  return machine;
}

function read(text: string): Scenario {
  const result = importFiles([{ name: 'x', text }]);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  expect(result.value.ignored).toEqual([]);
  return result.value.scenario;
}

const largestBar = (fn: MachineFunction): number =>
  fn.bars.reduce(
    (high, { space, window }) =>
      space === 'mem' && window !== null
        ? Math.max(high, Number(window.limit - window.base + 1n))
        : high,
    0,
  );

const isChipSet = (fn: MachineFunction): boolean => fn.parent === null && fn.classCode === '0600';

/** What the command line has of its own. */
const isOurs = ({ id }: MachineFunction): boolean =>
  id.startsWith('builtin') || id.startsWith(STAND_IN) || id === 'amd-iommu';

/** The tree by names: what a guest must see the same. */
function tree(machine: Machine) {
  return machine.functions
    .filter((fn) => fn.physicalFunction === null && !isChipSet(fn) && !isOurs(fn))
    .map((fn) => {
      const parent = fn.parent === null ? undefined : machine.functions[fn.parent];
      return {
        id: qemuId(fn.id),
        parent: parent === undefined ? null : qemuId(parent.id),
        at: [fn.bdf.device, fn.bdf.fn],
        kind: fn.bridge === null ? 'device' : fn.kind,
        hasAcs: fn.kind === 'root-port' && fn.acs !== null,
        bar: fn.bridge === null && largestBar(fn) >= 4096 ? largestBar(fn) : null,
      };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe('a machine as a QEMU command line', () => {
  test.each(PRESETS.map(({ id, scenario }) => [id, scenario] as const))(
    'is read back as the same tree with the same large BARs: %s',
    (_id, scenario) => {
      const machine = machineOf(scenario);
      const { text } = exportQemu(machine);
      const again = tree(machineOf(read(text)));
      const own = tree(machine);
      // A device model without a large BAR of its own brings small ones.
      const bars = new Map(own.map(({ id, bar }) => [id, bar]));
      expect(
        again.map((row) => ({ ...row, bar: bars.get(row.id) === null ? null : row.bar })),
      ).toEqual(own);
    },
  );

  test('says what a guest will not see', () => {
    const preset = PRESETS.find(({ scenario }) =>
      scenario.components.some((one) => one.kind === 'switch-downstream' && one.acs !== null),
    );
    const { lost, text } = exportQemu(machineOf(preset?.scenario ?? PRESETS[0].scenario));
    expect(lost.join('\n')).toContain('QEMU has it on root ports only');
    expect(text).toMatch(/^# Not in the guest: /);
  });

  const FOLDER = join(SHARED, 'data', 'linux-oracle');
  const FILES = hasShared() ? readdirSync(FOLDER).filter((name) => /-a-.*json$/.test(name)) : [];
  test.skipIf(!hasShared()).each(FILES)('of a recorded guest keeps its bridges: %s', (name) => {
    const oracle = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as { lspci_vvv: string };
    const machine = machineOf(read(oracle.lspci_vvv));
    const again = machineOf(read(exportQemu(machine).text));
    const bridges = (one: Machine) => tree(one).filter(({ kind }) => kind !== 'device');
    expect(bridges(again)).toEqual(bridges(machine));
  });
});

describe('what QEMU refuses is not written', () => {
  /** Every device of a command line by its bus and address. */
  const places = (text: string) =>
    [...text.matchAll(/-device (?<driver>[\w-]+),(?<properties>\S+)/g)].map(({ groups }) => {
      const { driver = '', properties = '' } = groups ?? {};
      const given = new Map(
        properties.split(',').map((one) => one.split('=', 2) as [string, string]),
      );
      return { driver, id: given.get('id'), bus: given.get('bus'), addr: given.get('addr'), given };
    });

  test.each(PRESETS.map(({ id, scenario }) => [id, scenario] as const))(
    'each device has a place of its own and a function 0: %s',
    (_id, scenario) => {
      const { text } = exportQemu(machineOf(scenario));
      const devices = places(text).filter(({ addr }) => addr !== undefined);
      const taken = devices.map(({ bus, addr }) => `${bus} ${addr}`);
      expect(new Set(taken).size).toBe(taken.length);
      const first = new Set(taken.filter((one) => one.endsWith('.0')));
      for (const one of taken) expect(first).toContain(one.replace(/\.\d$/, '.0'));
      const expanders = devices.filter(({ driver }) => driver === 'pxb-pcie').map(({ id }) => id);
      for (const { driver, bus, given } of devices) {
        if (expanders.includes(bus)) expect(driver).toBe('pcie-root-port');
        // 32 and 64 are refused by QEMU before 9.1.
        expect([undefined, '2_5', '5', '8', '16']).toContain(given.get('x-speed'));
      }
    },
  );

  test('a function of a device whose function 0 is left out gets one that stands in', () => {
    const dual = PRESETS.find(({ id }) => id === 'dual-socket')?.scenario ?? PRESETS[0].scenario;
    const system = { ...dual.system, cpu: 'amd-zen', iommu: 'on' } as const;
    const { text, lost } = exportQemu(machineOf({ ...dual, system }));
    expect(text).toMatch(
      /-device pci-testdev,id=stand-in-rp0,bus=pcie.0,addr=0x1.0,multifunction=on/,
    );
    expect(lost.join('\n')).toContain('another stands in');
    // It takes a place that it chooses: the others have theirs by then.
    expect(text.trimEnd()).toMatch(/-device amd-iommu$/);
  });
});

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../tests/shared.ts';
import { applyEdit } from '../core/scenario/edit.ts';
import { enumerate } from '../core/machine/enumerate.ts';
import { parseScenario } from '../core/scenario/parse.ts';
import { PRESETS } from '../core/scenario/presets/index.ts';
import type { FunctionComponent, Scenario } from '../core/scenario/schema.ts';
import { importFiles } from './import.ts';
import { describeImportProblem } from './problem.ts';
import { isContradiction } from './report.ts';
import { writeScenario } from './scenario-file.ts';

const SHORT = `00:01.0 PCI bridge [0604]: Intel Corporation Device [8086:352a]
\tBus: primary=00, secondary=01, subordinate=01, sec-latency=0
\tCapabilities: <access denied>
01:00.0 3D controller [0302]: NVIDIA Corporation Device [10de:2330]
\tCapabilities: <access denied>
`;
const LONG = `00:01.0 PCI bridge [0604]: Intel Corporation Device [8086:352a]
\tBus: primary=00, secondary=01, subordinate=01, sec-latency=0
\tCapabilities: [40] Express (v2) Root Port (Slot+), IntMsgNum 0
\t\tDevCtl:\tCorrErr- NonFatalErr- FatalErr- UnsupReq-
\t\t\tMaxPayload 512 bytes, MaxReadReq 4096 bytes
\t\tLnkCap:\tPort #1, Speed 32GT/s, Width x16, ASPM L1, Exit Latency L1 <16us
\t\tLnkSta:\tSpeed 16GT/s, Width x8
\tCapabilities: [100 v1] Access Control Services
\t\tACSCap:\tSrcValid+ TransBlk+ ReqRedir+ CmpltRedir+ UpstreamFwd+ EgressCtrl- DirectTrans-
\t\tACSCtl:\tSrcValid+ TransBlk- ReqRedir+ CmpltRedir+ UpstreamFwd+ EgressCtrl- DirectTrans-
01:00.0 3D controller [0302]: NVIDIA Corporation Device [10de:2330]
\tRegion 0: Memory at 90000000 (32-bit, non-prefetchable) [size=16M]
\tCapabilities: [60] Express (v2) Endpoint, IntMsgNum 0
01:00.1 Audio device [0403]: NVIDIA Corporation Device [10de:1aef]
\tRegion 0: Memory at 91000000 (32-bit, non-prefetchable) [size=16K]
\tCapabilities: [60] Express (v2) Endpoint, IntMsgNum 0
`;

function read(text: string): Scenario {
  const imported = importFiles([{ name: 'paste', text }]);
  if (!imported.ok) throw new Error(imported.error.code);
  return imported.value.scenario;
}

function merge(open: Scenario, text: string) {
  const merged = importFiles([{ name: 'paste', text }], { open });
  if (!merged.ok) throw new Error(merged.error.code);
  const { scenario, ignored } = merged.value;
  expect(parseScenario(scenario).ok).toBe(true);
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null)
    throw new Error(JSON.stringify(diagnostics.find((d) => d.severity === 'error')));
  return { scenario, conflicts: ignored.filter(isContradiction) };
}

function fn(scenario: Scenario, id: string): FunctionComponent {
  const found = scenario.components.find((one) => one.id === id);
  if (found === undefined || !('acs' in found)) throw new Error(`no ${id}`);
  return found;
}

describe('merging into the open document', () => {
  test('fills what was assumed, adds what was unknown, and keeps what was drawn', () => {
    const open = read(SHORT);
    const components = open.components.map((one) => ({ ...one, position: { x: 7, y: 9 } }));
    const drawn: Scenario = { ...open, title: 'Mine', components, question: 'Why?' };
    const { scenario, conflicts } = merge(drawn, LONG);
    expect(conflicts).toEqual([]);
    expect([scenario.title, scenario.question]).toEqual(['Mine', 'Why?']);
    const port = fn(scenario, '0000:00:01.0');
    expect(port.acs).toMatchObject({ capability: 0x1f, control: 0x1d });
    expect([port.mps, port.mrrs, port.position]).toEqual([512, 4096, { x: 7, y: 9 }]);
    expect(port.assumed ?? []).not.toContain('acs');
    expect(scenario.links).toMatchObject([{ speedGtps: 16, width: 8, maxWidth: 16 }]);
    expect(fn(scenario, '0000:01:00.1').parent).toBe('0000:01:00.0');
  });

  test('gives the same machine whichever text came first', () => {
    const facts = (scenario: Scenario) =>
      scenario.components
        .map(({ assumed, ...one }) => JSON.stringify([one.id, [...(assumed ?? [])].sort()]))
        .sort();
    const a = merge(read(SHORT), LONG).scenario;
    const b = merge(read(LONG), SHORT).scenario;
    expect(facts(a)).toEqual(facts(b));
  });

  test('an edit of the document is not undone by the text that it came from', () => {
    const open = read(LONG);
    const edited = applyEdit(open, {
      kind: 'patchComponent',
      id: '0000:00:01.0',
      patch: { mps: 256 },
    });
    if (!edited.ok) throw new Error('edit');
    const { scenario, conflicts } = merge(edited.value.scenario, LONG);
    expect(fn(scenario, '0000:00:01.0').mps).toBe(256);
    expect(conflicts).toEqual([
      {
        line: 1,
        text: '0000:00:01.0 mps 256 here, 512 there',
        reason: 'contradicts the open machine, which is kept',
      },
    ]);
  });

  test('where both state something, the record that states more is kept and the other reported', () => {
    const poor = SHORT.replace('10de:2330', '10de:2331');
    const there = merge(read(poor), LONG);
    expect(fn(there.scenario, '0000:01:00.0').deviceId).toBe('2330');
    expect(there.conflicts).toMatchObject([
      {
        text: '0000:01:00.0 deviceId "2330" here, "2331" there',
        reason: expect.stringMatching(/line 11, which says more/),
      },
    ]);
    const back = merge(read(LONG), poor);
    expect(fn(back.scenario, '0000:01:00.0').deviceId).toBe('2330');
    expect(back.conflicts).toMatchObject([
      { line: 4, reason: expect.stringMatching(/the open machine, which is kept/) },
    ]);
  });

  test('IOMMU groups that are pasted later land on the functions', () => {
    const groups = 'IOMMU Group 7:\n\t01:00.0 3D controller [0302]: NVIDIA [10de:2330]\n';
    const { scenario, conflicts } = merge(read(LONG), groups);
    expect(fn(scenario, '0000:01:00.0').iommuGroup).toBe(7);
    expect([scenario.system.iommu, conflicts]).toEqual(['on', []]);
  });

  test('the system of the document is kept, and what the text says otherwise is reported', () => {
    const open = { ...read(LONG), system: { cpu: 'intel', kernel: '7.3', iommu: 'off' } } as const;
    const { scenario, conflicts } = merge(open, `${LONG}IOMMU Group 7:\n\t01:00.0 3D controller\n`);
    expect(scenario.system.iommu).toBe('off');
    expect(conflicts).toMatchObject([{ text: 'system iommu "off" here, "on" there' }]);
  });

  test('a machine that has errors is not merged, in one sentence', () => {
    const open = read(LONG);
    const inside = open.components.map((one) =>
      'acs' in one && one.kind === 'endpoint' ? { ...one, parent: one.id } : one,
    );
    const merged = importFiles([{ name: 'paste', text: LONG }], {
      open: { ...open, components: inside },
    });
    expect(!merged.ok && describeImportProblem(merged.error)).toMatch(/has errors; mend/);
  });

  test('a document among the files is what the others are merged into', () => {
    const document = writeScenario({ ...read(SHORT), title: 'Mine' });
    const merged = importFiles([
      { name: 'long.txt', text: LONG },
      { name: 'mine.json', text: document },
    ]);
    expect(merged.ok && merged.value.scenario).toEqual(merge(JSON.parse(document), LONG).scenario);
  });
});

test.each(PRESETS.map((preset) => [preset.id, preset.scenario] as const))(
  'the example %s merged with itself stays as it is',
  (_id, scenario) => {
    const merged = merge(scenario, writeScenario(scenario));
    expect(merged.conflicts).toEqual([]);
    const machineOf = (one: Scenario) => enumerate(one).machine?.functions;
    expect(machineOf(merged.scenario)).toEqual(machineOf(scenario));
    const { components: _a, links: _b, ...rest } = merged.scenario;
    expect(scenario).toMatchObject(rest);
  },
);

describe.skipIf(!hasShared())('real texts', () => {
  const folder = join(SHARED, 'data/real/lspci-hexdump');
  const machines = readdirSync(folder).flatMap((file) =>
    file.endsWith('.hex') ? [file.slice(0, -'.hex'.length)] : [],
  );
  test.each(machines)('%s: its other texts merge into it without a contradiction', (machine) => {
    const text = (kind: string): string => readFileSync(join(folder, `${machine}.${kind}`), 'utf8');
    let open = read(text('nn.txt'));
    for (const kind of ['vvvnn.txt', 'hex', 'tv.txt']) {
      const merged = merge(open, text(kind));
      expect({ kind, conflicts: merged.conflicts }).toEqual({ kind, conflicts: [] });
      open = merged.scenario;
    }
    const machineOf = (one: Scenario) =>
      enumerate(one).machine?.functions.map(({ id, kind, parent, acs }) => [id, kind, parent, acs]);
    const together = importFiles(
      ['nn.txt', 'vvvnn.txt', 'hex', 'tv.txt'].map((kind) => ({ name: kind, text: text(kind) })),
    );
    expect(together.ok && machineOf(open)).toEqual(
      together.ok && machineOf(together.value.scenario),
    );
  });
});

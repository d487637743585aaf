import { describe, expect, test } from 'vitest';
import { translatorsOf } from '../../core/iommu/translators.ts';
import { enumerate } from '../../core/machine/enumerate.ts';
import type { Machine } from '../../core/machine/types.ts';
import { decodeTlp } from '../../core/pcie/tlp/decode.ts';
import { route } from '../../core/pcie/route.ts';
import { transferRequest } from '../../core/pcie/transfer-request.ts';
import { PRESETS } from '../../core/scenario/presets/index.ts';
import { createRun } from '../../core/sim/create-run.ts';
import type { Run } from '../../core/sim/run.ts';
import { exportLogCsv, exportLogNdjson } from './log.ts';
import { exportPathReport } from './markdown.ts';
import { exportMermaid } from './mermaid.ts';
import { exportPcapng } from './pcapng.ts';
import { exportPerfetto } from './perfetto.ts';

const ALL = PRESETS.map(({ id, scenario }) => {
  const { machine } = enumerate(scenario);
  if (machine === null) throw new Error(id);
  return [id, machine, createRun(machine)] as const;
});

function segments(run: Run): number {
  let count = 0;
  run.visitSegments(0, run.endPs, () => count++);
  return count;
}

/** Reads a capture back the plain way: block by block. */
function blocksOf(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks: { type: number; body: Uint8Array }[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = view.getUint32(at + 4, true);
    expect(view.getUint32(at + length - 4, true)).toBe(length);
    blocks.push({ type: view.getUint32(at, true), body: bytes.subarray(at + 8, at + length - 4) });
    at += length;
  }
  return blocks;
}

describe.each(ALL)('the run of %s', (_id, machine: Machine, run: Run) => {
  test('as CSV and NDJSON has one row for each event', () => {
    const csv = [...exportLogCsv(machine, run)];
    const ndjson = [...exportLogNdjson(machine, run)];
    expect(csv).toHaveLength(run.eventCount + 1);
    expect(ndjson).toHaveLength(run.eventCount);
    if (run.eventCount === 0) return;
    const first = JSON.parse(ndjson[0] ?? '{}') as Record<string, unknown>;
    expect(csv[0]).toBe(`${Object.keys(first).join(',')}\r\n`);
    expect(first['rule']).not.toBe('');
  });

  test('as a Perfetto trace has one slice for each TLP on a link', () => {
    const trace = JSON.parse(exportPerfetto(machine, run)) as {
      traceEvents: { ph: string; ts?: number; dur?: number; tid: number }[];
    };
    const slices = trace.traceEvents.filter(({ ph }) => ph === 'X');
    expect(slices).toHaveLength(segments(run));
    expect(slices.every(({ ts = -1, dur = -1 }) => ts >= 0 && dur > 0)).toBe(true);
  });

  test('as a capture holds TLPs that decode, in order of time, on the links that they took', () => {
    const { bytes, packets, leftOut } = exportPcapng(machine, run);
    expect(packets + leftOut).toBe(segments(run));
    expect(leftOut).toBe(0);
    const blocks = blocksOf(bytes);
    expect(blocks[0]?.type).toBe(0x0a0d0d0a);
    expect(blocks.filter(({ type }) => type === 1)).toHaveLength(2 * machine.links.length);
    let before = 0;
    for (const { type, body } of blocks) {
      if (type !== 6) continue;
      const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
      const time = view.getUint32(4, true) * 2 ** 32 + view.getUint32(8, true);
      expect(time).toBeGreaterThanOrEqual(before);
      before = time;
      const frame = body.subarray(20, 20 + view.getUint32(12, true));
      expect([frame[12], frame[13], frame[23]]).toEqual([8, 0, 17]);
      expect(decodeTlp(frame.subarray(48)).ok).toBe(true);
    }
  });

  test('as a path report names every hop with its rule and source', () => {
    for (const transfer of machine.scenario.transfers) {
      const asked = transferRequest(machine, transfer);
      if (asked === null) continue;
      const found = route({ machine, translators: translatorsOf(machine), ...asked });
      const text = exportPathReport({
        machine,
        ...asked,
        route: found,
        facts: [],
        assumed: ['a|b'],
      });
      for (const hop of [...found.request, ...found.completion]) expect(text).toContain(hop.rule);
      expect(text).toContain(found.outcome);
      expect(text).toContain(String.raw`a\|b`);
      const rows = text
        .split('\n')
        .filter((line) => line.startsWith('| ') && !line.includes('---'));
      // A pipe that is not escaped would add a column.
      for (const row of rows) expect(row.replaceAll(String.raw`\|`, '').split('|')).toHaveLength(8);
    }
  });

  test('as Mermaid has every function and one edge to each', () => {
    const lines = exportMermaid(machine).split('\n');
    expect(lines.filter((line) => /^ {2}(?:f|h)\d+ ---/.test(line))).toHaveLength(
      machine.functions.length,
    );
    expect(lines.filter((line) => /^ {2}f\d+[[{(]/.test(line))).toHaveLength(
      machine.functions.length,
    );
    expect(lines.join('\n').replaceAll(/"[^"\n]*"/g, '')).not.toMatch(/"/);
  });
});

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { answerAcsBoot, answerLinux } from './linux.ts';

interface Recording {
  readonly setpci: string[];
  readonly iommu_groups?: { devices: string[] }[];
  readonly p2pdma?: { pairs: [string, string, number, string, number][] };
  readonly functions: { bdf: string; acs: { cap: string; ctl?: string } | null }[];
}

const FOLDER = join(SHARED, 'data', 'linux-oracle');
const FILES = hasShared() ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];

/** What is an answer, so must not be read. */
const ANSWERS = ['iommu_groups', 'p2pdma', 'kernel_log', 'lspci_tv', 'lspci_vvv'];

function withoutAnswers(recording: Recording, withControls: boolean): unknown {
  const kept = Object.entries(recording).filter(([key]) => !ANSWERS.includes(key));
  const functions = recording.functions.map((fn) => {
    const inputs = Object.entries(fn).filter(
      ([key]) => key !== 'kernel_view' && key !== 'iommu_group',
    );
    const acs = fn.acs === null || withControls ? fn.acs : { cap: fn.acs.cap };
    return { ...Object.fromEntries(inputs), acs };
  });
  return { ...Object.fromEntries(kept), functions };
}

const answerOf = (result: ReturnType<typeof answerLinux>, id: string): unknown =>
  result.ok ? result.value.find((answer) => answer.id === id)?.answer : result.error;

describe.skipIf(!hasShared())('the recorded kernels', () => {
  test.each(FILES)('%s: groups, map types, distances and ACS control words', (name) => {
    const recording = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Recording;
    const groups = (recording.iommu_groups ?? [])
      .map(({ devices }) => devices.toSorted())
      .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
    const pairs = (recording.p2pdma?.pairs ?? [])
      .map(([provider, client, distance, map_type, raw_distance]) => ({
        provider,
        client,
        distance,
        map_type,
        raw_distance,
      }))
      .sort((a, b) => (`${a.provider} ${a.client}` < `${b.provider} ${b.client}` ? -1 : 1));
    const controls = recording.functions
      .filter(({ acs }) => acs !== null)
      .map(({ bdf, acs }) => ({ id: bdf, answer: acs?.ctl }));
    const withControls = answerLinux(withoutAnswers(recording, true));
    expect(answerOf(withControls, 'groups')).toEqual(recording.setpci.length > 0 ? null : groups);
    expect(answerOf(withControls, 'p2pdma')).toEqual(pairs);
    const booted = answerAcsBoot(withoutAnswers(recording, false));
    expect(booted).toEqual({ ok: true, value: controls });
    expect(answerLinux(withoutAnswers(recording, false))).toEqual(withControls);
  });

  test('a file that is no recording is refused with the field', () => {
    expect(answerLinux({ functions: [] })).toEqual({
      ok: false,
      error: expect.stringContaining('kernel'),
    });
  });
});

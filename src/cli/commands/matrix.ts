import { formatBdf } from '../../core/base/bdf.ts';
import { endpointsOf, pairComparer } from '../../core/advise/compare-pairs.ts';
import type { PairComparison } from '../../core/advise/compare-pairs.ts';
import { CLASS_MEANING, PATH_CLASSES } from '../../core/advise/path-class.ts';
import type { Machine } from '../../core/machine/types.ts';
import { json, refused } from '../command.ts';
import type { Command } from '../command.ts';
import { MACHINE_FLAGS, isNamed, readMachine } from '../machine-input.ts';
import { table } from '../table.ts';

const MODES = ['verdict', 'class', 'maptype', 'latency', 'bandwidth'] as const;
type Mode = (typeof MODES)[number];

/** A cell for people and for scripts; null: the pair cannot be asked (no memory BAR). */
type Cell = string | number | null;

function verdictCell({ write, isDirect }: PairComparison): Cell {
  if (write === null) return null;
  if (write.outcome !== 'delivered') return write.outcome;
  return isDirect ? 'direct' : write.verdict;
}

function cellOf(mode: Mode, comparison: PairComparison): Cell {
  switch (mode) {
    case 'verdict':
      return verdictCell(comparison);
    case 'class':
      return comparison.pathClass;
    case 'maptype':
      return comparison.decision.mapType;
    case 'latency': {
      const { latencyPs } = comparison.timing;
      return latencyPs === null ? null : Math.round(latencyPs / 1000);
    }
    case 'bandwidth': {
      const { bytesPerSecond } = comparison.timing;
      return bytesPerSecond === null ? null : Math.round(bytesPerSecond / 1e8) / 10;
    }
  }
}

function legend(mode: Mode): string {
  const lines: Readonly<Record<Mode, readonly string[]>> = {
    class: PATH_CLASSES.map((name) => `  ${name.padEnd(4)} = ${CLASS_MEANING[name]}`),
    maptype: [
      '  BUS_ADDR         = bus address, from switch to peer',
      '  THRU_HOST_BRIDGE = mapped, through the host bridge',
      '  NOT_SUPPORTED    = refused',
    ],
    verdict: [
      '  direct     = a 4 KiB write stays below the root complex',
      '  redirected = an ACS bit sends it to the root complex, and it arrives',
      '  looped     = it arrives through the root complex',
      '  other words say how it ends; - = no memory BAR to write to',
    ],
    latency: ['  ns from issue to delivery of a 64-byte write'],
    bandwidth: ['  GB/s of steady writes on an idle machine'],
  };
  return `\nLegend (row: client, column: provider):\n\n  X    = itself\n${lines[mode].filter((line) => !line.startsWith('  X ')).join('\n')}\n`;
}

/** The matrix for a terminal: functions that no other can reach, for want of a memory BAR, are left out. */
function asText(machine: Machine, mode: Mode, rows: readonly (readonly Cell[])[]): string {
  const endpoints = endpointsOf(machine).filter((fn) => isNamed(machine, fn));
  const isReached = (to: number): boolean =>
    rows.some((row, from) => from !== to && (row[to] ?? null) !== null);
  const shown = endpoints.flatMap((fn, index) =>
    isReached(index) ? [{ index, name: formatBdf(fn.bdf) }] : [],
  );
  const cells = shown.map(({ index: from, name }) => [
    name,
    ...shown.map(({ index: to }) => (from === to ? 'X' : String(rows[from]?.[to] ?? '-'))),
  ]);
  const left = endpoints.length - shown.length;
  const note =
    left === 0
      ? ''
      : `\n${left} of ${endpoints.length} functions have no memory BAR to write to and are left out.\n`;
  return `${table([['', ...shown.map(({ name }) => name)], ...cells])}${note}${legend(mode)}`;
}

/** `matrix FILE`: every pair of endpoints, rows by client, columns by provider, both in BDF order. */
export const MATRIX: Command = {
  usage:
    'matrix FILE... [--mode verdict|class|maptype|latency|bandwidth] [--kernel V] [--cpu C] [--iommu on|off] [--format NAME] [--text]',
  flags: [...MACHINE_FLAGS, 'mode'],
  switches: ['text'],
  positionalsBeforeFiles: 0,
  run: (args, inputs) => {
    const wanted = args.flags.get('mode') ?? 'verdict';
    const mode = MODES.find((name) => name === wanted);
    if (mode === undefined) return refused(`--mode ${wanted}: give one of ${MODES.join(' ')}`);
    const input = readMachine(args, inputs);
    if (!input.ok) return refused(input.error);
    const { machine, linux, assumed } = input.value;
    const endpoints = endpointsOf(machine).filter((fn) => isNamed(machine, fn));
    const { compare } = pairComparer(machine, linux);
    const comparisons = endpoints.map((from) =>
      endpoints.map((to) => compare({ from: from.index, to: to.index })),
    );
    const rows = comparisons.map((row) => row.map((one) => cellOf(mode, one)));
    if (args.switches.has('text')) return { kind: 'done', output: asText(machine, mode, rows) };
    const marked = comparisons.flatMap((row) =>
      row.flatMap(({ pair, disagreements }) => {
        const [from, to] = [machine.functions[pair.from], machine.functions[pair.to]];
        if (disagreements.length === 0 || from === undefined || to === undefined) return [];
        return [{ from: formatBdf(from.bdf), to: formatBdf(to.bdf), disagreements }];
      }),
    );
    return json({
      mode,
      endpoints: endpoints.map((fn) => formatBdf(fn.bdf)),
      rows: rows.map((row, index) => row.map((cell, column) => (column === index ? 'X' : cell))),
      disagreements: marked,
      assumed,
    });
  },
};

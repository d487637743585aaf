import { formatBdf } from '../../core/base/bdf.ts';
import { endpointsOf, pairComparer } from '../../core/advise/compare-pairs.ts';
import type { Disagreement, PairComparison } from '../../core/advise/compare-pairs.ts';
import { CLASS_MEANING, PATH_CLASSES } from '../../core/advise/path-class.ts';
import type { PathClass } from '../../core/advise/path-class.ts';
import { iommuGroups } from '../../core/linux/groups.ts';
import type { MapType } from '../../core/linux/p2pdma.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { RouteOutcome } from '../../core/pcie/types.ts';
import { json, refused } from '../command.ts';
import type { Command } from '../command.ts';
import { MACHINE_FLAGS, isNamed, readMachine } from '../machine-input.ts';
import { table } from '../table.ts';

const MODES = ['verdict', 'told', 'class', 'maptype', 'latency', 'bandwidth'] as const;
type Mode = (typeof MODES)[number];

/** What is advertised of a pair, and what becomes of a write and a read once Linux has mapped the BAR. */
interface Told {
  readonly class: PathClass;
  readonly mapType: MapType;
  /** IOMMU group of client and provider; null: in none. */
  readonly groups: readonly [number | null, number | null];
  readonly write: RouteOutcome | null;
  readonly read: RouteOutcome | null;
  readonly disagreements: readonly Disagreement[];
}

/** A cell for people and for scripts; null: the pair cannot be asked (no memory BAR). */
type Cell = string | number | Told | null;

type GroupOf = (index: number) => number | null;

function toldCell(
  { pair, pathClass, decision, mapped, disagreements }: PairComparison,
  of: GroupOf,
) {
  const groups = [of(pair.from), of(pair.to)] as const;
  return { class: pathClass, mapType: decision.mapType, groups, ...mapped, disagreements };
}

function verdictCell({ write, isDirect }: PairComparison): Cell {
  if (write === null) return null;
  if (write.outcome !== 'delivered') return write.outcome;
  return isDirect ? 'direct' : write.verdict;
}

function cellOf(mode: Mode, comparison: PairComparison, groupOf: GroupOf): Cell {
  switch (mode) {
    case 'told':
      return toldCell(comparison, groupOf);
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

/** `PIX BUS_ADDR 3 delivered`, with the letters of what disagrees behind it. */
function cellText(cell: Cell): string {
  if (cell === null) return '-';
  if (typeof cell !== 'object') return String(cell);
  const { groups, write, read, disagreements } = cell;
  const [from, to] = groups.map((group) => group ?? 'none');
  const group = from === to ? `${from}` : `${from}|${to}`;
  const ends = (write === read ? [write] : [write, read]).map((end) => end ?? '-').join('/');
  const marks = disagreements.map((one) => DISAGREEMENTS[one].mark).join('');
  const told = `${cell.class} ${cell.mapType} ${group} ${ends}`;
  return marks === '' ? told : `${told} !${marks}`;
}

const DISAGREEMENTS: Readonly<
  Record<Disagreement, { readonly mark: string; readonly meaning: string }>
> = {
  mappedButLost: { mark: 'L', meaning: 'Linux maps it, the write does not arrive' },
  readsFail: { mark: 'R', meaning: 'writes arrive, reads do not' },
  refusedButWorks: { mark: 'W', meaning: 'Linux refuses it, the hardware would deliver' },
  busAddressButRedirected: {
    mark: 'B',
    meaning: 'Linux uses the bus address, the wires go through the root complex',
  },
  apartButDirect: { mark: 'G', meaning: 'in different IOMMU groups, yet reached directly' },
  busAddressInRealm: { mark: 'C', meaning: 'a bus address in a Realm: nothing checks it' },
};

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
    told: [
      '  class, map type, IOMMU group (client|provider where they differ), end of write/read once mapped',
      ...Object.values(DISAGREEMENTS).map(({ mark, meaning }) => `  !${mark}   = ${meaning}`),
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
    ...shown.map(({ index: to }) => (from === to ? 'X' : cellText(rows[from]?.[to] ?? null))),
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
    'matrix FILE... [--mode verdict|told|class|maptype|latency|bandwidth] [--kernel V] [--cpu C] [--iommu on|off] [--format NAME] [--text]',
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
    const { groupOf } = iommuGroups(linux.tree, linux);
    const rows = comparisons.map((row) =>
      row.map((one) => cellOf(mode, one, (index) => groupOf[index] ?? null)),
    );
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

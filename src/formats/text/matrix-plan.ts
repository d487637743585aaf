import type { FunctionFacts } from '../facts.ts';
import type { Place, Report } from '../report.ts';
import type { PlanHost, PlanNode } from '../topology/plan.ts';
import type { Matrix } from './matrix.ts';

/*
 * A consistent machine for a matrix: PIX groups share a switch, PXB joins switches, PHB a host bridge, NODE a NUMA
 * node, SYS the machine. It is one of many; every address and port in it is invented.
 * @source import-formats.md §6
 */

const LEVELS = ['PIX', 'PXB', 'PHB', 'NODE', 'SYS'] as const;
const SAME_AS: Readonly<Record<string, string>> = { SOC: 'SYS' };

const levelOf = (code: string): number =>
  LEVELS.findIndex((level) => level === (SAME_AS[code] ?? code));

/** Joins whatever is at most `level` apart; returns the group number of each device. */
function groupsAt(codes: Matrix['codes'], level: number, within: readonly number[]): number[] {
  const groups = codes.map((_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (groups[root] !== root) root = groups[root] ?? root;
    groups[i] = root;
    return root;
  };
  for (const [i, row] of codes.entries()) {
    for (const [j, code] of row.entries()) {
      const distance = levelOf(code);
      if (distance >= 0 && distance <= level && i !== j) groups[find(j)] = find(i);
    }
  }
  for (const [i, group] of within.entries()) if (group !== i) groups[find(i)] = find(group);
  return groups.map((_, i) => find(i));
}

function membersOf(groups: readonly number[], devices: readonly number[]): number[][] {
  const byGroup = new Map<number, number[]>();
  for (const device of devices) {
    const group = groups[device] ?? device;
    const members = byGroup.get(group);
    if (members === undefined) byGroup.set(group, [device]);
    else members.push(device);
  }
  return [...byGroup.values()];
}

function reportContradictions(
  matrix: Matrix,
  levels: readonly (readonly number[])[],
  at: (line: number) => Place,
  report: Report,
): void {
  for (const [i, row] of matrix.codes.entries()) {
    for (const [j, code] of row.entries()) {
      if (j <= i) continue;
      const names = `${matrix.names[i] ?? ''} ${matrix.names[j] ?? ''}`;
      const say = (reason: string): void => {
        report.ignored.push({ ...at(matrix.line + i), text: `${names} ${code}`, reason });
      };
      const mirror = matrix.codes[j]?.[i];
      if (mirror !== code) say(`the other direction says ${mirror ?? 'nothing'}`);
      const stated = levelOf(code);
      if (stated < 0) continue;
      const joined = levels.findIndex((groups) => groups[i] === groups[j]);
      if (joined >= 0 && joined < stated) {
        say(`other entries put both within ${LEVELS[joined] ?? ''}: the matrix contradicts itself`);
      }
    }
  }
}

function deviceOf(matrix: Matrix, index: number, place: Place): PlanNode {
  const name = matrix.names[index] ?? '';
  const isGpu = name.startsWith('GPU');
  return {
    kind: 'device',
    place,
    fill: (facts: FunctionFacts) => {
      facts.name = name;
      facts.className = isGpu ? '3D controller' : 'Infiniband controller';
      facts.numaNode = matrix.numaNodes[index] ?? null;
    },
  };
}

/**
 * Builds the hypothesis for one matrix and reports contradictions in it.
 *
 * @returns host bridges with what hangs on their root ports.
 */
export function planMatrix(
  matrix: Matrix,
  at: (line: number) => Place,
  report: Report,
): PlanHost[] {
  const levels: number[][] = [];
  let within = matrix.codes.map((_, i) => i);
  for (const level of LEVELS.keys()) {
    within = groupsAt(matrix.codes, level, within);
    levels.push(within);
  }
  reportContradictions(matrix, levels, at, report);
  const place = (index: number): Place => at(matrix.line + index);
  const device = (index: number): PlanNode => deviceOf(matrix, index, place(index));
  const [pix = [], pxb = [], phb = []] = levels;
  const all = matrix.codes.map((_, i) => i);
  const switchOf = (members: readonly number[]): PlanNode => {
    const [only] = members;
    if (only !== undefined && members.length === 1) return device(only);
    return { kind: 'switch', place: place(only ?? 0), children: members.map(device) };
  };
  return membersOf(phb, all).map((hostMembers): PlanHost => {
    const nodes = new Set(
      hostMembers.map((i) => matrix.numaNodes[i]).filter((node) => node !== null),
    );
    const ports = membersOf(pxb, hostMembers).map((portMembers): PlanNode => {
      const switches = membersOf(pix, portMembers);
      const [only] = switches;
      if (only !== undefined && switches.length === 1) return switchOf(only);
      const first = portMembers[0] ?? 0;
      return { kind: 'switch', place: place(first), children: switches.map(switchOf) };
    });
    return { numaNode: nodes.size === 1 ? ([...nodes][0] ?? null) : null, ports };
  });
}

/** Says what the matrix states, row by row. */
export function reportMatrix(matrix: Matrix, at: (line: number) => Place, report: Report): void {
  for (const [i, row] of matrix.codes.entries()) {
    const pairs = row
      .map((code, j) => `${matrix.names[j] ?? ''} ${code}`)
      .filter((_, j) => j !== i);
    report.read.push({
      ...at(matrix.line + i),
      fact: `${matrix.names[i] ?? ''}: ${pairs.join(', ')}`,
    });
  }
}

import type { Line } from '../lines.ts';

/*
 * The matrix of `nvidia-smi topo -m` (and `-mp`, `-p2p`), with the damage of import-formats.md §6: lost tabs, fused
 * header, missing legend. The square of codes is the anchor: a row is a device name and its codes, one of them X.
 */

const NAME = /^(?:GPU|NIC|mlx\d_|bnxt_re|rocep|irdma|hfi1_|efa_|cxi|roce|ib)[\w.-]{0,24}/;
const CODE = /^(?:X|SYS|SOC|NODE|PHB|PXB|PIX|NV\d{1,3}|XGMI|PCIE|OK|CNS|GNS|TNS|NS|DR|U|N\/A)$/;

export interface Matrix {
  /** Line of the first row. */
  readonly line: number;
  readonly names: readonly string[];
  /** `codes[row][column]`, square. */
  readonly codes: readonly (readonly string[])[];
  /** NUMA node of each device where the matrix has that column and the cell says it. */
  readonly numaNodes: readonly (number | null)[];
  readonly isP2p: boolean;
}

interface Row {
  readonly line: Line;
  readonly name: string;
  readonly cells: readonly string[];
}

function rowOf(line: Line): Row | null {
  const text = line.text.trim();
  // Hardly any line of the other listings begins so: only those that do are split.
  if (!NAME.test(text)) return null;
  const cells = text.split(/\s+/, 400);
  const name = cells[0] ?? '';
  if (cells.length < 2) return null;
  return CODE.test(cells[1] ?? '') ? { line, name, cells: cells.slice(1) } : null;
}

/** The index after the square: `0-31  0  N/A` are CPU affinity, NUMA affinity, GPU NUMA ID. */
function numaNodeOf(row: Row, size: number, hasColumn: boolean): number | null {
  const after = row.cells.slice(size);
  const node = hasColumn ? after[1] : undefined;
  return node !== undefined && /^\d{1,4}$/.test(node) ? Number(node) : null;
}

const LEGEND_START = /^\s*(?:Legend|NIC Legend)\s*:/;
const LEGEND_ROW =
  /^\s*(?:X|SYS|SOC|NODE|PHB|PXB|PIX|NV#|OK|CNS|GNS|TNS|NS|U|DR)\s*=|^\s*NIC\d+\s*:\s*\S+\s*$/;

/**
 * Takes matrices out of a text, with their header and legend lines.
 *
 * @returns every matrix whose rows form a square, and the lines that belong to none.
 */
export function takeMatrices(lines: readonly Line[]): {
  readonly matrices: Matrix[];
  readonly rest: Line[];
  readonly broken: Line | null;
} {
  const matrices: Matrix[] = [];
  const rest: Line[] = [];
  let broken: Line | null = null;
  let rows: Row[] = [];
  let header = '';
  const close = (): void => {
    const first = rows[0];
    if (first === undefined) return;
    const size = rows.length;
    const isSquare = rows.every((row) => row.cells.length >= size);
    const onDiagonal = rows.every((row, i) => row.cells[i] === 'X');
    if (isSquare && onDiagonal) {
      const hasNuma = /NUMA Affinity/i.test(header);
      matrices.push({
        line: first.line.number,
        names: rows.map(({ name }) => name),
        codes: rows.map(({ cells }) => cells.slice(0, size)),
        numaNodes: rows.map((row) => numaNodeOf(row, size, hasNuma)),
        isP2p: rows.some(({ cells }) =>
          /^(?:OK|CNS|GNS|TNS|NS)$/.test(cells.find((c) => c !== 'X') ?? ''),
        ),
      });
    } else broken = broken ?? first.line;
    rows = [];
  };
  for (const line of lines) {
    const row = rowOf(line);
    if (row !== null) {
      rows.push(row);
      continue;
    }
    const isHeader = /^\s*(?:GPU\d+\s*){1,}/.test(line.text) || /CPU Affinity/.test(line.text);
    if (line.text.trim() !== '') close();
    if (isHeader) header = line.text;
    else if (!LEGEND_START.test(line.text) && !LEGEND_ROW.test(line.text)) rest.push(line);
  }
  close();
  return { matrices, rest, broken };
}

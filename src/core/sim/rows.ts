import {
  linkPropagation,
  rowBytes,
  rowCame,
  rowCut,
  rowFlow,
  rowHold,
  rowLink,
  rowSerial,
  rowWalks,
} from './tables.ts';

/** What reading a trace needs of the engine's tables, copied: the next program overwrites them. */
export interface RunRows {
  readonly link: Int32Array;
  readonly flow: Int32Array;
  readonly bytes: Int32Array;
  /** Place in the path of its flow; 1 in `first` where that is 0. */
  readonly place: Int32Array;
  readonly first: Uint8Array;
  readonly serialPs: Float64Array;
  /** The part of `serialPs` that is for carrying the TLP again: it starts once more so much later. */
  readonly holdPs: Float64Array;
  /** 1: an IOMMU behind the link looks the TLP up. */
  readonly walks: Uint8Array;
  /** From start until the far component has what it decides by, ps: all of the TLP, or its head. */
  readonly headPs: Float64Array;
  /** From start until the last byte has arrived, ps. */
  readonly tailPs: Float64Array;
}

/** Copies the first `rows` rows of the loaded program. */
export function copyRows(rows: number): RunRows {
  const place = new Int32Array(rows);
  const first = new Uint8Array(rows);
  const tailPs = new Float64Array(rows);
  const headPs = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    first[row] = (rowCame[row] ?? -1) < 0 ? 1 : 0;
    place[row] = first[row] === 1 ? 0 : (place[row - 1] ?? 0) + 1;
    const wirePs = linkPropagation[rowLink[row] ?? 0] ?? 0;
    tailPs[row] = (rowSerial[row] ?? 0) - (rowHold[row] ?? 0) + wirePs;
    headPs[row] = rowCut[row] === 1 ? wirePs : (tailPs[row] ?? 0);
  }
  return {
    link: rowLink.slice(0, rows),
    flow: rowFlow.slice(0, rows),
    bytes: rowBytes.slice(0, rows),
    serialPs: rowSerial.slice(0, rows),
    holdPs: rowHold.slice(0, rows),
    walks: rowWalks.slice(0, rows),
    place,
    first,
    headPs,
    tailPs,
  };
}

/** A typed array of the engine's state and how much of it the loaded program uses. */
export interface StatePart {
  readonly array: Float64Array | Int32Array | Uint8Array;
  readonly length: number;
}

/** States of whole arrays, all of one used length. */
export function parts(length: number, ...arrays: StatePart['array'][]): StatePart[] {
  return arrays.map((array) => ({ array, length }));
}

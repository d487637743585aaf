import { readNumber } from '../fields.ts';
import { stage2Type } from './attributes.ts';
import type { Attributes } from './attributes.ts';
import { STE } from './layout.ts';
import type { Leaf, Pas, Permissions } from './types.ts';

/*
 * What a walk of one stage ends with, and what that allows.
 */

export interface Stage2Leaf extends Leaf {
  readonly memAttr: number;
  readonly sh: number;
  readonly ap: number;
  readonly xn: number;
  readonly pas: Pas;
}

export interface Stage1Leaf extends Leaf {
  readonly attributes: Attributes;
  readonly isReadOnly: boolean;
  readonly isUnprivileged: boolean;
  readonly uxn: boolean;
  readonly pxn: boolean;
  readonly isGlobal: boolean;
}

/** What a stage-2 leaf allows. XN: 0 all, 1 unprivileged only, 2 none, 3 privileged only. */
export function stage2Permissions(leaf: Stage2Leaf, privileged: boolean): Permissions {
  const read = (leaf.ap & 1) !== 0;
  const isExecutable = leaf.xn === 0 || leaf.xn === (privileged ? 3 : 1);
  return { read, write: (leaf.ap & 2) !== 0, execute: read && isExecutable };
}

/** What a stage-1 leaf allows this kind of access. @source Arm DDI 0487 D8.4 */
export function stage1Permissions(leaf: Stage1Leaf, privileged: boolean): Permissions {
  const read = privileged || leaf.isUnprivileged;
  const write = read && !leaf.isReadOnly;
  // Memory that unprivileged code may write is never executable for privileged code.
  const isPxn = leaf.pxn || (leaf.isUnprivileged && !leaf.isReadOnly);
  return { read, write, execute: read && !(privileged ? isPxn : leaf.uxn) };
}

/** Whether stage 2 makes this Device memory. */
export function isStage2Device(ste: readonly bigint[], memAttr: number): boolean {
  return readNumber(ste, STE.S2FWB) === 1
    ? memAttr >> 2 === 0
    : stage2Type(memAttr).kind === 'device';
}

/** The address behind a leaf: its base and the input's low bits. */
export function outputOf(leaf: Leaf, input: bigint): bigint {
  return leaf.base | (input & (BigInt(leaf.sizeBytes) - 1n));
}

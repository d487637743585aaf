import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { readNumber } from '../fields.ts';
import type { Context, SmmuCache } from './cache.ts';
import { cdProblem, fetchCd, selectSubstream } from './configuration.ts';
import { configurationFault, isStageEvent } from './events.ts';
import type { Fault } from './events.ts';
import { CD, STE } from './layout.ts';
import { outputOf, stage1Permissions, stage2Permissions } from './leaf.ts';
import type { Stage1Leaf, Stage2Leaf } from './leaf.ts';
import type { Leaf, Permissions, SmmuTransaction } from './types.ts';
import { stage1Input, tagOf, walkStage1, walkStage2 } from './walk.ts';
import type { Walk } from './walk.ts';

/*
 * Steps 5 to 9 of the architecture's algorithm: from a legal stream table entry to the final address.
 */

/** What both stages found for one input address. */
export interface Found {
  readonly ste: readonly bigint[];
  readonly s1: Stage1Leaf | null;
  readonly s2: Stage2Leaf | null;
  /** Input of stage 2, where stage 1 ran too. */
  readonly ipa: bigint;
  readonly pa: bigint;
  readonly permissions: Permissions;
}

/** A fault, and whether the configuration lets it reach the event queue. */
export interface Failure {
  readonly fault: Fault;
  readonly isRecorded: boolean;
}

/** What a transaction that nothing checks may do. */
export const EVERYTHING: Permissions = { read: true, write: true, execute: true };

function failure(fault: Fault, isRecorded = true): Result<never, Failure> {
  return err({ fault, isRecorded });
}

/** Whether a transaction may do what it wants; an instruction fetch is never a write. */
function isPermitted(permissions: Permissions, txn: SmmuTransaction): boolean {
  if (txn.write) return permissions.write;
  return txn.instruction ? permissions.execute : permissions.read;
}

/** Stage faults are recorded only where CD.R (stage 1) or STE.S2R (stage 2) says so. */
function stageFailure(
  fault: Fault,
  ste: readonly bigint[],
  cd: readonly bigint[] | null,
): Result<never, Failure> {
  if (!isStageEvent(fault.event)) return failure(fault);
  if (fault.s2) return failure(fault, readNumber(ste, STE.S2R) === 1);
  return failure(fault, cd === null || readNumber(cd, CD.R) === 1);
}

function both(a: Permissions, b: Permissions): Permissions {
  return {
    read: a.read && b.read,
    write: a.write && b.write,
    execute: a.execute && b.execute,
  };
}

/** Step 7: the context descriptor of a substream, present and legal. */
function findCd(
  walk: Walk,
  ste: readonly bigint[],
  at: { readonly sid: number; readonly index: number },
): Result<readonly bigint[], Failure> {
  const cd = fetchCd(walk, ste, at);
  if (!cd.ok) return stageFailure(cd.error, ste, null);
  return cdProblem(cd.value, walk.view.features) === null
    ? cd
    : failure(configurationFault('C_BAD_CD'));
}

/** Whether what was found permits the access; a Translation Request reports it instead. */
function stageRefusal(
  txn: SmmuTransaction,
  stage: { readonly leaf: Leaf; readonly permissions: Permissions; readonly ipa: bigint | null },
): Fault | null {
  if (txn.at === 'translationRequest' || isPermitted(stage.permissions, txn)) return null;
  const fault = configurationFault('F_PERMISSION');
  return { ...fault, level: stage.leaf.level, s2: stage.ipa !== null, ipa: stage.ipa };
}

/** Step 8: the stage-1 walk and its permission check. */
function runStage1(
  walk: Walk,
  context: { readonly ste: readonly bigint[]; readonly cd: readonly bigint[] },
  txn: SmmuTransaction,
): Result<Stage1Leaf, Failure> {
  const { ste, cd } = context;
  const leaf = walkStage1(walk, cd, ste, txn.address);
  if (!leaf.ok) return stageFailure(leaf.error, ste, cd);
  const permissions = stage1Permissions(leaf.value, txn.privileged);
  const refusal = stageRefusal(txn, { leaf: leaf.value, permissions, ipa: null });
  return refusal === null ? leaf : stageFailure(refusal, ste, cd);
}

/** Step 9: the stage-2 walk of the stage-1 output (or of the input) and its permission check. */
export function runStage2(
  walk: Walk,
  ste: readonly bigint[],
  txn: SmmuTransaction,
  ipa: bigint,
): Result<Stage2Leaf, Failure> {
  const leaf = walkStage2(walk, ste, ipa);
  if (!leaf.ok) return stageFailure(leaf.error, ste, null);
  const permissions = stage2Permissions(leaf.value, txn.privileged);
  const refusal = stageRefusal(txn, { leaf: leaf.value, permissions, ipa });
  return refusal === null ? leaf : stageFailure(refusal, ste, null);
}

function permissionsOf(
  { s1, s2 }: { readonly s1: Stage1Leaf | null; readonly s2: Stage2Leaf | null },
  txn: SmmuTransaction,
): Permissions {
  const first = s1 === null ? EVERYTHING : stage1Permissions(s1, txn.privileged);
  return s2 === null ? first : both(first, stage2Permissions(s2, txn.privileged));
}

/** The input address of the first stage, its top byte stripped where the CD says so. */
function inputOf({ cd }: Context, txn: SmmuTransaction): bigint {
  return cd === null ? txn.address : stage1Input(cd, txn.address);
}

/** A translation that the TLB holds, checked for this access; null: there is none. */
export function fromTlb(
  cache: SmmuCache,
  context: Context,
  txn: SmmuTransaction,
): Result<Found, Failure> | null {
  const { ste, cd } = context;
  const input = inputOf(context, txn);
  const entry = cache.translation(context.tag, input);
  if (entry === undefined) return null;
  if (entry === 'conflict') return failure(configurationFault('F_TLB_CONFLICT'));
  const { s1, s2 } = entry;
  const ipa = input + entry.ipaOffset;
  const first = s1 && { leaf: s1, permissions: stage1Permissions(s1, txn.privileged), ipa: null };
  const second = s2 && { leaf: s2, permissions: stage2Permissions(s2, txn.privileged), ipa };
  for (const stage of [first, second]) {
    const refusal = stage === null ? null : stageRefusal(txn, stage);
    if (refusal !== null) return stageFailure(refusal, ste, cd);
  }
  const permissions = permissionsOf({ s1, s2 }, txn);
  return ok({ ste, s1, s2, ipa, pa: input + entry.paOffset, permissions });
}

/** Keeps a translation; it covers what both leaves, contiguous hints included, have in common. */
function keep(walk: Walk, { tag }: Context, input: bigint, found: Found): void {
  const { s1, s2, ipa, pa } = found;
  if (walk.cache === null || (s1 === null && s2 === null)) return;
  const reaches = [s1?.reachBytes, s2?.reachBytes].filter((reach) => reach !== undefined);
  const sizeBytes = Math.min(...reaches);
  walk.cache.keepTranslation({
    tag: s1?.isGlobal === true ? { ...tag, asid: null } : tag,
    start: input & ~(BigInt(sizeBytes) - 1n),
    sizeBytes,
    ipaOffset: ipa - input,
    paOffset: pa - input,
    s1,
    s2,
  });
}

/** Steps 8 and 9 for an address that the TLB does not hold. */
function walkStages(walk: Walk, context: Context, txn: SmmuTransaction): Result<Found, Failure> {
  const { ste, cd } = context;
  const input = inputOf(context, txn);
  let ipa = input;
  let s1: Stage1Leaf | null = null;
  if (cd !== null) {
    const first = runStage1(walk, { ste, cd }, txn);
    if (!first.ok) return first;
    s1 = first.value;
    ipa = outputOf(s1, input);
  }
  let s2: Stage2Leaf | null = null;
  if ((readNumber(ste, STE.Config) & 2) !== 0) {
    const second = runStage2(walk, ste, txn, ipa);
    if (!second.ok) return second;
    s2 = second.value;
  }
  const pa = s2 === null ? ipa : outputOf(s2, ipa);
  const found = { ste, s1, s2, ipa, pa, permissions: permissionsOf({ s1, s2 }, txn) };
  keep(walk, context, input, found);
  return ok(found);
}

/** Steps 5 to 9: from a legal STE to the final address, or the first thing that is wrong. */
export function translateStages(
  walk: Walk,
  ste: readonly bigint[],
  txn: SmmuTransaction,
): Result<Found, Failure> {
  const substream = selectSubstream(ste, txn.ssid);
  if (!substream.ok) return failure(substream.error);
  let context: Context = { ste, cd: null, tag: tagOf(ste, null) };
  if (substream.value === 'skip') {
    if (txn.address >> BigInt(walk.view.features.oas) !== 0n) {
      return failure(configurationFault('F_ADDR_SIZE'));
    }
  } else {
    const cd = findCd(walk, ste, { sid: txn.sid, index: substream.value });
    if (!cd.ok) return cd;
    context = { ste, cd: cd.value, tag: tagOf(ste, cd.value) };
  }
  const { cache } = walk;
  if (cache === null) return walkStages(walk, context, txn);
  cache.keepContext(txn.sid, txn.ssid, context);
  return fromTlb(cache, context, txn) ?? walkStages(walk, context, txn);
}

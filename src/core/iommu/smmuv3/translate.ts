import { err } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { readNumber } from '../fields.ts';
import { combine, effective, shareabilityOf, stage2Type } from './attributes.ts';
import type { Attributes } from './attributes.ts';
import type { SmmuCache } from './cache.ts';
import { fetchSte, steProblem } from './configuration.ts';
import { configurationFault, isStageEvent } from './events.ts';
import type { Fault } from './events.ts';
import { CONFIG, STE } from './layout.ts';
import { outputOf, stage2Permissions } from './leaf.ts';
import { EVERYTHING, fromTlb, runStage2, translateStages } from './stages.ts';
import type { Found } from './stages.ts';
import type { Leaf, Pas, SmmuAnswer, SmmuOutcome, SmmuTransaction, SmmuView } from './types.ts';
import type { Walk } from './walk.ts';

/** Privilege and kind of access after STE.PRIVCFG and INSTCFG: 2 forces one way, 3 the other. */
function overridden(ste: readonly bigint[], txn: SmmuTransaction): SmmuTransaction {
  const privilege = readNumber(ste, STE.PRIVCFG);
  const kind = readNumber(ste, STE.INSTCFG);
  return {
    ...txn,
    privileged: privilege < 2 ? txn.privileged : privilege === 3,
    instruction: kind < 2 ? txn.instruction : kind === 3,
  };
}

/** Incoming attributes after STE.MTCFG and SHCFG, where the implementation has the override. */
function incomingOf(view: SmmuView, ste: readonly bigint[], txn: SmmuTransaction): Attributes {
  if (!view.features.attributeOverride) return txn.incoming;
  const isTyped = readNumber(ste, STE.MTCFG) === 1;
  const shcfg = readNumber(ste, STE.SHCFG);
  return {
    type: isTyped ? stage2Type(readNumber(ste, STE.MemAttr)) : txn.incoming.type,
    sh: shcfg === 1 ? txn.incoming.sh : shareabilityOf(shcfg),
  };
}

/** Space of the output: Non-secure streams reach Non-secure memory only. @source Arm IHI 0070 §3.10 */
function outputPas(view: SmmuView, found: Pick<Found, 'ste' | 's1' | 's2'>): Pas {
  if (view.security === 'NS') return 'NS';
  if (found.s2 !== null) return found.s2.pas;
  if (found.s1 !== null) return 'REALM';
  return readNumber(found.ste, STE.NSCFG) === 3 ? 'NS' : 'REALM';
}

function leafOf(leaf: Leaf | null): Leaf | null {
  if (leaf === null) return null;
  const { level, sizeBytes, reachBytes, base } = leaf;
  return { level, sizeBytes, reachBytes, base };
}

function aborted(fault: Fault, isRecorded: boolean): SmmuOutcome {
  return { kind: 'aborted', fault, isRecorded, gpf: null, why: 'fault' };
}

/** Steps 10 and 11: attributes, space and the granule check of the output. */
function finish(view: SmmuView, found: Found, incoming: Attributes): SmmuOutcome {
  const pas = outputPas(view, found);
  const { pa, s1, s2, ipa, ste } = found;
  if (!view.memory.isAllowed(pas, pa)) {
    return {
      kind: 'aborted',
      fault: null,
      isRecorded: false,
      gpf: { pa, pas },
      why: 'gpf',
    };
  }
  const first = s1 === null ? incoming : s1.attributes;
  const isForced = readNumber(ste, STE.S2FWB) === 1;
  const attributes = s2 === null ? effective(first) : combine(first, { ...s2, isForced });
  const hasBoth = s1 !== null && s2 !== null;
  return {
    kind: 'ok',
    pa,
    pas,
    attributes,
    ipa: hasBoth ? ipa : null,
    s1: leafOf(s1),
    s2: leafOf(s2),
  };
}

/** What leaves unchanged: SMMU off, or a Translated transaction that nothing checks. */
function passed(view: SmmuView, txn: SmmuTransaction, ste: readonly bigint[]): SmmuOutcome {
  const found = { ste, s1: null, s2: null, ipa: txn.address, pa: txn.address };
  return finish(view, { ...found, permissions: EVERYTHING }, txn.incoming);
}

/** Where events of ATS traffic go: only with CR2.REC_CFG_ATS=1. */
function isConfigurationRecorded(view: SmmuView, fault: Fault, isAts: boolean): boolean {
  if (fault.event === 'C_BAD_STREAMID' && !view.registers.recordInvalidSid) return false;
  return !isAts || view.registers.recordAtsConfiguration;
}

/** Steps 2 and 3: the STE, present and legal. */
function findSte(walk: Walk, txn: SmmuTransaction): Result<readonly bigint[], Fault> {
  const ste = fetchSte(walk, txn.sid);
  if (!ste.ok) return ste;
  return steProblem(ste.value, walk.view.features) === null
    ? ste
    : err(configurationFault('C_BAD_STE'));
}

/**
 * STE.NSCFG=01 in a Realm stream table entry: the target must lie in the space that {XT,T} insists on.
 *
 * @source Arm IHI 0070 §3.9.4, §5.2; stage and class of the event are unverified
 */
function isOtherSpace(view: SmmuView, found: Found, { requiredPas }: SmmuTransaction): boolean {
  if (requiredPas === undefined || view.security !== 'REALM') return false;
  return readNumber(found.ste, STE.NSCFG) === 1 && outputPas(view, found) !== requiredPas;
}

/** A hit: configuration and translation are both remembered, and nothing is read. */
function hit({ view, cache }: Walk, txn: SmmuTransaction): SmmuOutcome | null {
  const context = cache?.context(txn.sid, txn.ssid);
  if (cache === null || context === undefined) return null;
  const { ste } = context;
  const found = fromTlb(cache, context, overridden(ste, txn));
  if (found === null) return null;
  if (!found.ok) return aborted(found.error.fault, found.error.isRecorded);
  return finish(view, found.value, incomingOf(view, ste, txn));
}

function untranslated(walk: Walk, txn: SmmuTransaction): SmmuOutcome {
  const { view } = walk;
  const remembered = hit(walk, txn);
  if (remembered !== null) return remembered;
  const ste = findSte(walk, txn);
  if (!ste.ok) return aborted(ste.error, isConfigurationRecorded(view, ste.error, false));
  if ((readNumber(ste.value, STE.Config) & 4) === 0) return silent('config');
  const found = translateStages(walk, ste.value, overridden(ste.value, txn));
  if (!found.ok) return aborted(found.error.fault, found.error.isRecorded);
  if (isOtherSpace(view, found.value, txn)) {
    return aborted(configurationFault('F_PERMISSION'), true);
  }
  return finish(view, found.value, incomingOf(view, ste.value, txn));
}

function silent(why: 'gbpa' | 'config'): SmmuOutcome {
  return { kind: 'aborted', fault: null, isRecorded: false, gpf: null, why };
}

function atsRefusal(status: 'UR' | 'CA', fault: Fault | null, isRecorded: boolean): SmmuOutcome {
  const nothing = { r: false, w: false, address: null, space: null, sizeBytes: 0 };
  return { kind: 'ats', status, fault, isRecorded, ...nothing };
}

/** ATS is on for a stream: full (1, 3), or split (2) where ATSCHK lets translated traffic be checked. */
function isAtsAllowed(view: SmmuView, ste: readonly bigint[]): boolean {
  const eats = readNumber(ste, STE.EATS);
  if (readNumber(ste, STE.Config) === CONFIG.bypass || eats === 0) return false;
  return eats !== 2 || isAtsChecked(view);
}

/** ATSCHK: a Realm's translated traffic is always checked. */
function isAtsChecked(view: SmmuView): boolean {
  return view.registers.atsCheck || view.security === 'REALM';
}

/**
 * Answers an ATS Translation Request.
 * @source Arm IHI 0070 §3.9.1.2
 */
function answerRequest(walk: Walk, txn: SmmuTransaction): SmmuOutcome {
  const { view } = walk;
  const ste = findSte(walk, txn);
  if (!ste.ok) {
    return atsRefusal('CA', ste.error, isConfigurationRecorded(view, ste.error, true));
  }
  if ((readNumber(ste.value, STE.Config) & 4) === 0) return atsRefusal('UR', null, false);
  if (!isAtsAllowed(view, ste.value)) {
    return atsRefusal('UR', configurationFault('F_BAD_ATS_TREQ'), true);
  }
  const found = translateStages(walk, ste.value, overridden(ste.value, txn));
  if (!found.ok) {
    const { fault } = found.error;
    if (isStageEvent(fault.event)) return atsSuccess(null, txn, false);
    return atsRefusal('CA', fault, isConfigurationRecorded(view, fault, true));
  }
  const pas = outputPas(view, found.value);
  if (!view.memory.isAllowed(pas, found.value.pa)) return atsRefusal('CA', null, false);
  return atsSuccess(found.value, txn, readNumber(ste.value, STE.EATS) === 2);
}

function atsSuccess(found: Found | null, txn: SmmuTransaction, isSplit: boolean): SmmuOutcome {
  const r = found !== null && found.permissions.read;
  const w = found !== null && found.permissions.write && !txn.noWrite;
  const success = { kind: 'ats', status: 'Success', fault: null, isRecorded: false } as const;
  if (found === null || (!r && !w)) {
    return { ...success, r: false, w: false, address: null, space: null, sizeBytes: 0 };
  }
  const sizes = [found.s1?.sizeBytes, isSplit ? undefined : found.s2?.sizeBytes];
  const sizeBytes = Math.min(...sizes.filter((size) => size !== undefined), 2 ** 52);
  return {
    ...success,
    r,
    w,
    address: isSplit ? found.ipa : found.pa,
    space: isSplit ? 'IPA' : 'PA',
    sizeBytes,
  };
}

/**
 * A transaction that claims to be translated already.
 * @source Arm IHI 0070 §3.9.1.3
 */
function translated(walk: Walk, txn: SmmuTransaction): SmmuOutcome {
  const { view } = walk;
  if (!isAtsChecked(view)) return passed(view, txn, []);
  const ste = findSte(walk, txn);
  if (!ste.ok) return aborted(ste.error, isConfigurationRecorded(view, ste.error, true));
  if ((readNumber(ste.value, STE.Config) & 4) === 0) return silent('config');
  const forbidden = aborted(configurationFault('F_TRANSL_FORBIDDEN'), true);
  if (!isAtsAllowed(view, ste.value)) return forbidden;
  const eats = readNumber(ste.value, STE.EATS);
  if (eats === 1) return passed(view, txn, ste.value);
  if (eats === 3) {
    const entry = view.dpt?.(txn.address, readNumber(ste.value, STE.S2VMID)) ?? null;
    return entry === null ? forbidden : passed(view, txn, ste.value);
  }
  const found = runStage2(walk, ste.value, txn, txn.address);
  if (!found.ok) return aborted(found.error.fault, found.error.isRecorded);
  const s2 = found.value;
  const pa = outputOf(s2, txn.address);
  const permissions = stage2Permissions(s2, txn.privileged);
  const result = { ste: ste.value, s1: null, s2, ipa: txn.address, pa, permissions };
  return finish(view, result, txn.incoming);
}

function whileOff(view: SmmuView, txn: SmmuTransaction): SmmuOutcome {
  switch (txn.at) {
    case 'translationRequest':
      return atsRefusal('UR', configurationFault('F_BAD_ATS_TREQ'), true);
    case 'translated':
      return aborted(configurationFault('F_TRANSL_FORBIDDEN'), true);
    case 'untranslated':
      return view.registers.gbpaAbort ? silent('gbpa') : passed(view, txn, []);
  }
}

/**
 * What an SMMUv3 does with one transaction: reads its tables from memory, in order, and translates or
 * says what is wrong. First match wins, as in the architecture's algorithm.
 *
 * @param cache what the SMMU remembers, which this call uses and fills; null: every walk is cold.
 * @returns the outcome and every read that it took, in order; reads that a cache answered are marked.
 * @source Arm IHI 0070 §3.3, §3.4, §3.9, §7.3
 */
export function translate(
  view: SmmuView,
  txn: SmmuTransaction,
  cache: SmmuCache | null = null,
): SmmuAnswer {
  const walk: Walk = { view, steps: [], cache };
  if (!view.registers.smmuEnabled) return { outcome: whileOff(view, txn), steps: [] };
  switch (txn.at) {
    case 'untranslated':
      return { outcome: untranslated(walk, txn), steps: walk.steps };
    case 'translated':
      return { outcome: translated(walk, txn), steps: walk.steps };
    case 'translationRequest':
      return { outcome: answerRequest(walk, txn), steps: walk.steps };
  }
}

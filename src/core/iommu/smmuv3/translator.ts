import { hexGrouped } from '../../base/address.ts';
import type { Machine, MachineHostBridge } from '../../machine/types.ts';
import type {
  AtsAnswer,
  Operand,
  TranslateRequest,
  TranslateResult,
  TranslateStep,
  TranslateTiming,
  TranslationUnit,
  Translator,
} from '../../pcie/types.ts';
import type { RuleId } from '../../rules/catalogue.ts';
import type { Iommu } from '../../scenario/schema.ts';
import { readNumber } from '../fields.ts';
import { cacheSizesOf, costsOf, maskOfReads, timingOf } from '../timing.ts';
import { memoryTypeName } from './attributes.ts';
import { buildSmmu } from './build.ts';
import { describeStep, nameOfStep } from './describe.ts';
import { SmmuCache } from './cache.ts';
import { encodeEvent } from './events.ts';
import { granuleCheckOf } from './granule-check.ts';
import { STE } from './layout.ts';
import { translate } from './translate.ts';
import type { FetchStep, SmmuAnswer, SmmuOutcome, SmmuTransaction, SmmuView } from './types.ts';
import { SmmuUnit } from './unit.ts';

/** The transaction that a request becomes at the SMMU: unprivileged data, snooped. */
export function transactionOf(request: TranslateRequest, noWrite = false): SmmuTransaction {
  const { at } = request;
  return {
    sid: request.requesterId,
    ssid: request.pasid ?? null,
    address: request.address,
    write: request.write,
    privileged: false,
    instruction: false,
    at: at === 'reserved' ? 'untranslated' : at,
    noWrite,
    ...(request.xt === 1 ? { requiredPas: request.t === 1 ? 'REALM' : 'NS' } : {}),
    incoming: { type: { kind: 'normal', outer: 2, inner: 2 }, sh: 'ISH' },
  };
}

/** A read of the walk as every IOMMU reports it. */
export function stepOf(step: FetchStep): TranslateStep {
  return {
    table: nameOfStep(step),
    address: step.address,
    descriptor: step.words[0] ?? 0n,
    meaning: describeStep(step),
    words: step.words,
    input: step.input,
    indexHigh: step.high,
    indexLow: step.low,
    isCached: step.isCached,
    ...(step.level === null ? {} : { level: step.level }),
    ...(step.structure === 'S1' ? { stage: 1 as const } : {}),
    ...(step.structure === 'S2' ? { stage: 2 as const, purpose: step.purpose } : {}),
    ...(step.forLevel === null ? {} : { forLevel: step.forLevel }),
    ...(step.pas === 'REALM' ? { pas: step.pas } : {}),
  };
}

function hexOperand(name: string, value: bigint, isDecided = false): Operand {
  return { name, value: hexGrouped(value), ...(isDecided ? { decided: true } : {}) };
}

function streamOperands(
  view: SmmuView,
  txn: SmmuTransaction,
  steps: readonly FetchStep[],
): Operand[] {
  const ste = steps.find(({ structure }) => structure === 'STE');
  const operands = [
    hexOperand('StreamID', BigInt(txn.sid)),
    { name: 'SEC_SID', value: view.security === 'REALM' ? 'Realm' : 'Non-secure' },
  ];
  if (txn.ssid !== null) operands.push(hexOperand('SubstreamID', BigInt(txn.ssid)));
  if (ste !== undefined) {
    const config = readNumber(ste.words, STE.Config).toString(2).padStart(3, '0');
    operands.push({ name: 'STE.Config', value: config });
  }
  return operands;
}

type Ok = Extract<SmmuOutcome, { kind: 'ok' }>;
type Aborted = Extract<SmmuOutcome, { kind: 'aborted' }>;

function ruleOfSuccess(view: SmmuView, txn: SmmuTransaction, outcome: Ok): RuleId {
  if (!view.registers.smmuEnabled) return 'SMMU-OFF';
  if (txn.at === 'translated') {
    const isChecked = view.registers.atsCheck || view.security === 'REALM';
    return isChecked ? 'SMMU-ATS-CHECKED' : 'SMMU-ATS-UNCHECKED';
  }
  if (outcome.s1 !== null) return outcome.s2 === null ? 'SMMU-S1' : 'SMMU-NESTED';
  return outcome.s2 === null ? 'SMMU-BYPASS' : 'SMMU-S2';
}

function ruleOfAbort({ why, fault }: Aborted): RuleId {
  if (fault !== null) return `SMMU-${fault.event}`;
  if (why === 'gpf') return 'SMMU-GPF';
  return why === 'gbpa' ? 'SMMU-GBPA-ABORT' : 'SMMU-STE-ABORT';
}

function abortOperands(txn: SmmuTransaction, { fault, gpf, isRecorded }: Aborted): Operand[] {
  if (gpf !== null) {
    return [
      hexOperand('PA', gpf.pa, true),
      { name: 'PAS', value: gpf.pas, decided: true },
      { name: 'event', value: 'none (SMMU_ROOT_GPF_FAR)' },
    ];
  }
  const input = hexOperand('input address', txn.address);
  if (fault === null) return [input, { name: 'event', value: 'none' }];
  const operands: Operand[] = [
    input,
    { name: 'event', value: isRecorded ? fault.event : `${fault.event}, not recorded` },
    { name: 'stage', value: fault.s2 ? '2' : '1' },
  ];
  if (fault.ipa !== null) operands.push(hexOperand('IPA', fault.ipa, true));
  if (fault.fetchAddress !== null) operands.push(hexOperand('fetch', fault.fetchAddress, true));
  return operands;
}

/** Reads of a first walk: its caches start empty, and what it has read once it does not read again. */
function readsAtFirst(view: SmmuView, txn: SmmuTransaction): number {
  return translate(view, txn, new SmmuCache()).steps.filter(({ isCached }) => !isCached).length;
}

/** Cost of a walk and reach of the TLB entry that it leaves. */
function timingOfWalk(
  view: SmmuView,
  txn: SmmuTransaction,
  { steps }: SmmuAnswer,
  { s1, s2 }: Ok,
): TranslateTiming {
  const reaches = [s1?.reachBytes, s2?.reachBytes].filter((reach) => reach !== undefined);
  const stages = reaches.length === 2 ? 2 : reaches.length === 1 ? 1 : 0;
  // Only nested walks come by the same table twice.
  const coldReads = stages === 2 ? readsAtFirst(view, txn) : steps.length;
  return timingOf({ coldReads, stages, reachBytes: Math.min(...reaches, 2 ** 52) });
}

function translatedResult(
  view: SmmuView,
  txn: SmmuTransaction,
  answer: SmmuAnswer,
  ok: Ok,
): TranslateResult {
  const { pa, pas, attributes, ipa } = ok;
  const memoryType = memoryTypeName(attributes.type);
  const granule = granuleCheckOf(view, pas, pa);
  const operands = [
    ...streamOperands(view, txn, answer.steps),
    hexOperand('input address', txn.address),
    ...(ipa === null ? [] : [hexOperand('IPA', ipa)]),
    hexOperand('PA', pa, true),
    { name: 'PAS', value: pas },
    { name: 'type', value: `${memoryType} ${attributes.sh}` },
  ];
  return {
    kind: 'translated',
    address: pa,
    pas: pas === 'REALM' ? 'REALM' : 'NS',
    memoryType,
    shareability: attributes.sh,
    mayGather: attributes.type.kind === 'normal',
    timing: timingOfWalk(view, txn, answer, ok),
    rule: ruleOfSuccess(view, txn, ok),
    operands,
    walk: answer.steps.map(stepOf),
    ...(ipa === null ? {} : { ipa }),
    ...(granule === null ? {} : { granule }),
  };
}

function faultResult(
  view: SmmuView,
  txn: SmmuTransaction,
  answer: SmmuAnswer,
  aborted: Aborted,
): TranslateResult {
  const { fault, isRecorded, gpf } = aborted;
  const granule = gpf === null ? null : granuleCheckOf(view, gpf.pas, gpf.pa);
  const isEvent = fault !== null && isRecorded;
  return {
    kind: 'fault',
    event: isEvent ? fault.event : null,
    rule: ruleOfAbort(aborted),
    operands: [...streamOperands(view, txn, answer.steps), ...abortOperands(txn, aborted)],
    walk: answer.steps.map(stepOf),
    completion: 'UR',
    queue: view.security,
    // The descriptor at fault is not kept: every try reads it again.
    timing: timingOf({ coldReads: answer.steps.length, stages: 1, reachBytes: 4096 }),
    ...(isEvent ? { record: encodeEvent(fault, txn) } : {}),
    ...(granule === null ? {} : { granule }),
    ...(fault === null || fault.ipa === null ? {} : { ipa: fault.ipa }),
  };
}

/** The answer to a Translation Request in the terms of PCIe. */
function atsAnswer(view: SmmuView, txn: SmmuTransaction, answer: SmmuAnswer): AtsAnswer {
  const { outcome, steps } = answer;
  const walk = steps.map(stepOf);
  const stream = streamOperands(view, txn, steps);
  if (outcome.kind !== 'ats') {
    const nothing = {
      read: false,
      write: false,
      address: null,
      sizeBytes: 0,
      event: null,
    } as const;
    return { ...nothing, status: 'UR', space: 'PA', rule: 'SMMU-OFF', operands: stream, walk };
  }
  const { fault, isRecorded, status, r, w, address, space, sizeBytes } = outcome;
  return {
    status,
    read: r,
    write: w,
    address,
    sizeBytes,
    space: space ?? 'PA',
    event: fault !== null && isRecorded ? fault.event : null,
    queue: view.security,
    ...(fault !== null && isRecorded ? { record: encodeEvent(fault, txn) } : {}),
    rule: fault === null ? 'SMMU-ATS-ANSWER' : `SMMU-${fault.event}`,
    operands: [
      ...stream,
      hexOperand('input address', txn.address),
      { name: 'status', value: status, decided: true },
      { name: 'R W', value: `${r ? 1 : 0} ${w ? 1 : 0}`, decided: true },
      ...(address === null ? [] : [hexOperand(space ?? 'PA', address)]),
    ],
    walk,
  };
}

/** A Translation Request that is routed as a TLP: its answer in the shape of a translation. */
function requestResult(ats: AtsAnswer): TranslateResult {
  const { rule, operands, walk, status, event } = ats;
  if (status !== 'Success')
    return { kind: 'fault', event, rule, operands, walk, completion: status };
  const address = ats.address ?? 0n;
  return { kind: 'translated', address, pas: 'NS', memoryType: '', rule, operands, walk };
}

/** The SMMU of a host bridge: T=1 goes to its Realm programming interface, T=0 to the Non-secure one. */
export function smmuTranslator(
  machine: Machine,
  bridge: MachineHostBridge,
  iommu: Iommu,
): Translator {
  const { views } = buildSmmu(machine, bridge, iommu);
  const viewOf = ({ t, xt }: TranslateRequest): SmmuView =>
    t === 1 || xt === 1 ? views.REALM : views.NS;
  const answerTranslationRequest = (
    request: TranslateRequest & { readonly noWrite: boolean },
  ): AtsAnswer => {
    const view = viewOf(request);
    const txn = transactionOf({ ...request, at: 'translationRequest' }, request.noWrite);
    return atsAnswer(view, txn, translate(view, txn));
  };
  return {
    translate: (request) => {
      if (request.at === 'translationRequest') {
        return requestResult(answerTranslationRequest({ ...request, noWrite: !request.write }));
      }
      const view = viewOf(request);
      const txn = transactionOf(request);
      const answer = translate(view, txn);
      const { outcome } = answer;
      if (outcome.kind === 'ok') return translatedResult(view, txn, answer, outcome);
      if (outcome.kind === 'aborted') return faultResult(view, txn, answer, outcome);
      return requestResult(atsAnswer(view, txn, answer));
    },
    answerTranslationRequest,
    newUnit: () => unitOf(views, viewOf, iommu),
  };
}

/** Both programming interfaces at work, each with caches of its own. */
function unitOf(
  views: Readonly<Record<'NS' | 'REALM', SmmuView>>,
  viewOf: (request: TranslateRequest) => SmmuView,
  iommu: Iommu,
): TranslationUnit {
  const sizes = cacheSizesOf(iommu);
  const plain = new SmmuUnit(views.NS, { sizes });
  const realm = new SmmuUnit(views.REALM, { sizes });
  return {
    costs: costsOf(iommu),
    look: (request) => {
      const unit = viewOf(request) === views.REALM ? realm : plain;
      const { answer, reads } = unit.translate(transactionOf(request));
      const readMask = maskOfReads(answer.steps, ({ isCached }) => !isCached);
      const { outcome } = answer;
      if (outcome.kind !== 'ok') return { reads, readMask, isKept: false, reachBytes: 0 };
      // A stream without stages leaves nothing in the TLB.
      const reaches = [outcome.s1?.reachBytes ?? 2 ** 52, outcome.s2?.reachBytes ?? 2 ** 52];
      const hasLeaf = outcome.s1 !== null || outcome.s2 !== null;
      return { reads, readMask, isKept: true, reachBytes: hasLeaf ? Math.min(...reaches) : 0 };
    },
    // Asked for every TLP.
    dropped: () => plain.cache.dropped + realm.cache.dropped,
  };
}

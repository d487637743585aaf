import { defined } from '../base/assert.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { enumerate } from '../machine/enumerate.ts';
import type { Machine } from '../machine/types.ts';
import { transferRequest } from '../pcie/transfer-request.ts';
import type { AtsAnswer, Translator } from '../pcie/types.ts';
import type { Scenario } from '../scenario/schema.ts';
import { groundsOf } from './grounds.ts';
import type { Grounds } from './grounds.ts';
import { eventOf, judge } from './judge.ts';
import type { CcaEvent, CcaOutcome } from './judge.ts';
import type { NamedRow } from './named-rows.ts';
import { scenarioOfRow } from './row-scenario.ts';

/** How an ATS Translation Request was answered. */
export type AtsOutcome = 'ATS_UR' | 'ATS_CA' | 'ATS_RW0' | 'ATS_OK';

export interface NamedAnswer {
  readonly outcome: CcaOutcome | AtsOutcome;
  readonly event: CcaEvent | null;
  readonly isGpf: boolean;
  readonly wireT: 0 | 1 | null;
  /** null: no request was routed, a translation was asked for. */
  readonly grounds: Grounds | null;
}

/** The document of a named row. */
export function scenarioOfNamed({ row, patch, title }: NamedRow): Scenario {
  const scenario = { ...scenarioOfRow(row), title };
  return patch === undefined ? scenario : patch(scenario, row);
}

function atsOutcome(answer: AtsAnswer): AtsOutcome {
  if (answer.status !== 'Success') return answer.status === 'UR' ? 'ATS_UR' : 'ATS_CA';
  return answer.read || answer.write ? 'ATS_OK' : 'ATS_RW0';
}

/** Asks the IOMMU of the first host bridge for the translation that the importer's write would need. */
function askTranslation(
  machine: Machine,
  translators: ReadonlyMap<number, Translator>,
): NamedAnswer {
  const transfer = defined(machine.scenario.transfers[0], 'a row has a write');
  const { request } = defined(transferRequest(machine, transfer) ?? undefined, 'it has ends');
  const translator = defined(translators.get(0), 'a row has an SMMU');
  const ask = defined(translator.answerTranslationRequest, 'an SMMU answers ATS');
  const { requesterId, address, t } = request;
  const answer = ask({
    hostBridge: 0,
    requesterId,
    address,
    bytes: 8,
    write: true,
    at: 'translationRequest',
    t,
    noWrite: false,
  });
  return {
    outcome: atsOutcome(answer),
    event: eventOf(answer),
    // A granule fault on the output is the one Completer Abort that leaves no record.
    isGpf: answer.status === 'CA' && answer.event === null,
    wireT: null,
    grounds: null,
  };
}

/**
 * Builds a named row's scenario and runs it.
 *
 * @param connect gives a machine's IOMMUs (core/iommu `translatorsOf`).
 * @returns the answer in the matrix's terms, or one sentence where the scenario is no machine.
 */
export function answerNamed(
  named: NamedRow,
  connect: (machine: Machine) => ReadonlyMap<number, Translator>,
): Result<NamedAnswer, string> {
  const scenario = scenarioOfNamed(named);
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) {
    return err(diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'no machine');
  }
  const translators = connect(machine);
  if (named.isTranslationRequest === true) return ok(askTranslation(machine, translators));
  const transfer = defined(machine.scenario.transfers[0], 'a row has a write');
  const judged = judge(machine, translators, transfer);
  const { outcome, event, isGpf, wireT } = judged;
  const own = groundsOf(judged);
  const grounds: Grounds =
    named.isDerived === true && own.basis === 'stated' ? { ...own, basis: 'derived' } : own;
  return ok({ outcome, event, isGpf, wireT, grounds });
}

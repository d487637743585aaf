import { answerNamed, scenarioOfNamed } from '../../core/cca/answer-named.ts';
import type { NamedAnswer } from '../../core/cca/answer-named.ts';
import { answerRow } from '../../core/cca/answer-row.ts';
import { BASE_ROWS } from '../../core/cca/base-rows.ts';
import type { Grounds } from '../../core/cca/grounds.ts';
import { NAMED_ROWS } from '../../core/cca/named-rows.ts';
import { scenarioOfRow } from '../../core/cca/row-scenario.ts';
import type { CcaRow } from '../../core/cca/row.ts';
import { SITUATIONS } from '../../core/cca/situations.ts';
import type { SituationOutcome } from '../../core/cca/situations.ts';
import { translatorsOf } from '../../core/iommu/translators.ts';
import { REALM_MAPPINGS, realmMappingOutcome } from '../../core/linux/realm-mappings.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { matrixStrings } from '../strings/matrix.ts';

const words = matrixStrings.cca;

export type ListedOutcome =
  NamedAnswer['outcome'] | SituationOutcome | ReturnType<typeof realmMappingOutcome>;

/** What a row of the list comes to; reached by running its scenario or carrying out its calls. */
export interface ListedAnswer {
  readonly outcome: ListedOutcome;
  /** Name of the SMMU event; null: none. */
  readonly event: string | null;
  readonly basis: Grounds['basis'];
  readonly rule: Grounds['rule'] | null;
}

/** A row of the whole matrix, before it is run. */
export interface ListedRow {
  readonly id: string;
  readonly condition: string;
  /** The columns, where the condition is made of them. */
  readonly row: CcaRow | null;
  /** null: no TLP decides, so there is no scene to show. */
  readonly scenario: (() => Scenario) | null;
  readonly run: () => ListedAnswer | null;
}

/** The condition of a row in words, as far as it differs between base rows. */
export function conditionOf({ importer, exporter, placement, mirror, acs }: CcaRow): string {
  return [
    `T=${importer.t}`,
    words.exporterIs(exporter.state),
    words.placements[placement].toLowerCase(),
    mirror ? words.mirrored : words.notMirrored,
    words.acsOptions[acs].toLowerCase(),
  ].join(', ');
}

const base = BASE_ROWS.map(({ id, row }): ListedRow => ({
  id,
  condition: conditionOf(row),
  row,
  scenario: () => scenarioOfRow(row),
  run: () => {
    const answer = answerRow(row, translatorsOf);
    if (!answer.ok) return null;
    const { outcome, event, grounds } = answer.value;
    return { outcome, event: event?.name ?? null, basis: grounds.basis, rule: grounds.rule };
  },
}));

const named = NAMED_ROWS.map((one): ListedRow => ({
  id: one.id,
  condition: one.title,
  row: null,
  scenario: () => scenarioOfNamed(one),
  run: () => {
    const answer = answerNamed(one, translatorsOf);
    if (!answer.ok) return null;
    const { outcome, event, grounds } = answer.value;
    return {
      outcome,
      event: event?.name ?? null,
      basis: grounds?.basis ?? 'stated',
      rule: grounds?.rule ?? null,
    };
  },
}));

const calls = SITUATIONS.map(({ id, title, run }): ListedRow => ({
  id,
  condition: title,
  row: null,
  scenario: null,
  run: () => ({ outcome: run().outcome, event: null, basis: 'stated', rule: null }),
}));

const linux = REALM_MAPPINGS.map((mapping): ListedRow => ({
  id: mapping.id,
  condition: mapping.title,
  row: null,
  scenario: null,
  run: () => ({
    outcome: realmMappingOutcome(mapping),
    event: null,
    // What was posted and not merged is nobody's statement yet.
    basis: mapping.kernel === 'intended' ? 'unverified' : 'stated',
    rule: null,
  }),
}));

/** Every row: the base matrix, then the situations in prose. */
export const LISTED_ROWS: readonly ListedRow[] = [...base, ...named, ...calls, ...linux];

/** Words of a row that a filter looks in. */
export function searchText({ id, condition }: ListedRow, answer: ListedAnswer | null): string {
  const found =
    answer === null
      ? ''
      : `${answer.outcome} ${words.outcomes[answer.outcome]} ${answer.event ?? ''} ${answer.basis} ${answer.rule ?? ''}`;
  return `${id} ${condition} ${found}`.toLowerCase();
}

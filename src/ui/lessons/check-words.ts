import { hexGrouped } from '../../core/base/address.ts';
import { ruleOf } from '../../core/rules/catalogue.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import type { Judged, Parting } from '../../lessons/check.ts';
import type { NamedHop } from '../../lessons/results.ts';
import type { PairCondition, PathCondition, TransferRef } from '../../lessons/schema.ts';
import { strings } from '../strings/lessons.ts';
import { panelStrings } from '../strings/panels.ts';
import { verdictStrings } from '../strings/verdict.ts';

type NameOf = (id: string) => string;

/** Names of components as the open document has them; an id that it has not stands for itself. */
export function namesIn(scenario: Scenario): NameOf {
  return (id) => scenario.components.find((one) => one.id === id)?.name ?? id;
}

function pathWords(of: TransferRef, nameOf: NameOf): string {
  const details = [
    of.op,
    of.at === undefined ? undefined : `AT=${of.at === 'translated' ? '10' : '00'}`,
    of.t === undefined ? undefined : `T=${of.t}`,
    of.leastBytes === undefined ? undefined : `${of.leastBytes} B`,
  ];
  const shown = details.filter((one) => one !== undefined).join(' ');
  return strings.path(nameOf(of.from), nameOf(of.to), shown);
}

function pairWords(condition: PairCondition, nameOf: NameOf): string {
  const [from, to] = [nameOf(condition.from), nameOf(condition.to)];
  switch (condition.kind) {
    case 'mapType':
      return strings.mapType(from, to, condition.is);
    case 'pathClass':
      return strings.pathClass(from, to, condition.is);
    case 'oneGroup':
      return strings.oneGroup(from, to, condition.is);
    default:
      return condition satisfies never;
  }
}

/** One condition of a goal in words. */
export function conditionWords(
  condition: PathCondition | PairCondition,
  of: TransferRef | null,
  nameOf: NameOf,
): string {
  const path = of === null ? '' : pathWords(of, nameOf);
  switch (condition.kind) {
    case 'outcome':
      return strings.outcome(path, panelStrings.outcome[condition.is]);
    case 'rule':
      return strings.rule(
        path,
        ruleOf(condition.rule).title,
        condition.at === undefined ? null : nameOf(condition.at),
      );
    case 'completion':
      return strings.completion(path, condition.is);
    case 'direct':
      return strings.direct(path, condition.is);
    default:
      return pairWords(condition, nameOf);
  }
}

const verdictOf = ({ hop }: NamedHop): string => verdictStrings[hop.verdict];

function hopSentences(parting: Extract<Parting, { kind: 'hop' }>): string[] {
  const { difference, leg } = parting;
  const { before, now } = difference;
  const number = difference.hop + 1;
  const legWord = panelStrings.explain[leg].toLowerCase();
  const goal =
    before === null
      ? strings.parting.goalEnds
      : strings.parting.goalGoes(before.place.name, verdictOf(before));
  if (now === null) return [strings.parting.ends(number, legWord), goal];
  const mine = strings.parting.hop({
    hop: number,
    leg: legWord,
    place: now.place.name,
    verdict: verdictOf(now),
    rule: ruleOf(now.hop.rule).title,
  });
  const isAddress =
    before !== null && before.place.id === now.place.id && before.hop.rule === now.hop.rule;
  if (!isAddress) return [mine, goal];
  const [here, there] = [now, before].map(({ hop }) => hexGrouped(hop.address));
  return [mine, strings.parting.address(here ?? '', there ?? '')];
}

/** Where the document leaves the way to the goal, sentence by sentence. */
export function partingWords(parting: Parting, nameOf: NameOf): readonly string[] {
  switch (parting.kind) {
    case 'noMachine':
      return [strings.parting.noMachine];
    case 'noTransfer':
      return [strings.parting.noTransfer(pathWords(parting.of, nameOf))];
    case 'hop':
      return hopSentences(parting);
    case 'pair': {
      const what = strings.parting.pairBare(pairWords(parting.condition, nameOf));
      if (parting.rule === null) return [what];
      const operands = parting.operands.map(({ name, value }) => `${name}: ${value}`).join(', ');
      return [what, strings.parting.pair(ruleOf(parting.rule).title, operands)];
    }
    case 'condition':
      return [strings.parting.condition(judgedWords(parting.judged, nameOf))];
    default:
      return parting satisfies never;
  }
}

/** A judged condition in words. */
export function judgedWords({ condition, of }: Judged, nameOf: NameOf): string {
  return conditionWords(condition, of, nameOf);
}

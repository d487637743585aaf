import { defined } from '../base/assert.ts';
import { ruleOf } from '../rules/catalogue.ts';
import type { RuleId } from '../rules/catalogue.ts';
import type { Judged } from './judge.ts';

/** What an outcome rests on. */
export interface Grounds {
  /** The rule that ended the request: the last hop's. */
  readonly rule: RuleId;
  /**
   * stated: the rule's source says that such a request ends so. derived: nothing refused it, so it follows from all
   * rules on the way together, and no single source says it. unverified: that rule itself is an assumption.
   */
  readonly basis: 'stated' | 'derived' | 'unverified';
  /** The first rule on the way that is an assumption, e.g. about the interconnect; null: none is. */
  readonly assumed: RuleId | null;
}

const ARRIVED = new Set<Judged['outcome']>(['DELIVERED_T0', 'DELIVERED_T1', 'WRONG_TARGET']);

/** Says what a judged request rests on. */
export function groundsOf({ route, outcome }: Judged): Grounds {
  const { rule } = defined(route.request.at(-1), 'a path has hops');
  const rules = route.request.map((hop) => hop.rule);
  const assumed = rules.find((one) => ruleOf(one).confidence === 'assumption') ?? null;
  if (ruleOf(rule).confidence === 'assumption') return { rule, basis: 'unverified', assumed };
  return { rule, basis: ARRIVED.has(outcome) ? 'derived' : 'stated', assumed };
}

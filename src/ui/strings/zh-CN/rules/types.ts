import type { Rule } from '../../../../core/rules/types.ts';

/** The words of the rules of one file of `src/core/rules`; sources and confidence are not translated. */
export type RuleWordsFor<Rules> = {
  readonly [Id in keyof Rules]?: Pick<Rule, 'title' | 'explanation'>;
};

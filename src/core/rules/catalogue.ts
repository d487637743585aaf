import { ACS_RULES } from './acs.ts';
import { FAULT_RULES } from './faults.ts';
import { HEADER_RULES } from './header.ts';
import { LINUX_RULES } from './linux.ts';
import { ROUTING_RULES } from './routing.ts';
import { SOFTWARE_RULES } from './software.ts';
import { TDISP_RULES } from './tdisp.ts';
import { TRANSLATION_RULES } from './translation.ts';
import type { Rule } from './types.ts';

/** Every rule of the program by its stable id. A new id goes into the file of its area. */
export const RULES = {
  ...ROUTING_RULES,
  ...HEADER_RULES,
  ...FAULT_RULES,
  ...ACS_RULES,
  ...TDISP_RULES,
  ...TRANSLATION_RULES,
  ...LINUX_RULES,
  ...SOFTWARE_RULES,
} as const satisfies Record<string, Rule>;

/** A stable rule id, e.g. `ACS-RR`. */
export type RuleId = keyof typeof RULES;

/** The words about a rule. */
export function ruleOf(id: RuleId): Rule {
  return RULES[id];
}

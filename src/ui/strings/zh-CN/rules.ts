import { ACS } from './rules/acs.ts';
import { HEADERS_AND_FAULTS } from './rules/headers-and-faults.ts';
import { LINUX } from './rules/linux.ts';
import { ROUTING } from './rules/routing.ts';
import { SOFTWARE } from './rules/software.ts';
import { TDISP } from './rules/tdisp.ts';
import { TRANSLATION } from './rules/translation.ts';

/** Titles and explanations of the rules in Simplified Chinese, by rule id. */
export const RULE_WORDS = {
  ...ACS,
  ...HEADERS_AND_FAULTS,
  ...ROUTING,
  ...TDISP,
  ...SOFTWARE,
  ...TRANSLATION,
  ...LINUX,
};

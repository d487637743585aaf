import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { translatorsOf } from '../src/core/iommu/translators.ts';
import { enumerate } from '../src/core/machine/enumerate.ts';
import { route } from '../src/core/pcie/route.ts';
import { transferRequest } from '../src/core/pcie/transfer-request.ts';
import { RULES } from '../src/core/rules/catalogue.ts';
import type { Rule } from '../src/core/rules/types.ts';
import { PRESETS } from '../src/core/scenario/presets/index.ts';

/*
 * docs/rules.md is written from the catalogue and from what the examples do, so it cannot say anything else.
 * `UPDATE_DOCS=1 npx vitest run tests/rules-page.test.ts` writes it anew.
 */

const PAGE = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'rules.md');

/** Titles of the examples in which each rule decides a hop. */
function seenIn(): Map<string, string[]> {
  const seen = new Map<string, string[]>();
  for (const { title, scenario } of PRESETS) {
    const { machine } = enumerate(scenario);
    if (machine === null) continue;
    const translators = translatorsOf(machine);
    const rules = new Set<string>();
    for (const transfer of scenario.transfers) {
      const asked = transferRequest(machine, transfer);
      if (asked === null) continue;
      const found = route({ machine, translators, ...asked });
      for (const { rule } of [...found.request, ...found.completion]) rules.add(rule);
    }
    for (const rule of rules) seen.set(rule, [...(seen.get(rule) ?? []), title]);
  }
  return seen;
}

function page(): string {
  const seen = seenIn();
  const catalogue: Readonly<Record<string, Rule>> = RULES;
  const entries = Object.keys(catalogue)
    .toSorted()
    .map((id) => {
      const rule = catalogue[id];
      if (rule === undefined) return '';
      const examples = seen.get(id) ?? [];
      const where =
        examples.length === 0
          ? ''
          : `\n\nSeen in the example ${examples.map((title) => `“${title}”`).join(', ')}.`;
      return `## ${id}\n\n**${rule.title}**\n\n${rule.explanation}${where}\n\nSource: ${rule.cites}. Confidence: ${rule.confidence}.\n`;
    });
  return `# Rules\n\nEvery hop that the playground shows names one of these rules. “Assumption” covers all that is unverified, posted on a\nlist but not merged, or simplified.\n\n${entries.join('\n')}`;
}

test('docs/rules.md says what the catalogue says', () => {
  const text = page();
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, text);
  expect(readFileSync(PAGE, 'utf8')).toBe(text);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { rulesSeenIn } from '../src/core/advise/rule-examples.ts';
import { RULES } from '../src/core/rules/catalogue.ts';
import type { Rule } from '../src/core/rules/types.ts';
import { PRESETS } from '../src/core/scenario/presets/index.ts';
import { fileFormatPage } from './file-format-page.ts';
import { shortcutsPage } from './shortcuts-page.ts';

/*
 * Pages of docs/ that are written from the program, so that they cannot say anything else: the rules from the catalogue
 * and from what the examples do, the commands from their registry, the file format from its schema.
 * `UPDATE_DOCS=1 npx vitest run tests/rules-page.test.ts` writes them anew.
 */

/** So many examples are named; a common rule is in nearly all. */
const MOST_EXAMPLES = 3;

const DOCS = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs');

/** The examples in which each rule decides a hop: title, and the fragment that opens it there. */
function seenIn(): Map<string, string[]> {
  const seen = new Map<string, string[]>();
  for (const { id, title, scenario } of PRESETS) {
    for (const rule of rulesSeenIn(scenario)) {
      const link = `“${title}” (\`#example=${id}&rule=${rule}\`)`;
      seen.set(rule, [...(seen.get(rule) ?? []), link]);
    }
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
          : `\n\nSeen in the example ${examples.slice(0, MOST_EXAMPLES).join(', ')}.`;
      return `## ${id}\n\n**${rule.title}**\n\n${rule.explanation}${where}\n\nSource: ${rule.cites}. Confidence: ${rule.confidence}.\n`;
    });
  return `# Rules\n\nEvery hop that the playground shows names one of these rules. “Assumption” covers all that is unverified, posted on a\nlist but not merged, or simplified. What stands in parentheses opens an example at that rule: put it at the end of the\nplayground’s address.\n\n${entries.join('\n')}`;
}

test.each([
  ['rules.md', page],
  ['shortcuts.md', shortcutsPage],
  ['file-format.md', fileFormatPage],
])('docs/%s says what the program says', (name, write) => {
  const path = join(DOCS, name);
  const text = write();
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, text);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

import { ruleOf } from '../../core/rules/catalogue.ts';
import type { Rule } from '../../core/rules/types.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { Hop, Operand } from '../../core/pcie/types.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import { verdictStrings } from '../strings/verdict.ts';
import { hopsOf } from '../../core/pcie/hops-of.ts';
import { placeLabel } from '../words/place-label.ts';
import type { PlaceLabel } from '../words/place-label.ts';

/** One hop as the panel shows it: where, what, and the words of its rule. */
export interface ExplainedHop {
  /** From 1, as the badge on the canvas counts. */
  readonly number: number;
  readonly hop: Hop;
  readonly place: PlaceLabel;
  readonly rule: Rule;
}

/** Every hop of a flow's leg with its place and rule; words come from the catalogue alone. */
export function explainFlow(machine: Machine, info: FlowInfo): ExplainedHop[] {
  return hopsOf(info).map((hop, i) => ({
    number: i + 1,
    hop,
    place: placeLabel(machine, hop.place),
    rule: ruleOf(hop.rule),
  }));
}

const operandText = ({ name, value }: Operand): string => `${name}=${value}`;

/** The whole explanation as Markdown, for a mail thread or a review: one numbered item a hop. */
export function explanationMarkdown(
  title: string,
  summary: string,
  hops: readonly ExplainedHop[],
): string {
  const items = hops.map(({ number, hop, place, rule }) => {
    const where = place.address === '' ? place.name : `${place.name} (${place.address})`;
    const because = hop.operands.map(operandText).join(', ');
    const instead = hop.instead
      .map(({ change, leadsTo }) => `${change} → ${verdictStrings[leadsTo]}`)
      .join('; ');
    return [
      `${number}. **${where}**: ${verdictStrings[hop.verdict]}`,
      `   - Rule: \`${hop.rule}\` ${rule.title} [${rule.confidence}]`,
      because === '' ? null : `   - Because: ${because}`,
      instead === '' ? null : `   - Would change: ${instead}`,
      `   - Cites: ${rule.cites}`,
    ]
      .filter((line) => line !== null)
      .join('\n');
  });
  return `### ${title}\n\n${summary}\n\n${items.join('\n')}\n`;
}

import { translatorsOf } from '../iommu/translators.ts';
import { enumerate } from '../machine/enumerate.ts';
import { route } from '../pcie/route.ts';
import { transferRequest } from '../pcie/transfer-request.ts';
import type { RuleId } from '../rules/catalogue.ts';
import type { Scenario } from '../scenario/schema.ts';

/** The rules that decide a hop of any transfer of a document, there or back; none where its machine is refused. */
export function rulesSeenIn(scenario: Scenario): ReadonlySet<RuleId> {
  const rules = new Set<RuleId>();
  const { machine } = enumerate(scenario);
  if (machine === null) return rules;
  const translators = translatorsOf(machine);
  for (const transfer of scenario.transfers) {
    const asked = transferRequest(machine, transfer);
    if (asked === null) continue;
    const found = route({ machine, translators, ...asked });
    for (const { rule } of [...found.request, ...found.completion]) rules.add(rule);
  }
  return rules;
}

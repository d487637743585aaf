import { hex } from '../../core/base/address.ts';
import { formatBdf } from '../../core/base/bdf.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { Hop, RequestTlp, Route } from '../../core/pcie/types.ts';
import { ruleOf } from '../../core/rules/catalogue.ts';
import { placeName } from './places.ts';

/** What a report says beside the route: lines of `name: value`, such as the kernel's map type. */
export interface ReportFact {
  readonly name: string;
  readonly value: string;
}

/** A path query that was answered. */
export interface PathReport {
  readonly machine: Machine;
  readonly requester: number;
  readonly request: RequestTlp;
  readonly route: Route;
  readonly facts: readonly ReportFact[];
  /** What the answer rests on that no input stated. */
  readonly assumed: readonly string[];
}

/** A table cell: what would end the cell or start markup is escaped. */
function cell(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\r\n]+/g, ' ');
}

function hopRow(machine: Machine, hop: Hop, index: number): string {
  const { title, cites, confidence } = ruleOf(hop.rule);
  const compared = hop.operands.map(({ name, value }) => `${name}=${value}`).join(', ');
  const cells = [
    String(index + 1),
    placeName(machine, hop.place),
    hop.action,
    `${hop.rule}: ${title}`,
    compared,
    `${cites} (${confidence})`,
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
}

function legTable(machine: Machine, name: string, hops: readonly Hop[]): string[] {
  if (hops.length === 0) return [];
  return [
    `### ${name}`,
    '',
    '| # | At | Action | Rule | Because | Cites |',
    '| --- | --- | --- | --- | --- | --- |',
    ...hops.map((hop, index) => hopRow(machine, hop, index)),
    '',
  ];
}

/** Writes the answer to a path query for a mail thread or an issue: outcome first, then hop by hop. */
export function exportPathReport(report: PathReport): string {
  const { machine, request, route, facts, assumed } = report;
  const from = machine.functions[report.requester];
  const to = route.request.at(-1);
  const title = `${from === undefined ? 'unknown' : formatBdf(from.bdf)} → ${to === undefined ? '' : placeName(machine, to.place)}`;
  const status = route.completionStatus === null ? '' : `, completion ${route.completionStatus}`;
  return [
    `## ${request.kind} ${title}`,
    '',
    `**${route.outcome}** (${route.verdict}${status})`,
    '',
    `- address ${hex(request.address)}, ${request.bytes} bytes, AT ${request.at}, T=${request.t}`,
    ...facts.map(({ name, value }) => `- ${cell(name)}: ${cell(value)}`),
    '',
    ...legTable(machine, 'Request', route.request),
    ...legTable(machine, 'Completion', route.completion),
    ...(assumed.length === 0
      ? []
      : ['### Assumed', '', ...assumed.slice(0, 40).map((fact) => `- ${cell(fact)}`), '']),
  ].join('\n');
}

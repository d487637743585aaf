import { formatBdf } from '../../core/base/bdf.ts';
import { GOALS } from '../../core/advise/changes.ts';
import type { Cost } from '../../core/advise/cost.ts';
import { describeWhyProblem, why } from '../../core/advise/why.ts';
import type { Fix, PairState, WhyAnswer } from '../../core/advise/why.ts';
import { messageText } from '../../core/linux/p2pdma-messages.ts';
import { ruleOf } from '../../core/rules/catalogue.ts';
import type { Machine } from '../../core/machine/types.ts';
import { json, refused } from '../command.ts';
import type { Command } from '../command.ts';
import { MACHINE_FLAGS, findFunction, readMachine } from '../machine-input.ts';

/** A state as the answer prints it. */
function shownState(
  machine: Machine,
  { decision, route, isDirect, isDelivered, timing }: PairState,
) {
  const last = route?.request.findLast(({ verdict }) => verdict !== 'forwarded');
  return {
    mapType: decision.mapType,
    rule: decision.rule,
    because: decision.reasons.map((rule) => ruleOf(rule).title),
    redirectedBy: decision.redirectedBy.flatMap((index) => {
      const fn = machine.functions[index];
      return fn === undefined ? [] : [formatBdf(fn.bdf)];
    }),
    kernelLog: decision.messages.map(messageText),
    outcome: route?.outcome ?? null,
    path: isDirect ? 'direct' : isDelivered ? 'through the root complex' : null,
    decidedBy: last?.rule ?? null,
    latencyPs: timing.latencyPs,
    bytesPerSecond: timing.bytesPerSecond === null ? null : Math.round(timing.bytesPerSecond),
  };
}

function shownFix(machine: Machine, fix: Fix) {
  return {
    changes: fix.changes.map(({ id, kind, title, setpci, parameters, caveats }) => ({
      id,
      kind,
      title,
      setpci,
      parameters,
      caveats,
    })),
    ...fix.instructions,
    after: shownState(machine, fix.after),
    cost: fix.cost,
  };
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);

/** Bits per port, in the order of the ports. */
function byPort(checks: Cost['checksLost']): [port: string, bits: string][] {
  const ports = new Map<string, string[]>();
  for (const { name, bdf, bit } of checks) {
    const port = `${name} (${bdf})`;
    ports.set(port, [...(ports.get(port) ?? []), bit]);
  }
  return [...ports].map(([port, bits]) => [port, bits.join(' ')]);
}

function costLines(cost: Cost): string[] {
  const groups = (list: readonly (readonly string[])[]): string =>
    list.map((group) => `{${group.join(' ')}}`).join(' and ');
  return [
    ...cost.groupsMerged.map(({ before }) => `groups merge: ${groups(before)}`),
    ...cost.groupsSplit.map(({ after }) => `groups split: ${groups(after)}`),
    ...(cost.groupsLost.length === 0 ? [] : [`no group any more: ${cost.groupsLost.join(' ')}`]),
    ...byPort(cost.checksLost).map(([port, bits]) => `${port} loses ${bits}`),
    ...byPort(cost.checksGained).map(([port, bits]) => `${port} gains ${bits}`),
  ];
}

/** `52.9 GB/s, 410 ns`, or that nothing is delivered. */
function speedText({ timing }: PairState): string {
  const { bytesPerSecond, latencyPs } = timing;
  if (latencyPs === null) return 'nothing delivered';
  const rate = bytesPerSecond === null ? '' : `${(bytesPerSecond / 1e9).toFixed(1)} GB/s, `;
  return `${rate}${Math.round(latencyPs / 1000)} ns`;
}

function asText(machine: Machine, answer: WhyAnswer): string {
  const now = shownState(machine, answer.before);
  const lines = [
    `now: ${now.mapType}, ${now.path ?? now.outcome ?? 'no BAR to reach'}`,
    ...now.because.map((reason) => `  because: ${sentence(reason)}`),
    ...now.kernelLog.map((line) => `  kernel: ${line}`),
  ];
  if (answer.isReached) return `${[...lines, `${answer.goal}: already so`].join('\n')}\n`;
  if (answer.fixes.length === 0)
    lines.push(`${answer.goal}: no set of up to three changes leads there`);
  for (const [number, fix] of answer.fixes.entries()) {
    lines.push('', `${number + 1}. ${fix.changes.map(({ title }) => title).join('; ')}`);
    const { setpci, parameters, caveats } = fix.instructions;
    const keep = setpci.length > 0 ? 'to keep it over a boot:' : 'boot with';
    lines.push(...setpci.map((line) => `   ${line}`));
    lines.push(...parameters.map((parameter) => `   ${keep} ${parameter}`));
    lines.push(...caveats.map((caveat) => `   note: ${caveat}`));
    lines.push(`   then: ${speedText(fix.after)}; now: ${speedText(answer.before)}`);
    lines.push(...costLines(fix.cost).map((line) => `   cost: ${line}`));
  }
  return `${lines.join('\n')}\n`;
}

/** `why FILE`: the fewest changes that give a pair what is wanted, how each is made, and what it costs. */
export const WHY: Command = {
  usage:
    'why FILE... --from BDF --to BDF [--want direct|delivered|isolated|fastest] [--kernel V] [--cpu C] [--iommu on|off] [--format NAME] [--text]',
  flags: [...MACHINE_FLAGS, 'from', 'to', 'want'],
  switches: ['text'],
  positionalsBeforeFiles: 0,
  run: (args, inputs) => {
    const input = readMachine(args, inputs);
    if (!input.ok) return refused(input.error);
    const { machine, scenario, assumed } = input.value;
    const wanted = args.flags.get('want') ?? 'direct';
    const goal = GOALS.find((name) => name === wanted);
    if (goal === undefined) return refused(`--want ${wanted}: give one of ${GOALS.join(' ')}`);
    const fromText = args.flags.get('from');
    const toText = args.flags.get('to');
    if (fromText === undefined || toText === undefined) return refused('give --from and --to');
    const from = findFunction(machine, fromText, '--from');
    if (!from.ok) return refused(from.error);
    const to = findFunction(machine, toText, '--to');
    if (!to.ok) return refused(to.error);
    const answer = why(scenario, { fromId: from.value.id, toId: to.value.id, goal });
    if (!answer.ok) return refused(describeWhyProblem(answer.error));
    if (args.switches.has('text')) {
      return { kind: 'done', output: asText(machine, answer.value) };
    }
    return json({
      from: formatBdf(from.value.bdf),
      to: formatBdf(to.value.bdf),
      want: goal,
      reached: answer.value.isReached,
      now: shownState(machine, answer.value.before),
      fixes: answer.value.fixes.map((fix) => shownFix(machine, fix)),
      examined: answer.value.examined,
      assumed,
    });
  },
};

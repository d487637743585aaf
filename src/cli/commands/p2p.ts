import { formatBdf } from '../../core/base/bdf.ts';
import { planOfPair } from '../../core/advise/probe.ts';
import { messageText } from '../../core/linux/p2pdma-messages.ts';
import { calcMapType, distanceOf, representativeText } from '../../core/linux/p2pdma.ts';
import { planLine } from '../../core/linux/plan-text.ts';
import type { PlanLine } from '../../core/linux/plan-text.ts';
import type { LinuxMachine } from '../../core/linux/machine-tree.ts';
import { refused } from '../command.ts';
import type { Command, Outcome } from '../command.ts';
import { MACHINE_FLAGS, findFunction, isNamed, readMachine } from '../machine-input.ts';
import { table } from '../table.ts';

/** One row of the answer, in the order of its keys. */
interface P2pRow {
  readonly provider: string;
  readonly client: string;
  readonly mapType: string;
  readonly distance: number;
  readonly rawDistance: number | null;
  readonly redirectedBy: readonly string[];
  /** vendor:device of the representative that was looked up; null: none was. */
  readonly hostBridge: string | null;
  readonly rule: string;
  /** What the kernel logs, its lines joined; null: nothing. */
  readonly message: string | null;
  /** Defaults about processor, kernel, IOMMU and ACS bits that the answer rests on. */
  readonly assumed: readonly string[];
  /** One pair asked: what Linux does before a write can start, step by step; null: no memory BAR. */
  readonly plan?: readonly PlanLine[] | null;
}

interface Asked {
  readonly linux: LinuxMachine;
  readonly assumed: readonly string[];
}

function rowOf({ linux, assumed }: Asked, provider: number, client: number): P2pRow {
  const { tree, kernel, cpu } = linux;
  const decision = calcMapType(tree, { kernel, cpu }, provider, client);
  const nameOf = (index: number): string => tree.functions[index]?.name ?? '';
  const bridge = decision.hostBridge === null ? undefined : tree.hostBridges[decision.hostBridge];
  const lines = decision.messages.map(messageText);
  return {
    provider: nameOf(provider),
    client: nameOf(client),
    mapType: decision.mapType,
    distance: distanceOf(decision),
    rawDistance: decision.rawDistance,
    redirectedBy: decision.redirectedBy.map(nameOf),
    hostBridge: bridge?.representative ? representativeText(bridge.representative) : null,
    rule: decision.rule,
    message: lines.length === 0 ? null : lines.join('\n'),
    assumed,
  };
}

function planText(plan: readonly PlanLine[]): string[] {
  const mark = { done: ' ', refused: '!', undone: '<' } as const;
  return plan.map(({ title, detail, tone }) => `${mark[tone]} ${title}  ${detail}`.trimEnd());
}

function answer(rows: readonly P2pRow[], isText: boolean, kind: 'done' | 'no'): Outcome {
  if (!isText) return { kind, output: `${JSON.stringify(rows, null, 2)}\n` };
  const header = ['PROVIDER', 'CLIENT', 'MAP TYPE', 'DIST', 'REDIRECTED BY', 'RULE'];
  const cells = rows.map((row) => [
    row.provider,
    row.client,
    row.mapType,
    String(row.distance),
    row.redirectedBy.join(' ') || '-',
    row.rule,
  ]);
  const [only] = rows.length === 1 ? rows : [];
  const notes = [
    ...(only?.message ? ['', only.message] : []),
    ...(only?.plan ? ['', ...planText(only.plan)] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
  return { kind, output: `${table([header, ...cells])}${notes}` };
}

/** `p2p FILE`: Linux's map type for one ordered pair or for all; exit 1 when one was asked and it is not supported. */
export const P2P: Command = {
  usage:
    'p2p FILE... [--from BDF --to BDF | --all] [--kernel V] [--cpu C] [--iommu on|off] [--format NAME] [--text]',
  flags: [...MACHINE_FLAGS, 'from', 'to'],
  switches: ['all', 'text'],
  positionalsBeforeFiles: 0,
  run: (args, inputs, note) => {
    const input = readMachine(args, inputs);
    if (!input.ok) return refused(input.error);
    const { machine, linux } = input.value;
    for (const fact of input.value.assumed) note(`assumed: ${fact}`);
    const decisive = input.value.assumed.filter((fact) => /^system |\bACS\b/.test(fact));
    const asked = { linux, assumed: decisive };
    const isText = args.switches.has('text');
    const from = args.flags.get('from');
    const to = args.flags.get('to');
    if (from === undefined && to === undefined) {
      const named = machine.functions.filter((fn) => isNamed(machine, fn));
      const byName = named.toSorted((a, b) => (formatBdf(a.bdf) < formatBdf(b.bdf) ? -1 : 1));
      const rows = byName.flatMap((provider) =>
        byName.map((client) => rowOf(asked, provider.index, client.index)),
      );
      return answer(rows, isText, 'done');
    }
    if (from === undefined || to === undefined || args.switches.has('all')) {
      return refused('give --from and --to together, or --all alone');
    }
    const client = findFunction(machine, from, '--from');
    const provider = findFunction(machine, to, '--to');
    if (!client.ok) return refused(client.error);
    if (!provider.ok) return refused(provider.error);
    const row = rowOf(asked, provider.value.index, client.value.index);
    const pair = { from: client.value.index, to: provider.value.index };
    const plan = planOfPair(machine, linux, pair)?.steps.map(planLine) ?? null;
    return answer([{ ...row, plan }], isText, row.mapType === 'NOT_SUPPORTED' ? 'no' : 'done');
  },
};

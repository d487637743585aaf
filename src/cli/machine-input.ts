import { formatBdf, parseBdf, requesterIdOf } from '../core/base/bdf.ts';
import { err, ok } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';
import { assumedSystem } from '../core/linux/assumed-system.ts';
import { findKernel } from '../core/linux/kernels.ts';
import { linuxMachine } from '../core/linux/machine-tree.ts';
import type { LinuxMachine } from '../core/linux/machine-tree.ts';
import { enumerate } from '../core/machine/enumerate.ts';
import type { Machine, MachineFunction } from '../core/machine/types.ts';
import { describeScenarioProblem, parseScenario } from '../core/scenario/parse.ts';
import type { Scenario, System } from '../core/scenario/schema.ts';
import { importFiles } from '../formats/import.ts';
import { describeImportProblem } from '../formats/problem.ts';
import type { Arguments } from './arguments.ts';
import type { Input } from './command.ts';

/*
 * What the commands that ask a machine have in common: the files become a document, the document a machine, and
 * the flags --format, --kernel, --cpu and --iommu replace what the input says.
 */

/** Flags that every command which takes a machine knows. */
export const MACHINE_FLAGS = ['format', 'kernel', 'cpu', 'iommu'] as const;

/** A machine that a command line named. */
export interface MachineInput {
  readonly scenario: Scenario;
  readonly machine: Machine;
  readonly linux: LinuxMachine;
  /** Every default and guess that the answer rests on, one sentence each. */
  readonly assumed: readonly string[];
}

const CPUS = ['amd-zen', 'amd-other', 'intel', 'arm', 'other'] as const;

interface Loaded {
  readonly scenario: Scenario;
  readonly assumed: readonly string[];
}

/** A saved scenario stands in one JSON file; anything else goes to the importers. */
function load(inputs: readonly Input[], format: string | undefined): Result<Loaded, string> {
  const [input] = inputs;
  const isAlone = inputs.length === 1 && input !== undefined;
  if (isAlone && /^\s*\{/.test(input.text) && input.text.includes('"p2pdma-scenario"')) {
    let document: unknown;
    try {
      document = JSON.parse(input.text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'not JSON';
      return err(`${input.name}: ${reason}; give a scenario file`);
    }
    const scenario = parseScenario(document);
    if (!scenario.ok) return err(`${input.name}: ${describeScenarioProblem(scenario.error)}`);
    return ok({ scenario: scenario.value, assumed: [] });
  }
  const imported = importFiles(inputs, format === undefined ? {} : { format });
  if (!imported.ok) return err(describeImportProblem(imported.error));
  const { scenario, assumed } = imported.value;
  // What it says about the system is said by the document itself, field by field.
  const facts = assumed.map(({ fact }) => fact).filter((fact) => !fact.startsWith('system '));
  return ok({ scenario, assumed: facts });
}

/** What --kernel, --cpu and --iommu say; the error names the flag and its values. */
function overridesOf(args: Arguments): Result<Partial<System>, string> {
  const { flags } = args;
  const kernel = flags.get('kernel');
  const row = kernel === undefined ? null : findKernel(kernel);
  if (row !== null && !row.ok) return err(`--kernel: ${row.error}`);
  const cpu = flags.get('cpu');
  const cpuKey = CPUS.find((key) => key === cpu);
  if (cpu !== undefined && cpuKey === undefined) {
    return err(`--cpu ${cpu} is not known; give one of ${CPUS.join(' ')}`);
  }
  const iommu = flags.get('iommu');
  if (iommu !== undefined && iommu !== 'on' && iommu !== 'off') {
    return err(`--iommu ${iommu} is neither on nor off`);
  }
  return ok({
    ...(row === null ? {} : { kernel: row.value.key }),
    ...(cpuKey === undefined ? {} : { cpu: cpuKey }),
    ...(iommu === undefined ? {} : { iommu }),
  });
}

/**
 * The machine that a command line names.
 *
 * @returns the error as one sentence: what, where, what to do.
 */
export function readMachine(
  args: Arguments,
  inputs: readonly Input[],
): Result<MachineInput, string> {
  const overrides = overridesOf(args);
  if (!overrides.ok) return overrides;
  const loaded = load(inputs, args.flags.get('format'));
  if (!loaded.ok) return loaded;
  const { assumed } = loaded.value;
  const system: System = { ...loaded.value.scenario.system, ...overrides.value };
  const scenario: Scenario = { ...loaded.value.scenario, system };
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) {
    const first = diagnostics.find(({ severity }) => severity === 'error');
    return err(first === undefined ? 'the machine cannot exist' : first.message);
  }
  const linux = linuxMachine(machine);
  const all = [...assumedSystem(system, overrides.value), ...assumed, ...linux.assumed];
  return ok({ scenario, machine, linux, assumed: [...new Set(all)] });
}

/** Whether the input named the function; placeholders that an importer put in are not. */
export function isNamed(machine: Machine, fn: MachineFunction): boolean {
  const component = machine.scenario.components.find(({ id }) => id === fn.id);
  return component === undefined || !(component.assumed ?? []).includes('synthetic');
}

/** The function that a BDF or a component's id names; the error lists what there is. */
export function findFunction(
  machine: Machine,
  text: string,
  flag: string,
): Result<MachineFunction, string> {
  const bdf = parseBdf(text);
  const found = machine.functions.find(
    (fn) =>
      fn.id === text ||
      (bdf !== null && fn.bdf.segment === bdf.segment && fn.requesterId === requesterIdOf(bdf)),
  );
  if (found !== undefined) return ok(found);
  const known = machine.functions.slice(0, 8).map((fn) => formatBdf(fn.bdf));
  const more = machine.functions.length > known.length ? ' ...' : '';
  return err(`${flag} ${text}: no such function; there are ${known.join(' ')}${more}`);
}

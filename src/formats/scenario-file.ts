import { err, ok } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';
import { formatBdf } from '../core/base/bdf.ts';
import { enumerate } from '../core/machine/enumerate.ts';
import type { Machine, MachineFunction } from '../core/machine/types.ts';
import { describeScenarioProblem, parseScenario } from '../core/scenario/parse.ts';
import type { FunctionComponent, Link, Scenario } from '../core/scenario/schema.ts';
import type { FactLink } from './facts.ts';
import { sceneInSvg } from './picture-svg.ts';
import type { ImportProblem } from './problem.ts';
import { shownAcs } from './show.ts';
import type { ShownFunction } from './show.ts';

/**
 * The document as a file holds it: keys in the order of the schema whatever edits came before, two-space
 * indentation, one newline at the end. The same document gives the same bytes.
 */
export function writeScenario(scenario: Scenario): string {
  const ordered = parseScenario(scenario);
  return `${JSON.stringify(ordered.ok ? ordered.value : scenario, null, 2)}\n`;
}

/** The JSON of a document in this text: the whole text, or what an exported SVG embeds; null: it holds none. */
export function scenarioText(text: string): string | null {
  if (/^\s*(?:<\?xml|<svg|<!--)/.test(text.slice(0, 1024))) return sceneInSvg(text);
  return /^\s*\{/.test(text) ? text : null;
}

/** Reads a document; the problem names what in it is wrong. */
export function readScenario(file: string, text: string): Result<Scenario, ImportProblem> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'not JSON';
    return err({ code: 'unreadable', file, line: 1, reason: `${reason}; save the scenario again` });
  }
  const scenario = parseScenario(value);
  if (scenario.ok) return ok(scenario.value);
  return err({
    code: 'unreadable',
    file,
    line: 1,
    reason: describeScenarioProblem(scenario.error),
  });
}

function linkOf(
  machine: Machine,
  fn: MachineFunction,
  links: ReadonlyMap<string, Link>,
): FactLink | null {
  const index = fn.linkAbove ?? fn.linkBelow;
  const link = index === null ? undefined : links.get(machine.links[index]?.id ?? '');
  if (link === undefined) return null;
  const isAssumed = (field: string): boolean => link.assumed?.includes(field) ?? false;
  return {
    speedGtps: isAssumed('speedGtps') ? null : link.speedGtps,
    width: isAssumed('width') ? null : link.width,
    maxSpeedGtps: link.maxSpeedGtps ?? null,
    maxWidth: link.maxWidth ?? null,
  };
}

function shownOf(
  machine: Machine,
  fn: MachineFunction,
  component: FunctionComponent,
  links: ReadonlyMap<string, Link>,
): ShownFunction {
  const isVf = fn.physicalFunction !== null;
  const parent = fn.parent === null ? undefined : machine.functions[fn.parent];
  const isAssumed = (field: string): boolean => component.assumed?.includes(field) ?? false;
  const acs = isVf ? null : component.acs;
  return {
    bdf: formatBdf(fn.bdf),
    parent: parent === undefined ? null : formatBdf(parent.bdf),
    kind: isAssumed('kind') ? null : fn.kind,
    vendor: fn.vendorId,
    device: fn.deviceId,
    class: fn.classCode,
    acs: acs === null || isAssumed('acs') ? null : shownAcs({ ...acs, egressVector: null }),
    link: isVf ? null : linkOf(machine, fn, links),
    mps: isAssumed('mps') ? null : fn.mps,
    mrrs: isAssumed('mrrs') ? null : fn.mrrs,
    bars: fn.bars.map((bar) => ({
      index: bar.index,
      space: bar.space,
      address: bar.window === null ? null : `0x${bar.window.base.toString(16)}`,
      sizeBytes: bar.window === null ? null : Number(bar.window.limit - bar.window.base + 1n),
      is64: bar.is64,
      prefetchable: bar.prefetchable,
    })),
    numaNode: fn.numaNode,
    iommuGroup: component.iommuGroup ?? null,
    driver: component.driver ?? null,
  };
}

/**
 * What a document states of each function, numbered as enumeration numbers it.
 *
 * @returns an empty list where the machine cannot exist; `enumerate` says why.
 */
export function shownOfScenario(scenario: Scenario): ShownFunction[] {
  const { machine } = enumerate(scenario);
  if (machine === null) return [];
  const components = new Map(scenario.components.map((component) => [component.id, component]));
  const links = new Map(scenario.links.map((link) => [link.id, link]));
  return machine.functions.flatMap((fn) => {
    const physical =
      fn.physicalFunction === null ? undefined : machine.functions[fn.physicalFunction];
    const component = components.get(physical?.id ?? fn.id);
    if (component === undefined || !('acs' in component)) return [];
    return [shownOf(machine, fn, component, links)];
  });
}

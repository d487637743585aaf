import { defined } from '../base/assert.ts';
import { formatBdf } from '../base/bdf.ts';
import { acsAfterBoot, writableControl } from '../linux/acs-boot.ts';
import { hasShiftedControl } from '../linux/acs-quirks.ts';
import { mpsEdits } from '../linux/mps-policy.ts';
import { calcMapType } from '../linux/p2pdma.ts';
import type { LinuxMachine } from '../linux/machine-tree.ts';
import { ACS_ISOLATION, ACS_REDIRECT, pathOf } from '../linux/tree.ts';
import type { CpuKey } from '../linux/tree.ts';
import type { Machine, MachineFunction } from '../machine/types.ts';
import type { Edit } from '../scenario/edit.ts';
import type { Acs, Component, Iommu } from '../scenario/schema.ts';
import type { Pair } from './probe.ts';
import { kernelChanges } from './kernel-change.ts';
import { slotMoves } from './slot-moves.ts';

/** What the person wants of a pair. */
export const GOALS = ['direct', 'delivered', 'isolated', 'fastest'] as const;
export type Goal = (typeof GOALS)[number];

/** One thing that a person can change, with how it is done and what it does to the document. */
export interface Change {
  /** Stable: the same machine gives the same ids. */
  readonly id: string;
  readonly kind: 'acs' | 'bootParameter' | 'iommu' | 'kernel' | 'firmware' | 'slot';
  /** What changes, for people. */
  readonly title: string;
  readonly edit: Edit;
  /** Two changes that touch the same thing are never combined. */
  readonly touches: readonly string[];
  /** `setpci` lines, each complete. */
  readonly setpci: readonly string[];
  /** Kernel parameters, each complete; with setpci lines: what keeps the change over a boot. */
  readonly parameters: readonly string[];
  /** What it does that nobody asked for, one sentence each. */
  readonly caveats: readonly string[];
}

/** Where the changes are looked for. */
export interface ChangeSpace {
  readonly machine: Machine;
  readonly linux: LinuxMachine;
  readonly pair: Pair;
  readonly goal: Goal;
}

/** A function whose ACS control word can be written, with its register as the document has it. */
interface AcsFunction {
  readonly fn: MachineFunction;
  readonly acs: Acs;
  readonly control: number;
}

const hexWord = (word: number): string => word.toString(16).padStart(4, '0');

function componentOf(machine: Machine, id: string): Component | undefined {
  return machine.scenario.components.find((component) => component.id === id);
}

/** Every function on the way up from either end that has an ACS register of its own. */
function acsFunctions({ machine, linux, pair }: ChangeSpace): AcsFunction[] {
  const onPath = new Set([...pathOf(linux.tree, pair.from), ...pathOf(linux.tree, pair.to)]);
  return [...onPath]
    .sort((a, b) => a - b)
    .flatMap((index): AcsFunction[] => {
      const fn = defined(machine.functions[index], 'function');
      const component = componentOf(machine, fn.id);
      const acs = component !== undefined && 'acs' in component ? component.acs : null;
      const tree = defined(linux.tree.functions[index], 'function');
      if (acs === null || fn.acs === null || hasShiftedControl(linux.kernel, tree)) return [];
      return [{ fn, acs, control: fn.acs.control }];
    });
}

function setControl({ fn, acs }: AcsFunction, control: number): Edit {
  return { kind: 'setAcs', id: fn.id, acs: { ...acs, control } };
}

function setpciLine({ fn }: AcsFunction, control: number): string {
  return `setpci -s ${formatBdf(fn.bdf)} ECAP_ACS+6.w=${hexWord(control)}`;
}

const REBIND =
  'Map types already asked for stay cached until the driver of the BAR’s owner is bound again.';
const GROUPS_STAY =
  'IOMMU groups keep their boot-time state: Linux goes on treating functions as isolated that no longer are.';

/** FLAGS of config_acs for a control word: bits that the capability lacks are x. */
function flagsOf({ acs }: AcsFunction, control: number): string {
  return [6, 5, 4, 3, 2, 1, 0]
    .map((bit) => (((acs.capability >> bit) & 1) === 0 ? 'x' : String((control >> bit) & 1)))
    .join('');
}

function named(fn: MachineFunction): string {
  return `${fn.name} (${formatBdf(fn.bdf)})`;
}

/** The control word that helps: everything that isolates, or nothing that redirects. */
function wantedControl({ acs, control }: AcsFunction, isIsolation: boolean): number {
  return isIsolation
    ? control | (ACS_ISOLATION & writableControl(acs.capability))
    : control & ~ACS_REDIRECT;
}

/** One port at a time, by setpci; for groups to follow, the bits must be there at boot. */
function portChanges(space: ChangeSpace): Change[] {
  const { goal, linux } = space;
  const isIsolation = goal === 'isolated';
  return acsFunctions(space).flatMap((one): Change[] => {
    const bdf = formatBdf(one.fn.bdf);
    const control = wantedControl(one, isIsolation);
    if (control === one.control) return [];
    const parameter = `pci=config_acs=${flagsOf(one, control)}@${bdf}`;
    const hasParameter = linux.kernel.hasConfigAcs;
    if (isIsolation && !hasParameter) return [];
    return [
      {
        id: `acs:${bdf}=${hexWord(control)}`,
        kind: 'acs',
        title: isIsolation
          ? `${named(one.fn)}: set SV, RR, CR, UF`
          : `${named(one.fn)}: clear RR, CR, EC`,
        edit: setControl(one, control),
        touches: [one.fn.id],
        setpci: isIsolation ? [] : [setpciLine(one, control)],
        parameters: hasParameter ? [parameter] : [],
        caveats: isIsolation ? [] : [REBIND, GROUPS_STAY],
      },
    ];
  });
}

/** What firmware left in a control word: unknown where Linux has written it, and then taken as 0. */
function firmwareGuess({ linux }: ChangeSpace, control: number): number {
  return linux.iommu === 'none' && linux.cpu !== 'arm' ? control : 0;
}

/** The kernel's set R: what redirects between the two, not above the bridge that they share. */
function redirectingBetween(space: ChangeSpace): AcsFunction[] {
  const { tree, kernel, cpu } = space.linux;
  const { redirectedBy } = calcMapType(tree, { kernel, cpu }, space.pair.to, space.pair.from);
  return acsFunctions(space).filter(({ fn }) => redirectedBy.includes(fn.index));
}

/** `disable_acs_redir` on every redirecting function between the two, with what this kernel makes of the other bits. */
function disableRedirChange(space: ChangeSpace): Change[] {
  if (space.goal === 'isolated') return [];
  const { kernel } = space.linux;
  const redirecting = redirectingBetween(space);
  if (redirecting.length === 0) return [];
  const isKept = kernel.disableAcsRedirKeeps === 'kernel';
  const edits = redirecting.map((one) => {
    const from = isKept ? one.control : firmwareGuess(space, one.control);
    return setControl(one, from & ~ACS_REDIRECT);
  });
  const list = redirecting.map(({ fn }) => formatBdf(fn.bdf)).join(';');
  return [
    {
      id: `disable_acs_redir:${list}`,
      kind: 'bootParameter',
      title: `Boot with disable_acs_redir for ${redirecting.map(({ fn }) => fn.name).join(', ')}`,
      edit: { kind: 'batch', edits },
      touches: redirecting.map(({ fn }) => fn.id),
      setpci: [],
      parameters: [`pci=disable_acs_redir=${list}`],
      caveats: isKept
        ? []
        : [
            `Kernel ${kernel.key} sets the other bits back to what firmware left (taken as 0 here), so SV and UF are lost too.`,
          ],
    },
  ];
}

/** `config_acs` for several functions at once, each with its exact bits. */
function configAcsChange(space: ChangeSpace): Change[] {
  const { kernel } = space.linux;
  if (!kernel.hasConfigAcs) return [];
  const isIsolation = space.goal === 'isolated';
  const concerned = isIsolation ? acsFunctions(space) : redirectingBetween(space);
  const wanted = concerned.flatMap((one) => {
    const control = wantedControl(one, isIsolation);
    return control === one.control ? [] : [{ one, control }];
  });
  if (wanted.length < 2) return [];
  const entries = wanted.map(
    ({ one, control }) => `${flagsOf(one, control)}@${formatBdf(one.fn.bdf)}`,
  );
  return [
    {
      id: `config_acs:${entries.join(';')}`,
      kind: 'bootParameter',
      title: `Boot with config_acs for ${wanted.map(({ one }) => one.fn.name).join(', ')}`,
      edit: { kind: 'batch', edits: wanted.map(({ one, control }) => setControl(one, control)) },
      touches: wanted.map(({ one }) => one.fn.id),
      setpci: [],
      parameters: [`pci=config_acs=${entries.join(';')}`],
      caveats: [],
    },
  ];
}

/** Every ACS register of the document as the kernel leaves it at boot, from what is there now. */
function bootEdits({ machine, linux }: ChangeSpace, iommu: boolean): Edit[] {
  const arch = linux.cpu === 'arm' ? 'arm64' : 'x86';
  return machine.scenario.components.flatMap((component): Edit[] => {
    if (!('acs' in component) || component.acs === null) return [];
    const { acs } = component;
    // Without an IOMMU x86 leaves what firmware set, which is taken as 0.
    const firmware = iommu || arch === 'arm64' ? (acs.control ?? 0) : 0;
    const { control } = acsAfterBoot({
      kernel: linux.kernel,
      arch,
      iommu,
      noAts: false,
      capability: acs.capability,
      firmware,
      disableRedir: null,
      configAcs: null,
    });
    const same = control === acs.control;
    return same ? [] : [{ kind: 'setAcs', id: component.id, acs: { ...acs, control } }];
  });
}

/** How an IOMMU driver is switched off and on by the command line; null: only firmware can. */
const IOMMU_PARAMETER: Readonly<
  Record<CpuKey, { readonly off: string | null; readonly on: string | null }>
> = {
  intel: { off: 'intel_iommu=off', on: 'intel_iommu=on' },
  'amd-zen': { off: 'amd_iommu=off', on: null },
  'amd-other': { off: 'amd_iommu=off', on: null },
  arm: { off: null, on: null },
  other: { off: 'iommu=off', on: null },
};

function iommuChanges(space: ChangeSpace): Change[] {
  const { linux } = space;
  const isOn = linux.iommu !== 'none';
  const patch = { kind: 'patchSystem', patch: { iommu: isOn ? 'off' : 'on' } } as const;
  const parameter = IOMMU_PARAMETER[linux.cpu][isOn ? 'off' : 'on'];
  const firmware = `${isOn ? 'Disable' : 'Enable'} the IOMMU in firmware; no kernel parameter does it on this processor.`;
  const lost = 'Every device can reach all memory: no groups, no device assignment.';
  return [
    {
      id: isOn ? 'iommu:off' : 'iommu:on',
      kind: 'iommu',
      title: isOn ? 'Boot without an IOMMU driver' : 'Boot with the IOMMU driver active',
      edit: { kind: 'batch', edits: [patch, ...bootEdits(space, !isOn)] },
      touches: ['system', ...acsFunctions(space).map(({ fn }) => fn.id)],
      setpci: [],
      parameters: parameter === null ? [] : [parameter],
      caveats: [...(parameter === null ? [firmware] : []), ...(isOn ? [lost] : [])],
    },
    ...passthroughChange(space),
  ];
}

/** `iommu=pt`: the client's requests pass the drawn IOMMU untranslated. */
function passthroughChange({ machine, linux, pair }: ChangeSpace): Change[] {
  const client = defined(machine.functions[pair.from], 'function');
  const index = machine.hostBridges[client.hostBridge]?.iommu ?? null;
  const component = index === null ? undefined : componentOf(machine, machine.iommus[index] ?? '');
  if (linux.iommu === 'none' || component?.kind !== 'iommu') return [];
  const isIts = (stream: Iommu['streams'][number]): boolean =>
    stream.requester === client.id && stream.t === 0;
  const stream = component.streams.find(isIts);
  if (stream?.config === 'bypass') return [];
  const bypass = { requester: client.id, t: 0, config: 'bypass' } as const;
  const streams = [...component.streams.filter((one) => !isIts(one)), bypass];
  return [
    {
      id: 'iommu:passthrough',
      kind: 'iommu',
      title: `Boot with identity domains: ${client.name} uses physical addresses`,
      edit: { kind: 'patchComponent', id: component.id, patch: { streams } },
      touches: [component.id],
      setpci: [],
      parameters: [linux.cpu === 'arm' ? 'iommu.passthrough=1' : 'iommu=pt'],
      caveats: [`${client.name} can reach all memory; map types do not change.`],
    },
  ];
}

/** Policies under which a write between peers fits every hop, where the sizes on the way differ now. */
function payloadChanges({ machine, linux, pair, goal }: ChangeSpace): Change[] {
  if (goal === 'isolated') return [];
  const path = [...pathOf(linux.tree, pair.from), ...pathOf(linux.tree, pair.to)];
  const sizes = new Set(path.map((index) => machine.functions[index]?.mps));
  if (sizes.size < 2) return [];
  return (['peer2peer', 'safe'] as const).flatMap((policy): Change[] => {
    const edits = mpsEdits(machine, linux.tree, policy);
    if (edits.length === 0) return [];
    const what = policy === 'safe' ? 'what its hierarchy supports' : '128 bytes';
    const slower = 'Small payloads cost bandwidth on every link.';
    const apart = 'Two hierarchies may still have different sizes.';
    return [
      {
        id: `mps:${policy}`,
        kind: 'bootParameter',
        title: `Boot with one MPS: every function takes ${what}`,
        edit: { kind: 'batch', edits },
        touches: ['mps'],
        setpci: [],
        parameters: [`pci=pcie_bus_${policy}`],
        caveats: [policy === 'safe' ? apart : slower],
      },
    ];
  });
}

/** Root complexes of the pair that do not forward everything, as a firmware setting where the platform has one. */
function firmwareChanges({ machine, pair, goal }: ChangeSpace): Change[] {
  if (goal === 'isolated') return [];
  const bridges = [pair.from, pair.to].map(
    (index) => defined(machine.functions[index], 'function').hostBridge,
  );
  return [...new Set(bridges)].flatMap((index): Change[] => {
    const bridge = defined(machine.hostBridges[index], 'host bridge');
    if (bridge.rcP2P === 'full') return [];
    return [
      {
        id: `rcP2P:${bridge.id}`,
        kind: 'firmware',
        title: `${bridge.name}: let the root complex forward peer-to-peer reads and writes`,
        edit: { kind: 'patchComponent', id: bridge.id, patch: { rcP2P: 'full' } },
        touches: [bridge.id],
        setpci: [],
        parameters: [],
        caveats: ['Only where the platform has such a setting; many root complexes do not.'],
      },
    ];
  });
}

/**
 * Every single change that may help this pair towards this goal, in a stable order.
 *
 * @source linux-dma.md §6 for what each parameter does on the chosen kernel
 */
export function candidateChanges(space: ChangeSpace): Change[] {
  return [
    ...portChanges(space),
    ...disableRedirChange(space),
    ...configAcsChange(space),
    ...iommuChanges(space),
    ...payloadChanges(space),
    ...firmwareChanges(space),
    ...kernelChanges(space),
    ...slotMoves(space.machine, space.pair),
  ];
}

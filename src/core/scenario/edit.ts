import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { setActors } from './edit-actors.ts';
import { setAcsField } from './edit-acs.ts';
import { dependantsOf, ownerOf } from './edit-dependants.ts';
import type { EditProblem } from './edit-problem.ts';
import { hasTarget } from './faults.ts';
import { schemaIssues } from './parse.ts';
import type { Fault } from './schema-faults.ts';
import { timingSchema } from './schema-timing.ts';
import type { TimingOptions } from './schema-timing.ts';
import type { AcsBitName, AcsFieldName } from './acs.ts';
import type { Actor } from './schema-actors.ts';
import { systemSchema } from './schema-linux.ts';
import { componentSchema, linkSchema, transferSchema } from './schema.ts';
import type {
  Acs,
  Bookmark,
  Component,
  DeviceAction,
  FunctionComponent,
  HostBridge,
  Iommu,
  Link,
  Memory,
  Note,
  Scenario,
  System,
  Transfer,
} from './schema.ts';

/** New values of some fields; `undefined` removes an optional one. */
type Patch<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Fields of a component that may change; its id stays. */
export type ComponentPatch =
  | Patch<Omit<FunctionComponent, 'id'>>
  | Patch<Omit<HostBridge, 'id'>>
  | Patch<Omit<Memory, 'id'>>
  | Patch<Omit<Iommu, 'id'>>
  | Patch<Omit<Note, 'id'>>;

/** Everything that a person can do to a document. `at` is the position in its list; absent: at the end. */
export type Edit =
  | { readonly kind: 'addComponent'; readonly component: Component; readonly at?: number }
  /** With everything inside it, its links, the transfers from or to it and IOMMU entries about it; `alone` leaves all these. */
  | { readonly kind: 'removeComponent'; readonly id: string; readonly alone?: boolean }
  | { readonly kind: 'patchComponent'; readonly id: string; readonly patch: ComponentPatch }
  | { readonly kind: 'setAcs'; readonly id: string; readonly acs: Acs | null }
  /** One control bit or field of the ACS control register; `value` 0 or 1, 0 to 3 for the two-bit fields. */
  | {
      readonly kind: 'setAcsControl';
      readonly id: string;
      readonly field: AcsBitName | AcsFieldName;
      readonly value: number;
    }
  /** null: back to automatic layout. */
  | {
      readonly kind: 'move';
      readonly positions: Readonly<
        Record<string, { readonly x: number; readonly y: number } | null>
      >;
    }
  | { readonly kind: 'connect'; readonly link: Link; readonly at?: number }
  | { readonly kind: 'disconnect'; readonly id: string }
  | { readonly kind: 'patchLink'; readonly id: string; readonly patch: Patch<Omit<Link, 'id'>> }
  | { readonly kind: 'addTransfer'; readonly transfer: Transfer; readonly at?: number }
  | { readonly kind: 'removeTransfer'; readonly id: string }
  | {
      readonly kind: 'patchTransfer';
      readonly id: string;
      readonly patch: Patch<Omit<Transfer, 'id'>>;
    }
  /** Everything that is done to devices during a run, in place of what stood there. */
  | { readonly kind: 'setActions'; readonly actions: readonly DeviceAction[] }
  | { readonly kind: 'setFaults'; readonly faults: readonly Fault[] }
  /** All bookmarks, in place of those that stood there; an id must not stand twice. */
  | { readonly kind: 'setBookmarks'; readonly bookmarks: readonly Bookmark[] }
  /** All software of the document, in place of what stood there. */
  | { readonly kind: 'setActors'; readonly actors: readonly Actor[] }
  | { readonly kind: 'patchSystem'; readonly patch: Patch<System> }
  /** `undefined` goes back to the default. */
  | { readonly kind: 'patchTiming'; readonly patch: Patch<TimingOptions> }
  | { readonly kind: 'setTitle'; readonly title: string; readonly question?: string | undefined }
  | { readonly kind: 'batch'; readonly edits: readonly Edit[] };

/** The document after an edit, and the edit that leads back. */
export interface Edited {
  readonly scenario: Scenario;
  readonly inverse: Edit;
}

type Outcome = Result<Edited, EditProblem>;

/** A schema that can check one thing of the document. */
interface Checker<T> {
  readonly safeParse: (
    value: unknown,
    options: { reportInput: boolean },
  ) =>
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: Parameters<typeof schemaIssues>[0] };
}

/** Applies `patch`, drops what it set to `undefined`, and lets the schema judge the result. */
function patched<T extends object>(
  thing: T,
  patch: object,
  checker: Checker<T>,
  id: string,
): Result<T, EditProblem> {
  const merged = Object.fromEntries(
    Object.entries({ ...thing, ...patch }).filter(([, value]) => value !== undefined),
  );
  const parsed = checker.safeParse(merged, { reportInput: true });
  if (parsed.success) return ok(parsed.data);
  return err({ code: 'invalidValue', id, issues: schemaIssues(parsed.error) });
}

/** What `thing` has in the fields that `patch` sets: the patch that leads back. */
function inversePatch(thing: object, patch: object) {
  const before = new Map(Object.entries(thing));
  return Object.fromEntries(Object.keys(patch).map((key) => [key, before.get(key)]));
}

function inserted<T>(list: readonly T[], item: T, at: number | undefined): T[] {
  const position = Math.max(0, Math.min(at ?? list.length, list.length));
  return [...list.slice(0, position), item, ...list.slice(position)];
}

function replaced<T>(list: readonly T[], at: number, item: T): T[] {
  return list.map((old, index) => (index === at ? item : old));
}

function isTaken(scenario: Scenario, id: string): boolean {
  return (
    scenario.components.some((one) => one.id === id) || scenario.links.some((one) => one.id === id)
  );
}

function addComponent(scenario: Scenario, component: Component, at: number | undefined): Outcome {
  if (isTaken(scenario, component.id)) return err({ code: 'idTaken', id: component.id });
  const components = inserted(scenario.components, component, at);
  return ok({
    scenario: { ...scenario, components },
    inverse: { kind: 'removeComponent', id: component.id, alone: true },
  });
}

function removeComponent(scenario: Scenario, id: string, alone: boolean): Outcome {
  const at = scenario.components.findIndex((one) => one.id === id);
  const component = scenario.components[at];
  if (component === undefined) return err({ code: 'notFound', id });
  if (alone) {
    const components = scenario.components.filter((one) => one !== component);
    const inverse: Edit = { kind: 'addComponent', component, at };
    return ok({ scenario: { ...scenario, components }, inverse });
  }
  const { kept, inverse } = dependantsOf(scenario, id);
  return ok({ scenario: kept, inverse: { kind: 'batch', edits: inverse } });
}

function patchComponent(scenario: Scenario, id: string, patch: object): Outcome {
  const at = scenario.components.findIndex((one) => one.id === id);
  const component = scenario.components[at];
  if (component === undefined) return err({ code: 'notFound', id });
  const result = patched<Component>(component, patch, componentSchema, id);
  if (!result.ok) return result;
  const components = replaced(scenario.components, at, result.value);
  const inverse: Edit = { kind: 'patchComponent', id, patch: inversePatch(component, patch) };
  return ok({ scenario: { ...scenario, components }, inverse });
}

function setAcsControl(
  scenario: Scenario,
  edit: Extract<Edit, { kind: 'setAcsControl' }>,
): Outcome {
  const component = scenario.components.find((one) => one.id === edit.id);
  if (component === undefined) return err({ code: 'notFound', id: edit.id });
  const acs = 'acs' in component ? component.acs : null;
  const next = acs === null ? null : setAcsField(acs, edit.field, edit.value);
  if (next === null) return err({ code: 'noAcsBit', id: edit.id, field: edit.field });
  return patchComponent(scenario, edit.id, { acs: next });
}

function move(
  scenario: Scenario,
  positions: Extract<Edit, { kind: 'move' }>['positions'],
): Outcome {
  const back: Record<string, { x: number; y: number } | null> = {};
  const components = scenario.components.map((component): Component => {
    const target = Object.hasOwn(positions, component.id) ? positions[component.id] : undefined;
    if (target === undefined) return component;
    back[component.id] = component.position ?? null;
    const { position: _old, ...rest } = component;
    return target === null ? rest : { ...rest, position: { ...target } };
  });
  const missing = Object.keys(positions).find((id) => !Object.hasOwn(back, id));
  if (missing !== undefined) return err({ code: 'notFound', id: missing });
  const inverse: Edit = { kind: 'move', positions: back };
  return ok({ scenario: { ...scenario, components }, inverse });
}

function connect(scenario: Scenario, link: Link, at: number | undefined): Outcome {
  if (isTaken(scenario, link.id)) return err({ code: 'idTaken', id: link.id });
  const links = inserted(scenario.links, link, at);
  return ok({ scenario: { ...scenario, links }, inverse: { kind: 'disconnect', id: link.id } });
}

function disconnect(scenario: Scenario, id: string): Outcome {
  const at = scenario.links.findIndex((one) => one.id === id);
  const link = scenario.links[at];
  if (link === undefined) return err({ code: 'notFound', id });
  const links = scenario.links.filter((one) => one !== link);
  return ok({ scenario: { ...scenario, links }, inverse: { kind: 'connect', link, at } });
}

function patchLink(scenario: Scenario, id: string, patch: object): Outcome {
  const at = scenario.links.findIndex((one) => one.id === id);
  const link = scenario.links[at];
  if (link === undefined) return err({ code: 'notFound', id });
  const result = patched<Link>(link, patch, linkSchema, id);
  if (!result.ok) return result;
  const links = replaced(scenario.links, at, result.value);
  const inverse: Edit = { kind: 'patchLink', id, patch: inversePatch(link, patch) };
  return ok({ scenario: { ...scenario, links }, inverse });
}

function addTransfer(scenario: Scenario, transfer: Transfer, at: number | undefined): Outcome {
  const { id } = transfer;
  if (scenario.transfers.some((one) => one.id === id)) return err({ code: 'idTaken', id });
  const transfers = inserted(scenario.transfers, transfer, at);
  return ok({ scenario: { ...scenario, transfers }, inverse: { kind: 'removeTransfer', id } });
}

function removeTransfer(scenario: Scenario, id: string): Outcome {
  const at = scenario.transfers.findIndex((one) => one.id === id);
  const transfer = scenario.transfers[at];
  if (transfer === undefined) return err({ code: 'notFound', id });
  const transfers = scenario.transfers.filter((one) => one !== transfer);
  const inverse: Edit = { kind: 'addTransfer', transfer, at };
  return ok({ scenario: { ...scenario, transfers }, inverse });
}

function patchTransfer(scenario: Scenario, id: string, patch: object): Outcome {
  const at = scenario.transfers.findIndex((one) => one.id === id);
  const transfer = scenario.transfers[at];
  if (transfer === undefined) return err({ code: 'notFound', id });
  const result = patched<Transfer>(transfer, patch, transferSchema, id);
  if (!result.ok) return result;
  const transfers = replaced(scenario.transfers, at, result.value);
  const inverse: Edit = { kind: 'patchTransfer', id, patch: inversePatch(transfer, patch) };
  return ok({ scenario: { ...scenario, transfers }, inverse });
}

/** What a patch states is no assumption any more; one that says itself what is assumed is taken as it is. */
function stated({ assumed }: System, patch: object): object {
  const left = assumed?.filter((field) => !Object.hasOwn(patch, field));
  if (left === undefined || left.length === assumed?.length || Object.hasOwn(patch, 'assumed'))
    return patch;
  return { ...patch, assumed: left.length === 0 ? undefined : left };
}

function patchSystem(scenario: Scenario, given: object): Outcome {
  const patch = stated(scenario.system, given);
  const result = patched<System>(scenario.system, patch, systemSchema, 'system');
  if (!result.ok) return result;
  const inverse: Edit = { kind: 'patchSystem', patch: inversePatch(scenario.system, patch) };
  return ok({ scenario: { ...scenario, system: result.value }, inverse });
}

function patchTiming(scenario: Scenario, patch: object): Outcome {
  const { timing: before = {}, ...rest } = scenario;
  const result = patched<TimingOptions>(before, patch, timingSchema, 'timing');
  if (!result.ok) return result;
  const inverse: Edit = { kind: 'patchTiming', patch: inversePatch(before, patch) };
  const isDefault = Object.keys(result.value).length === 0;
  return ok({ scenario: isDefault ? rest : { ...rest, timing: result.value }, inverse });
}

function setFaults(scenario: Scenario, faults: readonly Fault[]): Outcome {
  const { faults: before = [], ...rest } = scenario;
  const missing = faults.find((one) => !hasTarget(scenario, one));
  if (missing !== undefined) return err({ code: 'notFound', id: missing.id });
  const next: Scenario = faults.length === 0 ? rest : { ...rest, faults: [...faults] };
  return ok({ scenario: next, inverse: { kind: 'setFaults', faults: before } });
}

function setActions(scenario: Scenario, actions: readonly DeviceAction[]): Outcome {
  const { actions: before = [], ...rest } = scenario;
  const inverse: Edit = { kind: 'setActions', actions: before };
  const ids = new Set(scenario.components.map(({ id }) => id));
  const missing = actions.find((one) => !ids.has(ownerOf(one.function)));
  if (missing !== undefined) return err({ code: 'notFound', id: missing.function });
  const next: Scenario = actions.length === 0 ? rest : { ...rest, actions: [...actions] };
  return ok({ scenario: next, inverse });
}

function setBookmarks(scenario: Scenario, bookmarks: readonly Bookmark[]): Outcome {
  const { bookmarks: before = [], ...rest } = scenario;
  const twice = bookmarks.find(
    (one, index) => bookmarks.findIndex(({ id }) => id === one.id) < index,
  );
  if (twice !== undefined) return err({ code: 'idTaken', id: twice.id });
  const next: Scenario = bookmarks.length === 0 ? rest : { ...rest, bookmarks: [...bookmarks] };
  return ok({ scenario: next, inverse: { kind: 'setBookmarks', bookmarks: before } });
}

function setTitle(scenario: Scenario, title: string, question: string | undefined): Outcome {
  const { question: oldQuestion, ...rest } = scenario;
  const inverse: Edit = { kind: 'setTitle', title: scenario.title, question: oldQuestion };
  const next: Scenario = { ...rest, title };
  return ok({ scenario: question === undefined ? next : { ...next, question }, inverse });
}

function batch(scenario: Scenario, edits: readonly Edit[]): Outcome {
  const inverses: Edit[] = [];
  let current = scenario;
  for (const edit of edits) {
    const result = applyEdit(current, edit);
    if (!result.ok) return result;
    current = result.value.scenario;
    inverses.push(result.value.inverse);
  }
  return ok({ scenario: current, inverse: { kind: 'batch', edits: inverses.reverse() } });
}

/**
 * Applies one edit to a document, which is never changed itself.
 *
 * @returns the new document and the edit that leads exactly back (list positions included); or why the
 *   edit cannot be applied: an id that is missing or taken, a value that the schema refuses, an ACS bit
 *   that the capability does not have. A batch applies as a whole or not at all.
 */
export function applyEdit(scenario: Scenario, edit: Edit): Outcome {
  switch (edit.kind) {
    case 'addComponent':
      return addComponent(scenario, edit.component, edit.at);
    case 'removeComponent':
      return removeComponent(scenario, edit.id, edit.alone ?? false);
    case 'patchComponent':
      return patchComponent(scenario, edit.id, edit.patch);
    case 'setAcs':
      return patchComponent(scenario, edit.id, { acs: edit.acs });
    case 'setAcsControl':
      return setAcsControl(scenario, edit);
    case 'move':
      return move(scenario, edit.positions);
    case 'connect':
      return connect(scenario, edit.link, edit.at);
    case 'disconnect':
      return disconnect(scenario, edit.id);
    case 'patchLink':
      return patchLink(scenario, edit.id, edit.patch);
    case 'addTransfer':
      return addTransfer(scenario, edit.transfer, edit.at);
    case 'removeTransfer':
      return removeTransfer(scenario, edit.id);
    case 'patchTransfer':
      return patchTransfer(scenario, edit.id, edit.patch);
    case 'patchSystem':
      return patchSystem(scenario, edit.patch);
    case 'patchTiming':
      return patchTiming(scenario, edit.patch);
    case 'setFaults':
      return setFaults(scenario, edit.faults);
    case 'setActions':
      return setActions(scenario, edit.actions);
    case 'setBookmarks':
      return setBookmarks(scenario, edit.bookmarks);
    case 'setActors':
      return setActors(scenario, edit.actors);
    case 'setTitle':
      return setTitle(scenario, edit.title, edit.question);
    case 'batch':
      return batch(scenario, edit.edits);
  }
}

import { hex } from '../base/address.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { EditProblem } from './edit-problem.ts';
import type { Edited } from './edit.ts';
import type { Actor, ActorKind } from './schema-actors.ts';
import type { Scenario } from './schema.ts';

/** The document with these actors in place of those that it had; no list at all where there are none. */
export function withActors(scenario: Scenario, actors: readonly Actor[]): Scenario {
  const { actors: _before, ...rest } = scenario;
  return actors.length === 0 ? rest : { ...rest, actors: [...actors] };
}

/**
 * Replaces all actors of a document.
 *
 * @returns the new document and the way back; or which function does not exist.
 *   A table that was taken away since stays named and counts for nothing.
 */
export function setActors(
  scenario: Scenario,
  actors: readonly Actor[],
): Result<Edited, EditProblem> {
  const ids = new Set(scenario.components.map(({ id }) => id));
  const lost = actors.flatMap(({ functions }) => functions).find((id) => !ids.has(id));
  if (lost !== undefined) return err({ code: 'notFound', id: lost });
  const inverse = { kind: 'setActors', actors: scenario.actors ?? [] } as const;
  return ok({ scenario: withActors(scenario, actors), inverse });
}

/** The actors after a function went to one of them, or to nobody. */
export function givenTo(
  actors: readonly Actor[],
  functionId: string,
  actorId: string | null,
): readonly Actor[] {
  return actors.map((actor) => {
    const rest = actor.functions.filter((id) => id !== functionId);
    if (actor.id === actorId) return { ...actor, functions: [...rest, functionId] };
    return rest.length === actor.functions.length ? actor : { ...actor, functions: rest };
  });
}

/** The actors after a table went to one of them, or to nobody. */
export function tableGivenTo(
  actors: readonly Actor[],
  table: Actor['tables'][number],
  actorId: string | null,
): readonly Actor[] {
  const isIt = (one: Actor['tables'][number]): boolean =>
    one.iommu === table.iommu && one.table === table.table;
  return actors.map((actor) => {
    const rest = actor.tables.filter((one) => !isIt(one));
    return { ...actor, tables: actor.id === actorId ? [...rest, table] : rest };
  });
}

/**
 * The actors after a guest learned at which address it sees a BAR; the hypervisor maps it there.
 *
 * @param gpa guest physical address; null: nothing is said about it any more.
 */
export function seenByGuest(
  actors: readonly Actor[],
  seen: { readonly actor: string; readonly function: string; readonly bar: number },
  gpa: bigint | null,
): readonly Actor[] {
  return actors.map((actor) => {
    if (actor.id !== seen.actor) return actor;
    const guest = actor.guest ?? { bars: [], ram: [], windows: [] };
    const isIt = (one: (typeof guest.bars)[number]): boolean =>
      one.function === seen.function && one.bar === seen.bar;
    const before = guest.bars.find(isIt);
    const rest = guest.bars.filter((one) => !isIt(one));
    if (gpa === null) return { ...actor, guest: { ...guest, bars: rest } };
    const { ipa: _moved, ...kept } = before ?? { function: seen.function, bar: seen.bar };
    return { ...actor, guest: { ...guest, bars: [...rest, { ...kept, gpa: hex(gpa) }] } };
  });
}

const KIND_WORDS: Readonly<Record<ActorKind, string>> = {
  hypervisor: 'Hypervisor',
  rmm: 'RMM',
  realm: 'Realm',
  vm: 'VM',
};

/** A new actor that owns nothing yet, with an id and a name that are free. */
export function newActor(actors: readonly Actor[], kind: ActorKind): Actor {
  const isTaken = (id: string): boolean => actors.some((one) => one.id === id);
  let number = 0;
  while (isTaken(`${kind}${number}`)) number += 1;
  const isOnly = kind === 'hypervisor' || kind === 'rmm';
  const name = isOnly && number === 0 ? KIND_WORDS[kind] : `${KIND_WORDS[kind]} ${number}`;
  return { id: `${kind}${number}`, name, kind, functions: [], tables: [] };
}

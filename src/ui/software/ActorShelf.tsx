import { TriangleAlert } from 'lucide-react';
import { runCommand } from '../../commands/registry.ts';
import type { Actor } from '../../core/scenario/schema-actors.ts';
import { useDocument } from '../../store/document.ts';
import { useSoftware } from '../../store/software.ts';
import { softwareStrings as words } from '../strings/software.ts';
import { ActorIcon } from './ActorIcon.tsx';

/** The software of the document over the canvas; a device that is dropped on one of them is given to it. */
export function ActorShelf() {
  const actors = useDocument((state) => state.scenario.actors);
  return (
    <ul
      aria-label={words.shelf}
      className="m-0 flex min-w-0 list-none items-center gap-1 overflow-x-auto p-0"
    >
      {(actors ?? []).map((actor) => (
        <li key={actor.id}>
          <Chip actor={actor} />
        </li>
      ))}
    </ul>
  );
}

function Chip({ actor }: { readonly actor: Actor }) {
  const { id, name, kind, functions } = actor;
  const components = useDocument((state) => state.scenario.components);
  const remarks = useSoftware((state) => state.remarks);
  const own = remarks.filter((one) => one.actor === id);
  const devices = components
    .filter((one) => functions.includes(one.id))
    .map((one) => one.name)
    .join(', ');
  const broken = own.length === 0 ? '' : words.broken(own.length);
  return (
    <button
      type="button"
      data-actor={id}
      aria-label={words.chip(words.kinds[kind], name, devices, broken)}
      data-tip={own.map(({ rule, message }) => `${rule}: ${message}`).join('\n') || undefined}
      onClick={() => runCommand('software.show')}
      className="flex h-7 max-w-60 items-center gap-1.5 rounded-control border border-line-strong bg-raised px-2 text-s hover:bg-hover"
    >
      <ActorIcon kind={kind} />
      <span className="truncate font-strong">{name}</span>
      {devices !== '' && <span className="truncate text-ink-2">{devices}</span>}
      {own.length > 0 && (
        <TriangleAlert size={14} strokeWidth={1.75} aria-hidden className="flex-none text-detour" />
      )}
    </button>
  );
}

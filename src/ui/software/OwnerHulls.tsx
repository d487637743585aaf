import { ViewportPortal } from '@xyflow/react';
import { useMemo } from 'react';
import { useDocument } from '../../store/document.ts';
import { ownerHulls } from '../canvas/owner-hulls.ts';
import type { Scene } from '../canvas/scene.ts';
import { ActorIcon } from './ActorIcon.tsx';

/** Realms and VMs behind the devices that they were given. */
export function OwnerHulls({ scene }: { readonly scene: Scene }) {
  const actors = useDocument((state) => state.scenario.actors);
  const hulls = useMemo(() => ownerHulls(actors ?? [], scene), [actors, scene]);
  return (
    <ViewportPortal>
      {hulls.map(({ actor, rect }) => (
        <span
          key={`${actor.id} ${rect.x} ${rect.y}`}
          data-owner={actor.id}
          className="pointer-events-none absolute -z-1 flex items-end rounded-surface border border-line-strong bg-sunken px-2 pb-0.5"
          style={{ left: rect.x, top: rect.y, width: rect.width, height: rect.height }}
        >
          <span className="canvas-fact flex min-w-0 items-center gap-1.5 text-ink-2">
            <ActorIcon kind={actor.kind} />
            <span className="truncate">{actor.name}</span>
          </span>
        </span>
      ))}
    </ViewportPortal>
  );
}

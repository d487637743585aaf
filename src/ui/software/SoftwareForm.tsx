import { Plus, X } from 'lucide-react';
import { runCommand } from '../../commands/registry.ts';
import type { CommandId } from '../../commands/registry.ts';
import { tableGivenTo } from '../../core/scenario/edit-actors.ts';
import { ACTOR_KINDS } from '../../core/scenario/schema-actors.ts';
import type { Actor, ActorKind } from '../../core/scenario/schema-actors.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { editActors } from '../../store/software.ts';
import { Section } from '../inspect/Section.tsx';
import { Choice, TextField } from '../inspect/fields.tsx';
import { softwareStrings as words } from '../strings/software.ts';
import { Button, IconButton } from '../widgets/Button.tsx';
import { ActorIcon } from './ActorIcon.tsx';
import { BrokenRules } from './BrokenRules.tsx';

const ADD: Readonly<Record<ActorKind, CommandId>> = {
  hypervisor: 'software.addHypervisor',
  rmm: 'software.addRmm',
  realm: 'software.addRealm',
  vm: 'software.addVm',
};

/** Hypervisor, RMM, Realms and VMs: who they are, what they own, and which rules that breaks. */
export function SoftwareForm({ scenario }: { readonly scenario: Scenario }) {
  const actors = scenario.actors ?? [];
  return (
    <Section title={words.title}>
      {actors.length === 0 && <p className="mt-0 mb-2 text-ink-2">{words.none}</p>}
      <ul className="m-0 mb-2 list-none p-0">
        {actors.map((actor) => (
          <ActorRow key={actor.id} actor={actor} actors={actors} scenario={scenario} />
        ))}
      </ul>
      <div className="flex flex-wrap gap-1">
        {ACTOR_KINDS.map((kind) => (
          <Button key={kind} look="outline" onClick={() => runCommand(ADD[kind])}>
            <Plus size={14} strokeWidth={1.75} aria-hidden />
            {words.kinds[kind]}
          </Button>
        ))}
      </div>
      {actors.length > 0 && (
        <>
          <TableOwners scenario={scenario} actors={actors} />
          <BrokenRules />
        </>
      )}
    </Section>
  );
}

interface RowProps {
  readonly actor: Actor;
  readonly actors: readonly Actor[];
  readonly scenario: Scenario;
}

function ActorRow({ actor, actors, scenario }: RowProps) {
  const { id, name, kind, functions } = actor;
  const devices = scenario.components.filter((one) => functions.includes(one.id));
  return (
    <li className="mb-1">
      <div className="flex items-center gap-2">
        <ActorIcon kind={kind} />
        <span className="min-w-0 flex-1">
          <TextField
            label={words.kinds[kind]}
            value={name}
            onCommit={(text) =>
              editActors(
                actors.map((one) => (one.id === id ? { ...one, name: text } : one)),
                'renameActor',
              )
            }
          />
        </span>
        <IconButton
          label={words.remove(name)}
          onClick={() =>
            editActors(
              actors.filter((one) => one.id !== id),
              'removeActor',
            )
          }
        >
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      {(kind === 'realm' || kind === 'vm' || devices.length > 0) && (
        <p className="m-0 pl-6 text-s text-ink-2">
          {devices.length === 0 ? words.noDevices : devices.map((one) => one.name).join(', ')}
        </p>
      )}
    </li>
  );
}

interface OwnersProps {
  readonly scenario: Scenario;
  readonly actors: readonly Actor[];
}

function TableOwners({ scenario, actors }: OwnersProps) {
  const tables = scenario.components.flatMap((one) =>
    one.kind === 'iommu'
      ? one.tables.map(({ id, name }) => ({ iommu: one.id, table: id, name }))
      : [],
  );
  if (tables.length === 0) return null;
  return (
    <>
      <h4 className="mt-3 mb-1 text-s font-strong">{words.tablesTitle}</h4>
      {tables.map(({ iommu, table, name }) => {
        const owner = actors.find((one) =>
          one.tables.some((own) => own.iommu === iommu && own.table === table),
        );
        return (
          <Choice
            key={`${iommu} ${table}`}
            label={name}
            value={owner?.id ?? ''}
            options={[
              { value: '', text: words.nobody },
              ...actors.map((one) => ({ value: one.id, text: one.name })),
            ]}
            onChange={(id) =>
              editActors(tableGivenTo(actors, { iommu, table }, id === '' ? null : id), 'assign')
            }
          />
        );
      })}
    </>
  );
}

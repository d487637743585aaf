import { X } from 'lucide-react';
import { useState } from 'react';
import { hex, hexGrouped, readAddress } from '../../core/base/address.ts';
import { formatSize } from '../../core/base/units.ts';
import type { DocumentMapping } from '../../core/iommu/edit-mappings.ts';
import type { Machine } from '../../core/machine/types.ts';
import { tableStrings as words } from '../strings/tables.ts';
import { IconButton } from '../widgets/Button.tsx';
import { Disclosure } from '../widgets/Disclosure.tsx';
import { Choice, TextField, Toggle } from './fields.tsx';

interface Props {
  readonly mapping: DocumentMapping;
  readonly machine: Machine | null;
  /** Stage 1 knows who is privileged, Realm tables which output is Non-secure. */
  readonly hasPrivilege: boolean;
  readonly hasNs: boolean;
  /** null: Linux wrote it; the document cannot change it. */
  readonly onChange: ((label: string, mapping: DocumentMapping) => void) | null;
  readonly onRemove: () => void;
}

const ATTRIBUTES = (['mmio', 'cache', 'normal-nc'] as const).map((value) => ({
  value,
  text: words.attributes[value],
}));

/** Where a mapping leads, in words. */
function targetOf(machine: Machine | null, { to }: DocumentMapping): string {
  if (typeof to === 'string') return hexGrouped(BigInt(to));
  const fn = machine?.functions[machine.functionById.get(to.function) ?? -1];
  const offset = BigInt(to.offset ?? '0x0');
  const bar = `${fn?.name ?? to.function} BAR${to.bar}`;
  return offset === 0n ? bar : `${bar} + ${hexGrouped(offset)}`;
}

const rightsOf = ({ read, write }: DocumentMapping): string =>
  read || write ? `${read ? 'R' : ''}${write ? 'W' : ''}` : words.noAccess;

/** One range that a table maps: what it says, and opened, its fields. */
export function MappingRow(props: Props) {
  const { mapping, machine, onChange, onRemove } = props;
  const told = words.mapping(hexGrouped(BigInt(mapping.from)), targetOf(machine, mapping));
  const summary = (
    <>
      <code className="block">{told}</code>
      <span className="block text-ink-2">
        {formatSize(mapping.sizeBytes)} · {rightsOf(mapping)} · {words.short[mapping.attribute]}
        {onChange === null && <span className="ml-2 text-here">{words.byLinux}</span>}
      </span>
    </>
  );
  if (onChange === null) return <div className="py-1 pl-4.5">{summary}</div>;
  return (
    <div className="flex items-start gap-1">
      <Disclosure summary={summary}>
        <MappingFields {...props} onChange={onChange} />
      </Disclosure>
      <IconButton label={words.unmap(told)} onClick={onRemove}>
        <X size={14} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}

interface FieldsProps extends Props {
  readonly onChange: NonNullable<Props['onChange']>;
}

function MappingFields({ mapping, machine, hasPrivilege, hasNs, onChange }: FieldsProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const put = (changed: Partial<DocumentMapping>): void =>
    onChange(words.change, { ...mapping, ...changed });
  /** Takes a number over, or says that it is none. */
  const reading = (take: (value: bigint) => void) => (text: string) => {
    const value = readAddress(text);
    setProblem(value === null ? words.unread(text) : null);
    if (value !== null) take(value);
  };
  const { to } = mapping;
  return (
    <div className="pt-1">
      <TextField
        label={words.from}
        isMono
        value={hexGrouped(BigInt(mapping.from))}
        onCommit={reading((value) => put({ from: hex(value) }))}
      />
      <TextField
        label={words.size}
        isMono
        value={hexGrouped(BigInt(mapping.sizeBytes))}
        onCommit={reading((value) => put({ sizeBytes: Number(value) }))}
      />
      <Choice
        label={words.target}
        value={typeof to === 'string' ? '' : `${to.function} ${to.bar}`}
        options={targets(machine, to)}
        onChange={(chosen) => {
          const [id = '', bar = '0'] = chosen.split(' ');
          put({ to: chosen === '' ? '0x0' : { function: id, bar: Number(bar) } });
        }}
      />
      <TextField
        label={typeof to === 'string' ? words.address : words.offset}
        isMono
        value={hexGrouped(BigInt(typeof to === 'string' ? to : (to.offset ?? '0x0')))}
        onCommit={reading((value) =>
          put({ to: typeof to === 'string' ? hex(value) : { ...to, offset: hex(value) } }),
        )}
      />
      <Choice
        label={words.type}
        value={mapping.attribute}
        options={ATTRIBUTES}
        onChange={(attribute) => put({ attribute })}
      />
      <Toggle label={words.read} isOn={mapping.read} onChange={(read) => put({ read })} />
      <Toggle label={words.writes} isOn={mapping.write} onChange={(write) => put({ write })} />
      <Toggle
        label={words.accessFlag}
        isOn={mapping.accessFlag ?? true}
        onChange={(accessFlag) => put({ accessFlag })}
      />
      {hasPrivilege && (
        <Toggle
          label={words.privileged}
          isOn={mapping.privileged ?? false}
          onChange={(privileged) => put({ privileged })}
        />
      )}
      {hasNs && (
        <Toggle label={words.nonSecure} isOn={mapping.ns ?? false} onChange={(ns) => put({ ns })} />
      )}
      {problem !== null && (
        <p role="alert" className="m-0 text-stop">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Every BAR that a mapping can lead to, and a plain address. */
function targets(
  machine: Machine | null,
  to: DocumentMapping['to'],
): { readonly value: string; readonly text: string }[] {
  const bars = (machine?.functions ?? []).flatMap((fn) =>
    fn.bars
      .filter(({ window }) => window !== null)
      .map(({ index }) => ({ value: `${fn.id} ${index}`, text: `${fn.name} BAR${index}` })),
  );
  const present = typeof to === 'string' ? '' : `${to.function} ${to.bar}`;
  const isListed = present === '' || bars.some(({ value }) => value === present);
  const own = isListed ? [] : [{ value: present, text: present }];
  return [{ value: '', text: words.plainAddress }, ...own, ...bars];
}

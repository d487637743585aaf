import type { Iommu } from '../../core/scenario/schema.ts';
import { tableStrings as words } from '../strings/tables.ts';
import { Disclosure } from '../widgets/Disclosure.tsx';
import { Choice } from './fields.tsx';

type Stream = Iommu['streams'][number];

interface Props {
  readonly stream: Stream;
  readonly requester: string;
  readonly tables: Iommu['tables'];
  /** null: Linux attached it; the document cannot change it. */
  readonly onChange: ((stream: Stream) => void) | null;
}

const CONFIGS = (['abort', 'bypass', 'stage1', 'stage2', 'nested'] as const).map((value) => ({
  value,
  text: words.configs[value],
}));

/** Which stages one stream goes through, and by which tables. */
export function StreamRow({ stream, requester, tables, onChange }: Props) {
  const { t, config, table, stage1 } = stream;
  const hasFirst = config === 'stage1' || config === 'nested';
  const hasSecond = config === 'stage2' || config === 'nested';
  const nameOf = (id: string | undefined): string =>
    tables.find((one) => one.id === id)?.name ?? id ?? words.noTable;
  const through = [hasFirst ? nameOf(stage1) : '', hasSecond ? nameOf(table) : ''].filter(Boolean);
  const summary = (
    <>
      <span className="block">
        <span className="font-strong">{requester}</span>
        <span className="ml-2 font-mono text-ink-2">T={t}</span>
        {onChange === null && <span className="ml-2 text-here">{words.byLinux}</span>}
      </span>
      <span className="block text-ink-2">
        {words.configs[config]}
        {through.length > 0 && `: ${through.join(' → ')}`}
      </span>
    </>
  );
  if (onChange === null) return <div className="py-1 pl-4.5">{summary}</div>;
  const choose = (label: string, key: 'table' | 'stage1') => (
    <Choice
      label={label}
      value={stream[key] ?? ''}
      options={[
        { value: '', text: words.noTable },
        ...tables.map(({ id, name }) => ({ value: id, text: name })),
      ]}
      onChange={(id) => {
        const { [key]: _old, ...rest } = stream;
        onChange(id === '' ? rest : { ...rest, [key]: id });
      }}
    />
  );
  return (
    <Disclosure summary={summary}>
      <Choice
        label={words.config}
        value={config}
        options={CONFIGS}
        onChange={(chosen) => onChange({ ...stream, config: chosen })}
      />
      {hasFirst && (stream.substreams ?? []).length === 0 && choose(words.stage1, 'stage1')}
      {hasSecond && choose(words.stage2, 'table')}
    </Disclosure>
  );
}

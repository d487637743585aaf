import { ArrowUpDown } from 'lucide-react';
import { formatBusDevFn } from '../../core/base/bdf.ts';
import type { Machine, MachineFunction } from '../../core/machine/types.ts';
import { useView } from '../../store/view.ts';
import type { PathQuestion } from '../../store/view.ts';
import { Choice } from '../inspect/fields.tsx';
import { Section } from '../inspect/Section.tsx';
import { panelStrings } from '../strings/panels.ts';
import { Button } from '../widgets/Button.tsx';
import { requestersOf, targetsOf } from './ask-path.ts';

interface Props {
  readonly machine: Machine;
  readonly question: PathQuestion;
}

const words = panelStrings.query;
const OPS = (['MWr', 'MRd', 'FetchAdd'] as const).map((value) => ({
  value,
  text: words.ops[value],
}));
const AT = (['untranslated', 'translated'] as const).map((value) => ({
  value,
  text: words.at[value],
}));
const T = ([0, 1] as const).map((value) => ({ value, text: `T=${value}` }));

const option = ({ id, name, bdf }: MachineFunction): { value: string; text: string } => ({
  value: id,
  text: `${name}  ${formatBusDevFn(bdf)}`,
});

/** From, to, operation, AT and T. */
export function QuestionForm({ machine, question }: Props) {
  const set = (part: Partial<PathQuestion>): void =>
    useView.getState().set({ query: { ...question, ...part } });
  const memories = machine.memories.map(({ id, name }) => ({ value: id, text: name }));
  return (
    <Section title={words.title}>
      <Choice
        label={words.from}
        value={question.fromId}
        options={requestersOf(machine).map(option)}
        onChange={(fromId) => set({ fromId })}
      />
      <Choice
        label={words.to}
        value={question.toId ?? ''}
        options={[...targetsOf(machine).map(option), ...memories]}
        onChange={(toId) => set({ toId })}
      />
      <Choice label={words.op} value={question.op} options={OPS} onChange={(op) => set({ op })} />
      <Choice label="AT" value={question.at} options={AT} onChange={(at) => set({ at })} />
      <Choice label="T" value={question.t} options={T} onChange={(t) => set({ t })} />
      <Button
        className="mt-1"
        disabled={question.toId === null || !machine.functionById.has(question.toId)}
        onClick={() => {
          if (question.toId !== null) set({ fromId: question.toId, toId: question.fromId });
        }}
      >
        <ArrowUpDown size={14} strokeWidth={1.75} aria-hidden />
        {words.swap}
      </Button>
    </Section>
  );
}

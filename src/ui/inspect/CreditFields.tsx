import { useState } from 'react';
import type { MachineLink } from '../../core/machine/types.ts';
import { creditsOn, ignoresCredits } from '../../core/pcie/credits.ts';
import { MOST_CREDITS } from '../../core/scenario/schema-credits.ts';
import type { LinkCredits } from '../../core/scenario/schema-credits.ts';
import type { Link } from '../../core/scenario/schema.ts';
import { ignoreCredits } from '../../store/ignore-credits.ts';
import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { creditStrings as words } from '../strings/credits.ts';
import { Button } from '../widgets/Button.tsx';
import { Section } from './Section.tsx';
import { TextField } from './fields.tsx';
import { submit } from './form.ts';
import type { FormProps } from './form.ts';

type Side = keyof LinkCredits;
type CreditName = keyof NonNullable<LinkCredits['up']>;

const NAMES: readonly CreditName[] = ['ph', 'pd', 'nph', 'npd', 'cplh', 'cpld'];

interface Props extends FormProps {
  readonly link: Link;
}

/** What both receivers of a link advertise, and transmitters that do not look at it. */
export function CreditFields({ link, machine }: Props) {
  const faults = useDocument((state) => state.scenario.faults) ?? [];
  const wire = machine?.links.find(({ id }) => id === link.id);
  if (machine === null || wire === undefined) return null;
  const nameOf = (index: number | undefined): string => machine.functions[index ?? -1]?.name ?? '';
  return (['up', 'down'] as const).map((side) => (
    <Section key={side} title={words.title(nameOf(side === 'up' ? wire.port : wire.device[0]))}>
      <Receiver link={link} machine={machine} wire={wire} side={side} />
      <Button
        look="outline"
        className="mt-2"
        disabled={ignoresCredits(faults, link.id, side)}
        onClick={() => ignoreCredits(link.id, side)}
      >
        {words.ignore(words.direction[side])}
      </Button>
    </Section>
  ));
}

interface ReceiverProps extends Props {
  readonly wire: MachineLink;
  readonly side: Side;
}

/** The six numbers of one receiver. */
function Receiver({ link, machine, wire, side }: ReceiverProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const refused = useRun((state) => state.diagnostics).find(
    ({ code, subject }) => code === 'credits-too-few' && subject === link.id,
  );
  if (machine === null) return null;
  const given = link.credits?.[side];
  const { credits: _stated, ...plain } = wire;
  const pools = creditsOn(machine, plain, side === 'up');
  const defaults = pools.flatMap(({ headers, dataUnits }) => [headers, dataUnits]);
  const commit = (name: CreditName, text: string): void => {
    const value = text.trim() === '' ? undefined : Number(text);
    const most = MOST_CREDITS[name.endsWith('h') ? 'headers' : 'units'];
    const isGood = value === undefined || (Number.isInteger(value) && value >= 0 && value <= most);
    setProblem(isGood ? null : words.notCredits(text, String(most)));
    if (!isGood) return;
    const { [name]: _before, ...others } = given ?? {};
    const own = value === undefined ? others : { ...others, [name]: value };
    const credits = { ...link.credits, [side]: own };
    submit(words.edit, { kind: 'patchLink', id: link.id, patch: { credits } });
  };
  const said = problem ?? (given === undefined ? null : (refused?.message ?? null));
  return (
    <>
      {NAMES.map((name, index) => {
        const usual = defaults[index] ?? Infinity;
        return (
          <TextField
            key={name}
            label={words.names[name]}
            value={given?.[name] === undefined ? '' : String(given[name])}
            placeholder={usual === Infinity ? words.infinite : String(usual)}
            onCommit={(text) => commit(name, text)}
          />
        );
      })}
      <p className="m-0 mt-1 text-ink-2">{words.explain}</p>
      {said !== null && (
        <p role="alert" className="m-0 mt-1 break-words text-stop">
          {said}
        </p>
      )}
    </>
  );
}

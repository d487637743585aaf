import type { Machine } from '../../core/machine/types.ts';
import { DEFAULT_LATENCIES } from '../../core/pcie/timing.ts';
import type { LatencyName } from '../../core/pcie/timing.ts';
import type { TimingOptions } from '../../core/scenario/schema-timing.ts';
import { useRun } from '../../store/run.ts';
import { timingStrings as words } from '../strings/timing.ts';
import { ConfidenceTag } from '../widgets/ConfidenceTag.tsx';
import { LatencyField } from './LatencyField.tsx';
import { Section } from './Section.tsx';
import { Choice, FormRow, Toggle } from './fields.tsx';
import { submit } from './form.ts';
import { linkNames } from './link-names.ts';

const LATENCIES: readonly LatencyName[] = [
  'linkLayerPs',
  'switchPs',
  'rootComplexPs',
  'memoryReadPs',
  'endpointReadPs',
  'otherSocketPs',
];
const MODES = (['cutThrough', 'storeAndForward'] as const).map((value) => ({
  value,
  text: words.switchMode[value],
}));
const ARBITRATION = (['roundRobin', 'weighted'] as const).map((value) => ({
  value,
  text: words.arbitration[value],
}));

interface Props {
  readonly timing: TimingOptions;
  readonly machine: Machine | null;
}

function patch(label: string, change: Partial<Record<keyof TimingOptions, unknown>>): void {
  submit(label, { kind: 'patchTiming', patch: change as TimingOptions });
}

/** How long things take in this document, and how switches choose. */
export function TimingForm({ timing, machine }: Props) {
  const deadlock = useRun((state) => state.run?.deadlock ?? null);
  return (
    <Section title={words.title}>
      {LATENCIES.map((name) => (
        <LatencyField
          key={name}
          label={words.latencies[name]}
          value={timing[name]}
          defaultPs={DEFAULT_LATENCIES[name]}
          onCommit={(ps) => patch(words.latencies[name], { [name]: ps })}
        />
      ))}
      <p className="m-0 mt-1 mb-2 text-ink-2">
        {words.defaults} <ConfidenceTag confidence="assumption" />, {words.assumption}.
      </p>
      <Choice
        label={words.switches}
        value={timing.switchMode ?? 'cutThrough'}
        options={MODES}
        onChange={(switchMode) => patch(words.switchMode[switchMode], { switchMode })}
      />
      <Choice
        label={words.inputs}
        value={timing.arbitration ?? 'roundRobin'}
        options={ARBITRATION}
        onChange={(arbitration) => patch(words.arbitration[arbitration], { arbitration })}
      />
      <Toggle
        label={words.acks}
        isOn={timing.acks ?? true}
        onChange={(isOn) => patch(words.acks, { acks: isOn ? undefined : false })}
      />
      <Toggle
        label={words.skips}
        isOn={timing.skips ?? true}
        onChange={(isOn) => patch(words.skips, { skips: isOn ? undefined : false })}
      />
      <FormRow label={words.deadlock}>
        {deadlock === null || machine === null
          ? words.noDeadlock
          : words.ring(linkNames(machine, deadlock))}
      </FormRow>
    </Section>
  );
}

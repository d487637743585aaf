import { KERNELS } from '../../core/linux/kernels.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { panelStrings } from '../strings/panels.ts';
import { Section } from './Section.tsx';
import { Choice, TextField } from './fields.tsx';
import { PayloadChoice } from './PayloadChoice.tsx';
import { submit } from './form.ts';
import type { FormProps } from './form.ts';

interface Props extends FormProps {
  readonly scenario: Scenario;
}

const words = panelStrings.inspect;
const CPUS = (['amd-zen', 'amd-other', 'intel', 'arm', 'other'] as const).map((value) => ({
  value,
  text: words.cpus[value],
}));
const IOMMU = (['on', 'off'] as const).map((value) => ({ value, text: words.iommuState[value] }));

/** The machine as a whole: what Linux on it looks at beside the wires. */
export function SystemForm({ scenario, machine }: Props) {
  const { system } = scenario;
  return (
    <Section title={words.system}>
      <TextField
        label={words.title}
        value={scenario.title}
        onCommit={(title) => submit(words.rename, { kind: 'setTitle', title })}
      />
      <Choice
        label="CPU"
        value={system.cpu}
        options={CPUS}
        onChange={(cpu) => submit(`CPU: ${cpu}`, { kind: 'patchSystem', patch: { cpu } })}
      />
      <Choice
        label={words.kernel}
        value={system.kernel}
        options={KERNELS.map(({ key }) => ({ value: key as string, text: `Linux ${key}` }))}
        onChange={(kernel) => submit(`Linux ${kernel}`, { kind: 'patchSystem', patch: { kernel } })}
      />
      <Choice
        label={words.iommu}
        value={system.iommu}
        options={IOMMU}
        onChange={(iommu) => submit(words.iommu, { kind: 'patchSystem', patch: { iommu } })}
      />
      {machine !== null && <PayloadChoice machine={machine} />}
      <p className="m-0 mt-2 text-ink-2">{words.emptyHint}</p>
    </Section>
  );
}

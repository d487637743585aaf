import { assumedSystem } from '../../core/linux/assumed-system.ts';
import { KERNELS, findKernel } from '../../core/linux/kernels.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { asking } from '../query/ask-path.ts';
import { panelStrings } from '../strings/panels.ts';
import { systemStrings } from '../strings/system.ts';
import { CommandLineField } from './CommandLineField.tsx';
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

/** Every kernel of the table; first the document's own where the table has another name for it. */
function kernelOptions(current: string): { value: string; text: string }[] {
  const known = KERNELS.map(({ key }) => ({ value: key as string, text: `Linux ${key}` }));
  if (known.some(({ value }) => value === current)) return known;
  const found = findKernel(current);
  const text = found.ok ? `${current} (as ${found.value.key})` : systemStrings.unknown(current);
  return [{ value: current, text }, ...known];
}

/** The machine as a whole: what Linux on it looks at beside the wires. */
export function SystemForm({ scenario, machine }: Props) {
  const { system } = scenario;
  const linux = machine === null ? [] : asking(machine).linux.assumed;
  const assumed = [...new Set([...assumedSystem(system), ...linux])];
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
        options={kernelOptions(system.kernel)}
        onChange={(kernel) => submit(`Linux ${kernel}`, { kind: 'patchSystem', patch: { kernel } })}
      />
      <Choice
        label={words.iommu}
        value={system.iommu}
        options={IOMMU}
        onChange={(iommu) => submit(words.iommu, { kind: 'patchSystem', patch: { iommu } })}
      />
      {machine !== null && <PayloadChoice machine={machine} />}
      <CommandLineField value={system.commandLine ?? ''} />
      {assumed.length > 0 && (
        <div className="mt-2">
          <h4 className="m-0 font-body text-ink-3">{systemStrings.assumed}</h4>
          <ul className="m-0 list-disc pl-4 text-detour">
            {assumed.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
      <p className="m-0 mt-2 text-ink-2">{words.emptyHint}</p>
    </Section>
  );
}

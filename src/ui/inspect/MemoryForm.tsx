import { hexGrouped } from '../../core/base/address.ts';
import { formatSize } from '../../core/base/units.ts';
import type { Memory } from '../../core/scenario/schema.ts';
import { panelStrings } from '../strings/panels.ts';
import { Fact } from '../widgets/Fact.tsx';
import { OwnLatency } from './LatencyField.tsx';
import { Section } from './Section.tsx';
import { TextField } from './fields.tsx';
import { submit } from './form.ts';

interface Props {
  readonly memory: Memory;
}

const words = panelStrings.inspect;

/** A range of memory behind a host bridge. */
export function MemoryForm({ memory }: Props) {
  return (
    <Section title={words.identity}>
      <TextField
        label={words.name}
        value={memory.name}
        onCommit={(name) =>
          submit(words.rename, { kind: 'patchComponent', id: memory.id, patch: { name } })
        }
      />
      <OwnLatency id={memory.id} name="memoryReadPs" value={memory.latencyPs} />
      <dl className="m-0 grid grid-cols-[120px_1fr] gap-x-2 gap-y-1">
        <Fact name={words.address}>
          <code>{hexGrouped(BigInt(memory.address))}</code>
        </Fact>
        <Fact name={words.size}>{formatSize(memory.sizeBytes)}</Fact>
      </dl>
    </Section>
  );
}

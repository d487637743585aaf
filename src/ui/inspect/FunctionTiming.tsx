import { useState } from 'react';
import { formatTime } from '../../core/base/units.ts';
import { TIMEOUT_ENCODINGS, completionTimeoutOf } from '../../core/pcie/error-log.ts';
import type { FunctionComponent } from '../../core/scenario/schema.ts';
import { useDocument } from '../../store/document.ts';
import { timingStrings as words } from '../strings/timing.ts';
import { OwnLatency } from './LatencyField.tsx';
import { Choice, TextField } from './fields.tsx';
import { submit } from './form.ts';

/** Device Control 2 bit 4. */
const DISABLED = 0x10;

const TIMEOUTS = [...TIMEOUT_ENCODINGS, DISABLED].map((value) => {
  const range = completionTimeoutOf(value);
  const text =
    range === null
      ? words.never
      : words.timeoutRange(formatTime(range.fromPs), formatTime(range.toPs));
  return { value, text };
});

type Patch = Partial<Record<'weight' | 'completionTimeout', number | undefined>>;

/** What a function states about time itself: how long it takes, how often it may send, when it gives up. */
export function FunctionTiming({ fn }: { readonly fn: FunctionComponent }) {
  const isWeighted = useDocument((state) => state.scenario.timing?.arbitration === 'weighted');
  const patch = (label: string, change: Patch): void =>
    submit(label, { kind: 'patchComponent', id: fn.id, patch: change });
  const isSwitch = fn.kind === 'switch-upstream';
  const isPort = isSwitch || fn.kind === 'switch-downstream' || fn.kind === 'root-port';
  return (
    <>
      {(isSwitch || fn.bars.length > 0) && (
        <OwnLatency
          id={fn.id}
          name={isSwitch ? 'switchPs' : 'endpointReadPs'}
          value={fn.latencyPs}
        />
      )}
      {isPort && isWeighted && (
        <WeightField value={fn.weight} onCommit={(weight) => patch(words.weight, { weight })} />
      )}
      {!isPort && (
        <Choice
          label={words.timeout}
          value={fn.completionTimeout ?? 0}
          options={TIMEOUTS}
          onChange={(value) =>
            patch(words.timeout, { completionTimeout: value === 0 ? undefined : value })
          }
        />
      )}
    </>
  );
}

interface WeightProps {
  readonly value: number | undefined;
  readonly onCommit: (weight: number | undefined) => void;
}

/** TLPs of an input in its turn; empty counts its lanes. */
function WeightField({ value, onCommit }: WeightProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const commit = (text: string): void => {
    const weight = text.trim() === '' ? undefined : Number(text);
    const isGood = weight === undefined || (Number.isInteger(weight) && weight > 0 && weight < 256);
    setProblem(isGood ? null : words.notWeight(text));
    if (isGood) onCommit(weight);
  };
  return (
    <>
      <TextField
        label={words.weight}
        value={value === undefined ? '' : String(value)}
        placeholder={words.byLanes}
        onCommit={commit}
      />
      {problem !== null && (
        <p role="alert" className="m-0 mt-1 break-words text-stop">
          {problem}
        </p>
      )}
    </>
  );
}

import { useState } from 'react';
import { formatTime, parseTime } from '../../core/base/units.ts';
import { DEFAULT_LATENCIES } from '../../core/pcie/timing.ts';
import type { LatencyName } from '../../core/pcie/timing.ts';
import { useDocument } from '../../store/document.ts';
import { timingStrings as words } from '../strings/timing.ts';
import { TextField } from './fields.tsx';
import { submit } from './form.ts';

interface Props {
  readonly label: string;
  /** ps; undefined: the default. */
  readonly value: number | undefined;
  readonly defaultPs: number;
  readonly onCommit: (ps: number | undefined) => void;
}

/** A time; empty is the default, and what is no time is not taken over and says so. */
export function LatencyField({ label, value, defaultPs, onCommit }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const commit = (text: string): void => {
    const ps = text.trim() === '' ? undefined : parseTime(text);
    setProblem(ps === null ? words.notTime(text) : null);
    if (ps !== null && ps !== value) onCommit(ps);
  };
  return (
    <>
      <TextField
        label={label}
        value={value === undefined ? '' : formatTime(value)}
        placeholder={formatTime(defaultPs)}
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

interface OwnProps {
  /** The component. */
  readonly id: string;
  readonly name: LatencyName;
  readonly value: number | undefined;
}

/** The time that a component states itself; empty is that of the document for its kind. */
export function OwnLatency({ id, name, value }: OwnProps) {
  const timing = useDocument((state) => state.scenario.timing);
  return (
    <LatencyField
      label={words.latencies[name]}
      value={value}
      defaultPs={timing?.[name] ?? DEFAULT_LATENCIES[name]}
      onCommit={(latencyPs) =>
        submit(words.own, { kind: 'patchComponent', id, patch: { latencyPs } })
      }
    />
  );
}

import { X } from 'lucide-react';
import { useState } from 'react';
import { hexGrouped, readAddress } from '../../core/base/address.ts';
import { ruleOf } from '../../core/rules/catalogue.ts';
import { breakpointKey, useBreakpoints } from '../../store/breakpoints.ts';
import type { Breakpoint } from '../../store/breakpoints.ts';
import { useDocument } from '../../store/document.ts';
import { strings } from '../strings/breakpoints.ts';
import { Button, IconButton } from '../widgets/Button.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { closeDialog } from './close.ts';

function wordsOf(breakpoint: Breakpoint): string {
  const { components } = useDocument.getState().scenario;
  switch (breakpoint.kind) {
    case 'component': {
      const found = components.find(({ id }) => id === breakpoint.id);
      return strings.at(found === undefined || found.name === '' ? breakpoint.id : found.name);
    }
    case 'link':
      return strings.onLink(breakpoint.id);
    case 'rule':
      return strings.onRule(breakpoint.rule, ruleOf(breakpoint.rule).title);
    case 'address':
      return strings.inRange(hexGrouped(breakpoint.from), hexGrouped(breakpoint.to));
    case 'fault':
      return strings.onFault;
  }
}

/** Where playing stops: the list, any fault, and a form for an address range. */
export function BreakpointsDialog() {
  const breakpoints = useBreakpoints((state) => state.breakpoints);
  const toggle = useBreakpoints((state) => state.toggle);
  return (
    <Dialog title={strings.title} onClose={closeDialog} size="w-[520px] max-w-[94vw]">
      {breakpoints.length === 0 && <p className="px-4 pt-3 text-ink-2">{strings.none}</p>}
      <ul className="m-0 list-none px-2 pt-2">
        {breakpoints.map((one) => {
          const text = wordsOf(one);
          return (
            <li key={breakpointKey(one)} className="flex h-8 items-center gap-2 px-2">
              <span aria-hidden="true" className="size-2.5 flex-none rounded-full bg-stop" />
              <span className="min-w-0 grow truncate">{text}</span>
              <IconButton label={strings.remove(text)} onClick={() => toggle(one)}>
                <X size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </li>
          );
        })}
      </ul>
      <label className="mx-4 flex min-h-9 cursor-pointer items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-(--here)"
          checked={breakpoints.some(({ kind }) => kind === 'fault')}
          onChange={() => toggle({ kind: 'fault' })}
        />
        {strings.onFault}
      </label>
      <RangeForm />
    </Dialog>
  );
}

function RangeForm() {
  const toggle = useBreakpoints((state) => state.toggle);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const add = (): void => {
    const first = readAddress(from);
    const last = readAddress(to);
    if (first === null || last === null) setProblem(strings.badAddress);
    else if (first > last) setProblem(strings.badRange);
    else {
      toggle({ kind: 'address', from: first, to: last });
      setProblem(null);
      setFrom('');
      setTo('');
    }
  };
  return (
    <form
      className="border-t border-line p-4"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <div className="flex items-end gap-2">
        <AddressField label={strings.from} value={from} onChange={setFrom} />
        <AddressField label={strings.to} value={to} onChange={setTo} />
        <Button look="outline" type="submit">
          {strings.add}
        </Button>
      </div>
      <p role="alert" className="m-0 min-h-5 pt-1 text-s text-stop">
        {problem}
      </p>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

function AddressField({ label, value, onChange }: FieldProps) {
  return (
    <label className="flex min-w-0 flex-1 flex-col gap-1 text-s text-ink-2">
      {label}
      <input
        value={value}
        spellCheck={false}
        autoComplete="off"
        placeholder="0x40_0000_0000"
        onChange={(event) => onChange(event.target.value)}
        className="h-7 min-w-0 rounded-control border border-line-strong bg-raised px-2 font-mono text-ink"
      />
    </label>
  );
}

import { RotateCcw } from 'lucide-react';
import { runCommand } from '../../commands/registry.ts';
import { formatBusDevFn } from '../../core/base/bdf.ts';
import type { Machine } from '../../core/machine/types.ts';
import { injectionPorts } from '../../core/pcie/inject.ts';
import { MALFORMED_RULES } from '../../core/pcie/tlp/malformed.ts';
import type { MalformedRule } from '../../core/pcie/tlp/malformed.ts';
import { useTlpEdit } from '../../store/tlp-edit.ts';
import { CommandButton } from '../shell/CommandButton.tsx';
import { tlpStrings } from '../strings/tlp.ts';
import { Button } from '../widgets/Button.tsx';
import { Select } from '../widgets/Select.tsx';

interface Props {
  readonly machine: Machine;
  /** Which TLP this is and where. */
  readonly caption: string;
  readonly broken: MalformedRule | null;
}

/** Which TLP this is, what is wrong with it, and where to put it on the wire again. */
export function InjectBar({ machine, caption, broken }: Props) {
  const isEdited = useTlpEdit((state) => state.edited !== null);
  const port = useTlpEdit((state) => state.port ?? state.shown?.nextPort);
  return (
    <div className="flex min-h-9 flex-none flex-wrap items-center gap-x-2 gap-y-1 border-t border-line px-3 py-0.5 text-s">
      <p className="m-0 min-w-0 flex-1 basis-60 truncate" aria-live="polite">
        <span className="font-strong">{caption}</span>
        {isEdited && <span className="text-here"> {tlpStrings.isEdited}</span>}
        {broken !== null && (
          <span className="text-stop" data-testid="malformed" data-rule={broken}>
            {' '}
            {tlpStrings.malformed} {MALFORMED_RULES[broken]}
          </span>
        )}
      </p>
      <CommandButton
        id="tlp.revert"
        icon={<RotateCcw size={14} strokeWidth={1.75} aria-hidden />}
        text={tlpStrings.revert}
      />
      <span className="text-ink-2">{tlpStrings.at}</span>
      <Select
        label={tlpStrings.at}
        look="outline"
        className="w-40"
        value={port ?? ''}
        onChange={(id) => useTlpEdit.getState().choosePort(id)}
      >
        {injectionPorts(machine).map(({ id, name, bdf }) => (
          <option key={id} value={id}>
            {name} {formatBusDevFn(bdf)}
          </option>
        ))}
      </Select>
      <Button
        look="solid"
        data-testid="command-tlp.inject"
        onClick={() => runCommand('tlp.inject')}
      >
        {tlpStrings.inject}
      </Button>
    </div>
  );
}

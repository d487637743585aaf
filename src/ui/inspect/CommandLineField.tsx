import { useState } from 'react';
import { parseConfigAcs } from '../../core/linux/acs-parameter.ts';
import { parseBootParameters } from '../../core/linux/boot-parameters.ts';
import { systemStrings as words } from '../strings/system.ts';
import { TextField } from './fields.tsx';
import { submit } from './form.ts';

/** Why the kernel would refuse the command line, in its own words; null: it would not. */
function refusalOf(commandLine: string): string | null {
  const { configAcs } = parseBootParameters(commandLine);
  const parsed = configAcs === null ? null : parseConfigAcs(configAcs);
  return parsed === null || parsed.ok ? null : parsed.error;
}

/** The kernel command line; one that the kernel would refuse is not taken over, and says why. */
export function CommandLineField({ value }: { readonly value: string }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const commit = (text: string): void => {
    const commandLine = text.trim();
    const problem = refusalOf(commandLine);
    setRefusal(problem);
    if (problem !== null) return;
    const patch = { commandLine: commandLine === '' ? undefined : commandLine };
    submit(words.commandLine, { kind: 'patchSystem', patch });
  };
  return (
    <>
      <TextField label={words.commandLine} value={value} isMono onCommit={commit} />
      {refusal !== null && (
        <p role="alert" className="m-0 mt-1 break-words text-stop">
          {words.refused(refusal)}
        </p>
      )}
    </>
  );
}

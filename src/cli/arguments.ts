import { err, ok } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';

/** A command line taken apart: `COMMAND positional... --flag value --switch`. */
export interface Arguments {
  readonly positional: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<string>;
}

/**
 * Takes a command line apart against the flags that a command knows.
 *
 * @returns the error as one sentence: an unknown flag, a flag without its value, a flag given twice.
 */
export function parseArguments(
  words: readonly string[],
  known: { readonly flags: readonly string[]; readonly switches: readonly string[] },
): Result<Arguments, string> {
  const positional: string[] = [];
  const flags = new Map<string, string>();
  const switches = new Set<string>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('--')) {
      positional.push(word);
      continue;
    }
    const [name = '', inline] = word.slice(2).split(/=(.*)/s);
    if (known.switches.includes(name)) {
      switches.add(name);
    } else if (known.flags.includes(name)) {
      const value = inline ?? words[++i];
      if (value === undefined) return err(`--${name} needs a value`);
      if (flags.has(name)) return err(`--${name} is given twice; keep one`);
      flags.set(name, value);
    } else {
      const all = [...known.flags, ...known.switches].map((flag) => `--${flag}`).join(' ');
      return err(`--${name} is not a flag of this command; it knows ${all === '' ? 'none' : all}`);
    }
  }
  return ok({ positional, flags, switches });
}

import type { Arguments } from './arguments.ts';

/** A file as the command line named it. `name` is the path, or `standard input`. */
export interface Input {
  readonly name: string;
  readonly text: string;
}

/**
 * What a command answers. `output` goes to standard output (JSON, or text where `--text` asked for it),
 * or `bytes` do where a file is not text;
 * `no` means that the question was answered with "no" (exit 1); `refused` is bad usage or unreadable input
 * (exit 2, one sentence on standard error).
 */
export type Outcome =
  | { readonly kind: 'done' | 'no'; readonly output: string; readonly bytes?: Uint8Array }
  | { readonly kind: 'refused'; readonly sentence: string };

export interface Command {
  readonly usage: string;
  readonly flags: readonly string[];
  readonly switches: readonly string[];
  /** Input files follow the positionals in front of them: `answer SUITE FILE` has one. */
  readonly positionalsBeforeFiles: number;
  readonly run: (
    args: Arguments,
    inputs: readonly Input[],
    note: (line: string) => void,
  ) => Promise<Outcome> | Outcome;
}

/** A JSON answer: two-space indentation, one trailing newline; the same value gives the same bytes. */
export function json(value: unknown): Outcome {
  return { kind: 'done', output: `${JSON.stringify(value, null, 2)}\n` };
}

/** One sentence: what, where, what to do. */
export function refused(sentence: string): Outcome {
  return { kind: 'refused', sentence };
}

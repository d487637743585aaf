import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArguments } from './arguments.ts';
import type { Command, Input, Outcome } from './command.ts';
import { refused } from './command.ts';
import { COMMANDS } from './commands.ts';
import { USUAL_PORT, serve } from './serve.ts';
import { sceneInPng } from '../formats/picture-png.ts';

/** Larger inputs are refused with their size, as the page refuses them. */
const LARGEST_INPUT_BYTES = 64 * 1024 * 1024;

function readInput(path: string): Input | string {
  try {
    const bytes = readFileSync(path === '-' ? 0 : path);
    const name = path === '-' ? 'standard input' : path;
    if (bytes.byteLength > LARGEST_INPUT_BYTES) {
      return `${name}: ${bytes.byteLength} bytes are more than the ${LARGEST_INPUT_BYTES} that are read; give a smaller file`;
    }
    // A picture that the playground exported holds its document.
    return { name, text: sceneInPng(bytes) ?? bytes.toString('utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return `${path}: cannot be read (${code}); name a file, or - for standard input`;
  }
}

const SERVE_USAGE = 'serve [--port N]';

/** The built app, beside the folder of the bundle that holds this module. */
const APP = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');

/** Serves the built app until the process is ended; where nobody named a port, any free one will do. */
async function serveApp(words: readonly string[]): Promise<Outcome> {
  const args = parseArguments(words, { flags: ['port'], switches: [] });
  const asked = args.ok ? args.value.flags.get('port') : undefined;
  if (!args.ok) return refused(`${args.error}. Usage: ${SERVE_USAGE}`);
  if (args.value.positional.length > 0)
    return refused(`serve takes no file. Usage: ${SERVE_USAGE}`);
  const port = Number(asked ?? USUAL_PORT);
  if (!/^\d{1,5}$/.test(asked ?? '0') || port > 65_535) {
    return refused(`--port ${asked} is not a port; give a number from 0 to 65535`);
  }
  let served = await serve(APP, port);
  if (!served.ok && asked === undefined) served = await serve(APP, 0);
  if (!served.ok) return refused(served.error);
  return { kind: 'done', output: `${served.value.url}\n` };
}

function usage(): string {
  const lines = [...Object.values(COMMANDS).map((command) => command.usage), SERVE_USAGE].map(
    (line) => `  ${line}`,
  );
  return `usage: cli COMMAND ...\n${lines.join('\n')}\n`;
}

async function execute(command: Command, words: readonly string[]): Promise<Outcome> {
  const args = parseArguments(words, command);
  if (!args.ok) return refused(`${args.error}. Usage: ${command.usage}`);
  const files = args.value.positional.slice(command.positionalsBeforeFiles);
  if (files.length === 0) return refused(`no file given. Usage: ${command.usage}`);
  const inputs: Input[] = [];
  for (const file of files) {
    const input = readInput(file);
    if (typeof input === 'string') return refused(input);
    inputs.push(input);
  }
  return command.run(args.value, inputs, (line) => process.stderr.write(`${line}\n`));
}

async function answer(name: string, rest: readonly string[]): Promise<Outcome> {
  if (name === 'serve') return serveApp(rest);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return execute(command, rest);
  return refused(`${name} is not a command; there are ${Object.keys(COMMANDS).join(' ')} serve`);
}

/** Writes to a stream; a reader that has closed the pipe, such as `head`, wants no more, which is no error. */
function write(stream: NodeJS.WriteStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' ? resolve() : reject(error),
    );
    stream.write(text, () => resolve());
  });
}

/**
 * Runs one command line: the answer goes to standard output, notes and refusals to standard error.
 *
 * @param words what follows the program's name.
 * @returns the exit code: 0 done, 1 the answer is "no", 2 bad usage or unreadable input.
 */
export async function main(words: readonly string[]): Promise<number> {
  const [name = '', ...rest] = words;
  if (name === '' || name === 'help' || name === '--help') {
    await write(name === '' ? process.stderr : process.stdout, usage());
    return name === '' ? 2 : 0;
  }
  const outcome = await answer(name, rest);
  if (outcome.kind === 'refused') {
    await write(process.stderr, `${outcome.sentence.replaceAll('\n', ' ')}\n`);
    return 2;
  }
  await write(process.stdout, outcome.bytes ?? outcome.output);
  return outcome.kind === 'done' ? 0 : 1;
}

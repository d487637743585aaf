import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { COMMANDS } from '../src/cli/commands.ts';
import { main } from '../src/cli/main.ts';

const DOCS = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs');

describe('docs/cli.md', () => {
  const page = readFileSync(join(DOCS, 'cli.md'), 'utf8');

  test('shows what --help prints', async () => {
    let printed = '';
    const write = vi
      .spyOn(process.stdout, 'write')
      .mockImplementation((chunk: unknown, ...rest: unknown[]) => {
        printed += String(chunk);
        for (const done of rest) if (typeof done === 'function') Reflect.apply(done, undefined, []);
        return true;
      });
    const code = await main(['--help']);
    write.mockRestore();
    expect(code).toBe(0);
    expect(printed).toContain('usage: cli');
    expect(page).toContain(`\`\`\`text\n${printed}\`\`\``);
  });

  test('has a section for each command and for nothing else', () => {
    const sections = [...page.matchAll(/^### (\S+)$/gm)].flatMap((match) => match[1] ?? []);
    expect(sections.toSorted()).toEqual([...Object.keys(COMMANDS), 'serve'].toSorted());
  });
});

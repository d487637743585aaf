import { describe, expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';

const KNOWN = { flags: ['from', 'kernel'], switches: ['all'] };

describe('a command line', () => {
  test('is taken apart into positionals, flags and switches', () => {
    const parsed = parseArguments(['a.txt', '--from', '01:00.0', '--all', '--kernel=6.1'], KNOWN);
    expect(parsed.ok && [...parsed.value.flags]).toEqual([
      ['from', '01:00.0'],
      ['kernel', '6.1'],
    ]);
    expect(parsed.ok && parsed.value.positional).toEqual(['a.txt']);
    expect(parsed.ok && parsed.value.switches.has('all')).toBe(true);
  });

  test.each([
    [['--nope'], 'not a flag'],
    [['--from'], 'needs a value'],
    [['--from', 'a', '--from', 'b'], 'given twice'],
  ])('%j is refused with its reason', (words, reason) => {
    const parsed = parseArguments(words, KNOWN);
    expect(!parsed.ok && parsed.error).toContain(reason);
  });

  test('a lone dash is standard input, not a flag', () => {
    const parsed = parseArguments(['-'], KNOWN);
    expect(parsed.ok && parsed.value.positional).toEqual(['-']);
  });
});

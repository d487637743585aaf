import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import type { Answer } from '../answer/answer.ts';
import { answerAcs } from '../answer/acs.ts';
import { answerAcsBoot, answerLinux } from '../answer/linux.ts';
import { answerP2pdmaCases } from '../answer/p2pdma-cases.ts';
import { answerAcsPath } from '../answer/acs-path.ts';
import { answerSplit } from '../answer/split.ts';
import { answerSmmu } from '../answer/smmu.ts';
import { answerCca } from '../answer/cca.ts';
import { answerTlp } from '../answer/tlp.ts';
import { json, refused } from '../command.ts';
import type { Command, Input } from '../command.ts';

/** What each case-file suite is answered by. Expected values are never read. */
const SUITES: Readonly<Record<string, (document: unknown) => Result<Answer[], string>>> = {
  acs: answerAcs,
  'acs-path': answerAcsPath,
  split: answerSplit,
  tlp: answerTlp,
  cca: answerCca,
  smmu: answerSmmu,
  linux: answerLinux,
  'acs-boot': answerAcsBoot,
  'p2pdma-cases': answerP2pdmaCases,
};

/** Reads a JSON input; the error says where the text stops being JSON. */
export function parseJson(input: Input): Result<unknown, string> {
  try {
    return ok(JSON.parse(input.text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'not JSON';
    return err(`${input.name}: ${reason}; give a JSON file`);
  }
}

/** `answer SUITE FILE`: what the core says to each case of a case file, one element a case. */
export const ANSWER: Command = {
  usage: `answer ${Object.keys(SUITES).join('|')} FILE`,
  flags: [],
  switches: [],
  positionalsBeforeFiles: 1,
  run: (args, [input]) => {
    const name = args.positional[0] ?? '';
    const suite = Object.hasOwn(SUITES, name) ? SUITES[name] : undefined;
    if (suite === undefined) {
      return refused(`${name} is not a suite; there are ${Object.keys(SUITES).join(' ')}`);
    }
    if (input === undefined) return refused(`no case file given; name one after ${name}`);
    const document = parseJson(input);
    if (!document.ok) return refused(document.error);
    const answers = suite(document.value);
    return answers.ok ? json(answers.value) : refused(`${input.name}: ${answers.error}`);
  },
};

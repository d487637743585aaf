import { expect, test } from 'vitest';
import { defined } from '../../src/core/base/assert.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { errorJournal } from '../../src/core/pcie/error-journal.ts';
import { LATE_COMPLETION } from '../../src/core/scenario/presets/broken.ts';
import type { Scenario } from '../../src/core/scenario/schema.ts';
import { createRun } from '../../src/core/sim/create-run.ts';

const { scenario } = LATE_COMPLETION;
const LIMIT_PS = 100_000_000;

function played(given: Scenario) {
  const machine = defined(enumerate(given).machine ?? undefined, 'a machine');
  const run = createRun(machine);
  return { machine, run, errors: errorJournal(machine, run) };
}

const withTimeout = (completionTimeout: number): Scenario => ({
  ...scenario,
  components: scenario.components.map((one) =>
    one.id === 'nic0' && 'mps' in one ? { ...one, completionTimeout } : one,
  ),
});

test('a requester that waits long enough takes the data', () => {
  const { run, errors } = played(withTimeout(0));
  expect(run.transfers).toMatchObject([{ bytesDelivered: 512, errors: 0 }]);
  expect(errors).toEqual([]);
});

test('one that has given up logs the timeout, and later the completion that it does not expect', () => {
  const { run, machine, errors } = played(scenario);
  const issuePs = defined(run.events(0, 1)[0], 'an event').tPs;
  expect(errors).toMatchObject([
    { error: 'completionTimeout', bit: 14, headerLog: null, firstPs: issuePs + LIMIT_PS },
    { error: 'unexpectedCompletion', bit: 16, severity: 'advisory non-fatal', message: 'ERR_COR' },
  ]);
  expect(errors.map((one) => machine.functions[one.function]?.id)).toEqual(['nic0', 'nic0']);
  expect(errors[1]?.lastPs).toBe(run.endPs);
  // A CplD with data of the read that nobody waits for any more.
  expect((errors[1]?.headerLog?.[0] ?? 0) >>> 24).toBe(0x4a);
  expect(run.transfers).toMatchObject([{ bytesDelivered: 0, errors: 1 }]);
});

test('one whose timeout is disabled waits for ever', () => {
  expect(played(withTimeout(0x11)).run.transfers).toMatchObject([{ bytesDelivered: 512 }]);
});

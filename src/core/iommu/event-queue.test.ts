import { expect, test } from 'vitest';
import { busAddr } from '../base/address.ts';
import { defined } from '../base/assert.ts';
import { enumerate } from '../machine/enumerate.ts';
import { transferRequest } from '../pcie/transfer-request.ts';
import { route } from '../pcie/route.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import { faultBehind, queueOf } from './event-queue.ts';
import { eventFields, nameOfEvent } from './smmuv3/event-fields.ts';
import { translatorsOf } from './translators.ts';

const { scenario } = defined(
  PRESETS.find(({ id }) => id === 'stage2-fault'),
  'the example',
);
const machine = defined(enumerate(scenario).machine ?? undefined, 'a machine');
const translators = translatorsOf(machine);
const [, hole] = scenario.transfers;
const asked = defined(transferRequest(machine, defined(hole, 'a transfer')) ?? undefined, 'asked');
const fault = route({ machine, translators, ...asked }).request.find(
  ({ translation }) => translation !== undefined,
)?.translation;

test('a record tells its fields in bit order, those of its kind and no others', () => {
  if (fault?.kind !== 'fault') throw new Error('no fault');
  const words = defined(fault.record, 'a record');
  expect(nameOfEvent(words)).toBe('F_TRANSLATION');
  const fields = eventFields(words);
  expect(fields.map(({ name }) => name)).toEqual([
    'type',
    'SSV',
    'SID',
    'PnU',
    'InD',
    'RnW',
    'S2',
    'CLASS',
    'InputAddr',
    'IPA',
  ]);
  const valueOf = (field: string) => fields.find(({ name }) => name === field)?.value;
  expect(valueOf('InputAddr')).toBe(BigInt(asked.request.address));
  expect(valueOf('SID')).toBe(0x400n);
  expect(fields.find(({ name }) => name === 'CLASS')?.meaning).toBe('IN');
  const bits = fields.map(({ lsb }) => lsb);
  expect(bits).toEqual(bits.toSorted((a, b) => a - b));
});

test('a later request of the transfer has a record of its own', () => {
  if (fault?.kind !== 'fault') throw new Error('no fault');
  const translator = defined(translators.get(0), 'a translator');
  const at = { request: asked.request, hostBridge: 0 };
  const later = faultBehind(translator, fault, at, 0x1040);
  if (later.kind !== 'fault') throw new Error('no fault behind it');
  const told = eventFields(defined(later.record, 'a record'));
  const address = busAddr(asked.request.address + 0x1040n);
  expect(told.find(({ name }) => name === 'InputAddr')?.value).toBe(BigInt(address));
  expect(told.find(({ name }) => name === 'IPA')?.value).toBe(BigInt(address) & ~0xfffn);
  expect(faultBehind(translator, fault, at, 0)).toBe(fault);
});

test('a full queue loses what comes after, and says so', () => {
  const records = Array.from({ length: 130 }, (_, i) => {
    return { tPs: i, tlpId: i, words: [BigInt(i), 0n, 0n, 0n] };
  });
  const state = queueOf(records);
  expect(state.records).toHaveLength(128);
  expect(state.records.at(-1)?.tlpId).toBe(127);
  expect(state.lost).toBe(2);
  // All slots used: the wrap bit; and the overflow flag.
  expect(state.prod).toBe(0x8000_0080);
  expect(queueOf(records.slice(0, 3))).toMatchObject({ lost: 0, prod: 3 });
});

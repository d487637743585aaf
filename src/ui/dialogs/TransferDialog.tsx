import { freeId } from '../../core/scenario/free-name.ts';
import { useState } from 'react';
import { formatSize } from '../../core/base/units.ts';
import { newTransfer } from '../../core/scenario/defaults.ts';
import type {
  Component,
  FunctionComponent,
  Scenario,
  Transfer,
} from '../../core/scenario/schema.ts';
import { useDocument } from '../../store/document.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { Button } from '../widgets/Button.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { Select } from '../widgets/Select.tsx';
import { Field } from './Field.tsx';
import { closeDialog } from './close.ts';

const OPS: readonly Transfer['op'][] = ['MWr', 'MRd', 'FetchAdd'];
const SIZES = [8, 64, 256, 512, 4096, 65_536, 1_048_576];

const isRequester = (one: Component): one is FunctionComponent =>
  'bars' in one && /endpoint$|^conventional$/.test(one.kind);

interface Target {
  readonly key: string;
  readonly words: string;
  readonly to: Transfer['to'];
  readonly name: string;
  /** Size of a BAR, bytes; memories come last. */
  readonly rank: number;
}

/** Everything that a transfer can reach: memory BARs, the largest first, then memories. */
function targetsOf(scenario: Scenario): readonly Target[] {
  const targets = scenario.components.flatMap((one): Target[] => {
    if (one.kind === 'memory') {
      const to = { kind: 'memory', memory: one.id, offset: '0x0' } as const;
      return [{ key: one.id, words: one.name, to, name: one.name, rank: 0 }];
    }
    if (!isRequester(one)) return [];
    return one.bars
      .filter((bar) => bar.space === 'mem')
      .map((bar) => ({
        key: `${one.id}.${bar.index}`,
        words: `${one.name} BAR${bar.index}${bar.sizeBytes === null ? '' : `, ${formatSize(bar.sizeBytes)}`}`,
        to: { kind: 'bar', function: one.id, bar: bar.index, offset: '0x0' },
        name: one.name,
        rank: bar.sizeBytes ?? 1,
      }));
  });
  return targets.sort((a, b) => b.rank - a.rank);
}

/** What the form starts with: from the first selected device to the largest BAR of the second, or of another. */
function start(scenario: Scenario, targets: readonly Target[]) {
  const { selection } = useView.getState();
  const requesters = scenario.components.filter(isRequester);
  const chosen = selection.filter((id) => requesters.some((one) => one.id === id));
  const nic = requesters.find((one) => one.classCode?.startsWith('02'));
  const from = chosen[0] ?? nic?.id ?? requesters[0]?.id ?? '';
  const others = targets.filter((one) => !one.key.startsWith(`${from}.`));
  const wanted = others.filter(
    (one) => chosen[1] !== undefined && one.key.startsWith(`${chosen[1]}.`),
  );
  const to = (wanted[0] ?? others[0])?.key ?? '';
  return { from, to, op: 'MWr' as Transfer['op'], bytes: 256 };
}

/** Adds a transfer: who reads or writes whose BAR or memory, and how much. */
export function TransferDialog() {
  const scenario = useDocument((state) => state.scenario);
  const targets = targetsOf(scenario);
  const [form, setForm] = useState(() => start(scenario, targets));
  const requesters = scenario.components.filter(isRequester);
  const target = targets.find((one) => one.key === form.to);
  const requester = requesters.find((one) => one.id === form.from);
  const add = () => {
    if (target === undefined || requester === undefined) return;
    const transfer = newTransfer({
      id: freeId('t', scenario.transfers),
      name: strings.transfer.name(strings.transfer.ops[form.op], requester.name, target.name),
      op: form.op,
      from: form.from,
      to: target.to,
      bytes: form.op === 'FetchAdd' ? 8 : form.bytes,
    });
    if (useDocument.getState().edit({ kind: 'addTransfer', transfer })) closeDialog();
  };
  if (requester === undefined || target === undefined) {
    return (
      <Dialog title={strings.transfer.title} onClose={closeDialog} size="w-[440px] max-w-[94vw]">
        <p className="p-4 text-ink-2">{strings.transfer.nothing}</p>
      </Dialog>
    );
  }
  return (
    <Dialog title={strings.transfer.title} onClose={closeDialog} size="w-[440px] max-w-[94vw]">
      <form
        className="flex flex-col gap-1 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Field label={strings.transfer.from}>
          <Select
            look="outline"
            label={strings.transfer.from}
            value={form.from}
            onChange={(from) => setForm({ ...form, from })}
          >
            {requesters.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={strings.transfer.op}>
          <Select
            look="outline"
            label={strings.transfer.op}
            value={form.op}
            onChange={(value) =>
              setForm({ ...form, op: OPS.find((one) => one === value) ?? form.op })
            }
          >
            {OPS.map((op) => (
              <option key={op} value={op}>
                {strings.transfer.opWords[op]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={strings.transfer.to}>
          <Select
            look="outline"
            label={strings.transfer.to}
            value={form.to}
            onChange={(to) => setForm({ ...form, to })}
          >
            {targets.map((one) => (
              <option key={one.key} value={one.key}>
                {one.words}
              </option>
            ))}
          </Select>
        </Field>
        {form.op === 'FetchAdd' ? null : (
          <Field label={strings.transfer.bytes}>
            <Select
              look="outline"
              label={strings.transfer.bytes}
              value={String(form.bytes)}
              onChange={(bytes) => setForm({ ...form, bytes: Number(bytes) })}
            >
              {SIZES.map((size) => (
                <option key={size} value={size}>
                  {formatSize(size)}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <Button look="solid" type="submit" className="mt-3 self-end">
          {strings.shell.add}
        </Button>
      </form>
    </Dialog>
  );
}

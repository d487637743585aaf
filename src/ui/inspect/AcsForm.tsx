import { ACS_BIT, ACS_BIT_NAMES, ACS_ENHANCED } from '../../core/scenario/acs.ts';
import { SWITCH_ACS_CAPABILITY } from '../../core/scenario/defaults.ts';
import type { FunctionComponent } from '../../core/scenario/schema.ts';
import { panelStrings } from '../strings/panels.ts';
import { Button } from '../widgets/Button.tsx';
import { Section } from './Section.tsx';
import { Choice, TextField, Toggle } from './fields.tsx';
import { submit } from './form.ts';

interface Props {
  readonly fn: FunctionComponent;
}

const words = panelStrings.inspect.acs;
const TARGETS = [0, 1, 2].map((value) => ({ value, text: words.targets[value] ?? '' }));

/** ACS bit by bit: the control register as switches, the capability as what can be switched at all. */
export function AcsForm({ fn }: Props) {
  const { acs } = fn;
  if (acs === null) {
    return (
      <Section title={words.title}>
        <p className="m-0 mb-2 text-ink-2">{words.absent}</p>
        <Button
          look="outline"
          onClick={() =>
            submit(words.add, {
              kind: 'setAcs',
              id: fn.id,
              acs: { capability: SWITCH_ACS_CAPABILITY, control: 0 },
            })
          }
        >
          {words.add}
        </Button>
      </Section>
    );
  }
  const control = acs.control ?? 0;
  const set = (field: Parameters<typeof label>[0], value: number): void =>
    submit(label(field, value), { kind: 'setAcsControl', id: fn.id, field, value });
  return (
    <Section title={words.title}>
      {acs.control === null && <p className="m-0 mb-2 text-detour">{words.unread}</p>}
      <table className="w-full border-collapse">
        <thead className="sr-only">
          <tr>
            <th scope="col">{words.bit}</th>
            <th scope="col">{words.control}</th>
            <th scope="col">{words.capability}</th>
          </tr>
        </thead>
        <tbody>
          {ACS_BIT_NAMES.map((name) => {
            const isCapable = (acs.capability & ACS_BIT[name]) !== 0;
            const isOn = (control & ACS_BIT[name]) !== 0;
            return (
              <tr key={name} className="h-7">
                <th scope="row" className="text-left font-body">
                  <code className={isOn ? 'font-strong underline' : ''}>{name}</code>{' '}
                  <span className="text-ink-2">{words.names[name]}</span>
                </th>
                <td className="w-8">
                  <input
                    type="checkbox"
                    aria-label={`${name} ${words.control}`}
                    className="size-4 accent-(--here)"
                    disabled={!isCapable}
                    checked={isOn && isCapable}
                    onChange={(event) => set(name, event.target.checked ? 1 : 0)}
                  />
                </td>
                <td className="w-20 text-right">
                  <button
                    type="button"
                    aria-pressed={isCapable}
                    className="rounded-chip px-1 text-ink-2 underline decoration-dotted hover:bg-hover"
                    onClick={() =>
                      submit(words.changeCapability(name), {
                        kind: 'setAcs',
                        id: fn.id,
                        acs: {
                          ...acs,
                          capability: acs.capability ^ ACS_BIT[name],
                          control: isCapable ? control & ~ACS_BIT[name] : acs.control,
                        },
                      })
                    }
                  >
                    {isCapable ? words.capable : words.notCapable}
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {(acs.capability & ACS_BIT.EC) !== 0 && (
        <TextField
          label={words.vector}
          isMono
          value={acs.egressVector ?? '0x0'}
          onCommit={(text) =>
            submit(words.vector, {
              kind: 'setAcs',
              id: fn.id,
              acs: { ...acs, egressVector: text.trim().toLowerCase() },
            })
          }
        />
      )}
      {(acs.capability & ACS_ENHANCED) !== 0 && (
        <>
          <Toggle
            label={words.iorb}
            isOn={((control >> 7) & 1) === 1}
            onChange={(isOn) => set('IORB', isOn ? 1 : 0)}
          />
          <Choice
            label={words.dspMt}
            value={(control >> 8) & 3}
            options={TARGETS}
            onChange={(value) => set('DSP_MT', value)}
          />
          <Choice
            label={words.uspMt}
            value={(control >> 10) & 3}
            options={TARGETS}
            onChange={(value) => set('USP_MT', value)}
          />
          <Toggle
            label={words.unclaimed}
            isOn={((control >> 12) & 1) === 1}
            onChange={(isOn) => set('UNCLAIMED_RR', isOn ? 1 : 0)}
          />
        </>
      )}
      <Button
        className="mt-2"
        onClick={() => submit(words.remove, { kind: 'setAcs', id: fn.id, acs: null })}
      >
        {words.remove}
      </Button>
    </Section>
  );
}

type Field = (typeof ACS_BIT_NAMES)[number] | 'IORB' | 'DSP_MT' | 'USP_MT' | 'UNCLAIMED_RR';

/** What the undo menu calls a flipped bit. */
function label(field: Field, value: number): string {
  return `${field}=${value}`;
}

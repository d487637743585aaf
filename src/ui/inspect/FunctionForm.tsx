import { formatBdf } from '../../core/base/bdf.ts';
import { hexGrouped } from '../../core/base/address.ts';
import { formatSize } from '../../core/base/units.ts';
import type { FunctionComponent } from '../../core/scenario/schema.ts';
import { DeviceActions } from '../plan/DeviceActions.tsx';
import { actionStrings } from '../strings/device-actions.ts';
import { functionKindStrings } from '../strings/function-kinds.ts';
import { panelStrings } from '../strings/panels.ts';
import { Fact } from '../widgets/Fact.tsx';
import { OwnerChoice } from '../software/OwnerChoice.tsx';
import { AcsForm } from './AcsForm.tsx';
import { FunctionFaults } from './FaultForms.tsx';
import { FunctionTiming } from './FunctionTiming.tsx';
import { Section } from './Section.tsx';
import { Choice, TextField, Toggle } from './fields.tsx';
import { submit } from './form.ts';
import type { FormProps } from './form.ts';

interface Props extends FormProps {
  readonly fn: FunctionComponent;
}

const words = panelStrings.inspect;
const PAYLOADS = [128, 256, 512, 1024, 2048, 4096].map((value) => ({ value, text: `${value} B` }));
const STATES = ['CONFIG_UNLOCKED', 'CONFIG_LOCKED', 'RUN', 'ERROR'] as const;

/** A function: who it is, ACS, BARs, and the settings that decide where its TLPs go. */
export function FunctionForm({ fn, ...form }: Props) {
  const index = form.machine?.functionById.get(fn.id);
  const built = index === undefined ? undefined : form.machine?.functions[index];
  const patch = (label: string, change: Parameters<typeof patchOf>[1]): void =>
    submit(label, patchOf(fn.id, change));
  return (
    <>
      <Section title={words.identity}>
        <TextField
          label={words.name}
          value={fn.name}
          onCommit={(name) => patch(words.rename, { name })}
        />
        <dl className="m-0 grid grid-cols-[120px_1fr] gap-x-2 gap-y-1">
          <Fact name="BDF">
            <code>{built ? formatBdf(built.bdf) : words.unknown}</code>
          </Fact>
          <Fact name={words.kind}>{functionKindStrings[fn.kind]}</Fact>
          <Fact name={words.ids}>
            <code>
              {fn.vendorId ?? '????'}:{fn.deviceId ?? '????'}
            </code>
          </Fact>
          {fn.iommuGroup !== undefined && (
            <Fact name={words.statedGroup}>{String(fn.iommuGroup)}</Fact>
          )}
          {fn.numaNode !== undefined && <Fact name={words.numaNode}>{String(fn.numaNode)}</Fact>}
          {fn.driver !== undefined && <Fact name={words.driver}>{fn.driver}</Fact>}
          {fn.assumed !== undefined && fn.assumed.length > 0 && (
            <Fact name={words.assumed}>{fn.assumed.join(', ')}</Fact>
          )}
        </dl>
      </Section>
      <AcsForm fn={fn} />
      <FunctionFaults fn={fn} />
      {fn.bars.length > 0 && (
        <Section title={actionStrings.title(fn.name)}>
          <DeviceActions functionId={fn.id} />
        </Section>
      )}
      <Section title={words.settings}>
        <Choice
          label="Max_Payload_Size"
          value={fn.mps}
          options={PAYLOADS}
          onChange={(mps) => patch(`MPS=${mps}`, { mps })}
        />
        <Choice
          label="Max_Read_Request"
          value={fn.mrrs}
          options={PAYLOADS}
          onChange={(mrrs) => patch(`MRRS=${mrrs}`, { mrrs })}
        />
        <Toggle
          label={words.busMaster}
          isOn={fn.busMaster}
          onChange={(busMaster) => patch(`BME=${busMaster ? 1 : 0}`, { busMaster })}
        />
        <Toggle
          label={words.memoryDecode}
          isOn={fn.memoryDecode}
          onChange={(memoryDecode) => patch(`MSE=${memoryDecode ? 1 : 0}`, { memoryDecode })}
        />
        <FunctionTiming fn={fn} />
        {fn.ats !== undefined && (
          <Toggle
            label={words.ats}
            isOn={fn.ats.enabled}
            onChange={(enabled) =>
              patch(`ATS=${enabled ? 1 : 0}`, { ats: { enabled, stu: fn.ats?.stu ?? 0 } })
            }
          />
        )}
      </Section>
      <OwnerChoice functionId={fn.id} />
      {fn.tdisp !== undefined && (
        <Section title="TDISP">
          <Choice
            label={words.tdiState}
            value={fn.tdisp.state}
            options={STATES.map((value) => ({ value, text: value }))}
            onChange={(state) => {
              if (fn.tdisp) patch(state, { tdisp: { ...fn.tdisp, state } });
            }}
          />
          <Toggle
            label={words.dmaEnabled}
            isOn={fn.tdisp.dmaEnabled}
            onChange={(dmaEnabled) => {
              if (fn.tdisp) patch(words.dmaEnabled, { tdisp: { ...fn.tdisp, dmaEnabled } });
            }}
          />
        </Section>
      )}
      {fn.bars.length > 0 && (
        <Section title={words.bars}>
          <table className="w-full border-collapse">
            <thead className="text-left text-ink-3">
              <tr>
                <th scope="col" className="font-body">
                  BAR
                </th>
                <th scope="col" className="font-body">
                  {words.address}
                </th>
                <th scope="col" className="text-right font-body">
                  {words.size}
                </th>
              </tr>
            </thead>
            <tbody className="font-mono">
              {fn.bars.map((bar) => {
                const window = built?.bars.find((one) => one.index === bar.index)?.window;
                return (
                  <tr key={bar.index} className="h-6">
                    <td>
                      {bar.index}
                      <span className="text-ink-3">
                        {bar.space === 'io' ? ' I/O' : bar.prefetchable ? ' pref' : ''}
                      </span>
                    </td>
                    <td>{window ? hexGrouped(window.base) : words.unassigned}</td>
                    <td className="text-right whitespace-nowrap">
                      {bar.sizeBytes === null ? words.unknown : formatSize(bar.sizeBytes)}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Section>
      )}
    </>
  );
}

function patchOf(id: string, patch: Partial<Omit<FunctionComponent, 'id'>>) {
  return { kind: 'patchComponent', id, patch } as const;
}

import { HOST_BRIDGES } from '../../core/linux/host-bridges.ts';
import { newDevice } from '../../core/scenario/new-device.ts';
import { IOMMU_MODELS } from '../../core/scenario/schema.ts';
import type { HostBridge, Iommu } from '../../core/scenario/schema.ts';
import { useDocument } from '../../store/document.ts';
import { iommuStrings } from '../strings/iommu.ts';
import { panelStrings } from '../strings/panels.ts';
import { systemStrings } from '../strings/system.ts';
import { OwnLatency } from './LatencyField.tsx';
import { Section } from './Section.tsx';
import { Choice, TextField, Toggle } from './fields.tsx';
import { submit } from './form.ts';

interface Props {
  readonly host: HostBridge;
}

const words = panelStrings.inspect;
const P2P = (['none', 'writesOnly', 'full'] as const).map((value) => ({
  value,
  text: words.rcP2P[value],
}));
const ROUTES = (['internal', 'tbu'] as const).map((value) => ({
  value,
  text: words.p2pRoute[value],
}));

const KINDS = IOMMU_MODELS.map((value) => ({ value, text: iommuStrings.kinds[value] }));
/** Longest bursts that the form offers, bytes; 0: nothing is joined. */
const BURSTS = [0, 128, 256, 512, 1024, 4096];

/** `8086:09a2`; empty: not known. */
const idOf = ({ vendorId, deviceId }: Pick<HostBridge, 'vendorId' | 'deviceId'>): string =>
  vendorId === undefined || deviceId === undefined ? '' : `${vendorId}:${deviceId}`;

/** What Linux's list knows, and what this host bridge is where the list does not know it. */
function listOptions(host: HostBridge): { value: string; text: string }[] {
  const hex4 = (id: number): string => id.toString(16).padStart(4, '0');
  const listed = HOST_BRIDGES.map(({ vendorId, deviceId, name, since }) => {
    // Where every device of a vendor is listed, the first stands for them.
    const value = `${hex4(vendorId)}:${hex4(deviceId ?? 0)}`;
    return { value, text: systemStrings.listed(value, name, since === '6.1' ? null : since) };
  });
  const own = idOf(host);
  const unknown = { value: '', text: systemStrings.idUnknown };
  const isListed = own === '' || listed.some(({ value }) => value === own);
  return isListed
    ? [unknown, ...listed]
    : [{ value: own, text: systemStrings.unlisted(own) }, unknown, ...listed];
}

/** The host bridge gets this kind of IOMMU: the one that it has changes, with its streams and tables, or one is added. */
function switchKind(host: HostBridge, own: Iommu | undefined, model: Iommu['model']): void {
  const label = iommuStrings.kinds[model];
  if (own !== undefined) {
    submit(label, { kind: 'patchComponent', id: own.id, patch: { model } });
    return;
  }
  const { scenario } = useDocument.getState();
  const { id, edit } = newDevice('smmu', scenario, { on: host.id });
  const edits = edit.kind === 'batch' ? edit.edits : [edit];
  submit(label, {
    kind: 'batch',
    edits: [...edits, { kind: 'patchComponent', id, patch: { model } }],
  });
}

/** What the interconnect of the host bridge does with bursts, and which IOMMU stands before it. */
function Interconnect({ host }: Props) {
  const components = useDocument((state) => state.scenario.components);
  const own = components.find((one) => one.kind === 'iommu' && one.parent === host.id);
  const iommu = own?.kind === 'iommu' ? own : undefined;
  const limit = host.mergeLimitBytes ?? 0;
  const patch = (label: string, changed: Partial<HostBridge>): void =>
    submit(label, { kind: 'patchComponent', id: host.id, patch: changed });
  const bursts = BURSTS.includes(limit) ? BURSTS : [...BURSTS, limit].toSorted((a, b) => a - b);
  return (
    <>
      <Section title={iommuStrings.title}>
        <Choice
          label={iommuStrings.kind}
          value={iommu?.model ?? 'none'}
          options={KINDS}
          onChange={(model) => switchKind(host, iommu, model)}
        />
        <p className="m-0 text-ink-2">{iommuStrings.keeps}</p>
      </Section>
      <Section title={iommuStrings.interconnect}>
        <Choice
          label={iommuStrings.merges}
          value={limit}
          options={bursts.map((value) => ({
            value,
            text: value === 0 ? iommuStrings.never : iommuStrings.upTo(value),
          }))}
          onChange={(mergeLimitBytes) =>
            patch(iommuStrings.mergeLabel(mergeLimitBytes), { mergeLimitBytes })
          }
        />
        <Toggle
          label={iommuStrings.resplits}
          isOn={host.rpResplit ?? true}
          onChange={(rpResplit) => patch(iommuStrings.resplits, { rpResplit })}
        />
        <Toggle
          label={iommuStrings.hairpin}
          isOn={host.hairpin ?? true}
          onChange={(hairpin) => patch(iommuStrings.hairpin, { hairpin })}
        />
        {limit > 0 && <p className="m-0 text-ink-2">{iommuStrings.normalOnly}</p>}
      </Section>
    </>
  );
}

/** A host bridge: what its root complex does with peer-to-peer traffic. */
export function HostBridgeForm({ host }: Props) {
  return (
    <>
      <Section title={words.identity}>
        <TextField
          label={words.name}
          value={host.name}
          onCommit={(name) =>
            submit(words.rename, { kind: 'patchComponent', id: host.id, patch: { name } })
          }
        />
        <Choice
          label={systemStrings.listedAs}
          value={idOf(host)}
          options={listOptions(host)}
          onChange={(value) => {
            const [vendorId, deviceId] = value === '' ? [] : value.split(':');
            submit(systemStrings.listedAs, {
              kind: 'patchComponent',
              id: host.id,
              patch: { vendorId, deviceId },
            });
          }}
        />
        <p className="m-0 text-ink-2">{systemStrings.listMeaning}</p>
      </Section>
      <Section title={words.rootComplex}>
        <Choice
          label={words.betweenPorts}
          value={host.rcP2P}
          options={P2P}
          onChange={(rcP2P) =>
            submit(`rcP2P=${rcP2P}`, {
              kind: 'patchComponent',
              id: host.id,
              patch: { rcP2P },
            })
          }
        />
        <Choice
          label={words.turnsAround}
          value={host.p2pRoute}
          options={ROUTES}
          onChange={(p2pRoute) =>
            submit(`p2pRoute=${p2pRoute}`, {
              kind: 'patchComponent',
              id: host.id,
              patch: { p2pRoute },
            })
          }
        />
        <OwnLatency id={host.id} name="rootComplexPs" value={host.latencyPs} />
        <Toggle
          label={systemStrings.bypass}
          isOn={host.bypassesIommu ?? false}
          onChange={(isOn) =>
            submit(systemStrings.bypass, {
              kind: 'patchComponent',
              id: host.id,
              patch: { bypassesIommu: isOn ? true : undefined },
            })
          }
        />
      </Section>
      <Interconnect host={host} />
    </>
  );
}
